/**
 * Questions of a page to the engine: numbered, answered one by one. Answers are not checked here: the engine is of the page's build, its
 * answers are typed, and a page that knew the shapes of all of them would take several times as long to begin (test/fuzz/questions.test.ts
 * holds each answer against its shape).
 */
import type { Args, CallName, Reply } from '../../src/engine/protocol';

export interface QuestionChannel<Name extends CallName, Given extends string> {
  /** Asks; `take` gets the answer, `fail` a sentence when there is none. */
  ask<N extends Name>(
    call: N,
    args: [Given] extends [never] ? Args<N> : Omit<Args<N>, Given>,
    take: (reply: Reply<N>) => void,
    fail: (message: string) => void,
  ): void;
  /** Takes the answer to a question; one nobody here asked is none. */
  answered(id: number, result: unknown): void;
  /** The question will not be answered. False when it was none of this page. */
  failed(id: number, message: string): boolean;
}

/**
 * A page that was hidden and is shown again is a new one, and gets the answers its forerunner still waited for: the numbers must be
 * unlike. A random one of 53 bits leaves room to count on.
 */
function anyNumber(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0xfffff) * 2 ** 32 + low;
}

/** `send` gives the question to the extension, which adds what is `Given`. */
export function questionChannel<Name extends CallName, Given extends string = never>(
  send: (question: { kind: 'ask'; id: number; call: Name; args: unknown }) => void,
): QuestionChannel<Name, Given> {
  let asked = anyNumber();
  const waiting = new Map<number, { take: (result: unknown) => void; fail: (message: string) => void }>();
  return {
    ask(call, args, take, fail) {
      const id = ++asked;
      // The number says which call it was: `Reply<N>` is what the engine's answer to that is.
      waiting.set(id, { take: (result) => take(result as Parameters<typeof take>[0]), fail });
      send({ kind: 'ask', id, call, args });
    },
    answered(id, result) {
      const question = waiting.get(id);
      waiting.delete(id);
      question?.take(result);
    },
    failed(id, message) {
      const question = waiting.get(id);
      waiting.delete(id);
      question?.fail(message);
      return question !== undefined;
    },
  };
}
