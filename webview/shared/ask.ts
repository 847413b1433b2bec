/** Questions of a page to the engine: numbered, answered one by one, checked. */
import type * as z from 'zod';
import { calls, type Args } from '../../src/engine/protocol';

export interface Asking<Name extends keyof typeof calls, Given extends string> {
  /** Asks; `take` gets an answer of the agreed shape. */
  ask<N extends Name>(
    call: N,
    args: Omit<Args<N>, Given>,
    take: (reply: z.output<(typeof calls)[N]['reply']>) => void,
  ): void;
  /** Takes the answer to a question. */
  answered(id: number, result: unknown): void;
  /** The question will not be answered. */
  failed(id: number): void;
}

/** `send` gives the question to the extension, which adds what is `Given`; `misunderstood` is called for an answer of another shape. */
export function asking<Name extends keyof typeof calls, Given extends string = never>(
  send: (question: { kind: 'ask'; id: number; call: Name; args: unknown }) => void,
  misunderstood: () => void,
): Asking<Name, Given> {
  let asked = 0;
  const waiting = new Map<number, (result: unknown) => void>();
  return {
    ask(call, args, take) {
      const id = ++asked;
      waiting.set(id, (result) => {
        const reply = calls[call].reply.safeParse(result);
        if (reply.success) take(reply.data as Parameters<typeof take>[0]);
        else misunderstood();
      });
      send({ kind: 'ask', id, call, args });
    },
    answered(id, result) {
      const take = waiting.get(id);
      waiting.delete(id);
      take?.(result);
    },
    failed: (id) => void waiting.delete(id),
  };
}
