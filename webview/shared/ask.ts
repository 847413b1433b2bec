/** Questions of a page to the engine: numbered, answered one by one, checked. */
import type * as z from 'zod';
import { calls, type Args } from '../../src/engine/protocol';
import { t } from './l10n';

export interface Asking<Name extends keyof typeof calls, Given extends string> {
  /** Asks; `take` gets an answer of the agreed shape, `fail` a sentence when there is none. */
  ask<N extends Name>(
    call: N,
    args: [Given] extends [never] ? Args<N> : Omit<Args<N>, Given>,
    take: (reply: z.output<(typeof calls)[N]['reply']>) => void,
    fail: (message: string) => void,
  ): void;
  /** Takes the answer to a question; one nobody here asked is none. */
  answered(id: number, result: unknown): void;
  /** The question will not be answered. False when it was none of this page. */
  failed(id: number, message: string): boolean;
}

const MISUNDERSTOOD = t('The page got an answer it does not understand. Reload the window.');

/**
 * A page that was hidden and is shown again is a new one, and gets the answers its forerunner still waited for: the numbers must be
 * unlike. A random one of 53 bits leaves room to count on.
 */
function anyNumber(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0xfffff) * 2 ** 32 + low;
}

/** `send` gives the question to the extension, which adds what is `Given`. */
export function asking<Name extends keyof typeof calls, Given extends string = never>(
  send: (question: { kind: 'ask'; id: number; call: Name; args: unknown }) => void,
): Asking<Name, Given> {
  let asked = anyNumber();
  const waiting = new Map<number, { take: (result: unknown) => void; fail: (message: string) => void }>();
  return {
    ask(call, args, take, fail) {
      const id = ++asked;
      waiting.set(id, {
        take(result) {
          const reply = calls[call].reply.safeParse(result);
          if (reply.success) take(reply.data as Parameters<typeof take>[0]);
          else fail(MISUNDERSTOOD);
        },
        fail,
      });
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
