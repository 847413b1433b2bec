/** What the text of a tool's answer says: failures told apart, tests that ran, hooks that refused. */
import type { EventOf } from './event';
import type { Fact } from './facts';
import { fingerprint } from './reading';

export interface AnswerFacts {
  /** Fingerprint of the error's text without numbers; 0 when it is none. */
  failure: number;
  /** Files whose content the text shows beyond what the call names. */
  shows: string[];
  facts: Fact[];
}

/** Characters of an error that tell it from others. */
const ERROR_CHARS = 400;

/** Facts of the answer `text` to `call` (null when its call is not in the log); `failed`: the tool says that it failed. */
export function answerFacts(text: string, _call: EventOf<'tool'> | null, failed: boolean): AnswerFacts {
  const start = text.slice(0, ERROR_CHARS).replace(/\d+/g, '0').replace(/\s+/g, ' ').trim();
  return { failure: failed && start !== '' ? fingerprint(start) : 0, shows: [], facts: [] };
}
