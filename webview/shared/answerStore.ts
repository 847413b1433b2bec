/** What a page knows of its questions: the answer to each call, which arguments it is for, and what failed. */

/** An answer is `waiting` while the newest question has none and an older one is of other arguments. */
export type Standing = 'fresh' | 'waiting' | 'failed';

export interface AnswerStore<Answers extends object> {
  /** The answers there are. While a question with other arguments is under way, the answer to the one before; never after it failed. */
  readonly answers: Readonly<Partial<Answers>>;
  /** A question is asked: what to do with its answer or failure. Both say nothing once other arguments were asked for. */
  asked<N extends keyof Answers & string>(
    call: N,
    args: unknown,
  ): { take: (answer: Answers[N]) => void; fail: (message: string) => void };
  /** True when the newest question of a call is of these arguments. */
  isAsked(call: keyof Answers & string, args: unknown): boolean;
  /** Null for a call that was never asked. */
  standing(call: keyof Answers & string): Standing | null;
  /** Why the newest question of a call was not answered; null when it was, or still may be. */
  failure(call: keyof Answers & string): string | null;
}

/** `changed` is called after each answer and failure that counts. */
export function answerStore<Answers extends object>(changed: () => void): AnswerStore<Answers> {
  const answers: Partial<Answers> = {};
  /** Arguments of the newest question, and of the answer that is held. */
  const newest = new Map<string, string>();
  const answered = new Map<string, string>();
  const failures = new Map<string, string>();
  return {
    answers,
    asked(call, args) {
      const key = JSON.stringify(args);
      // A failure stands until the same is answered or something else is asked.
      if (newest.get(call) !== key) failures.delete(call);
      newest.set(call, key);
      return {
        take(answer) {
          if (newest.get(call) !== key) return;
          answers[call] = answer;
          answered.set(call, key);
          failures.delete(call);
          changed();
        },
        fail(message) {
          if (newest.get(call) !== key) return;
          failures.set(call, message);
          if (answered.get(call) !== key) {
            delete answers[call];
            answered.delete(call);
          }
          changed();
        },
      };
    },
    isAsked: (call, args) => newest.get(call) === JSON.stringify(args),
    standing(call) {
      const key = newest.get(call);
      if (key === undefined) return null;
      if (failures.has(call)) return 'failed';
      return answered.get(call) === key ? 'fresh' : 'waiting';
    },
    failure: (call) => failures.get(call) ?? null,
  };
}
