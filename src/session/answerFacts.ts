/** What the text of a tool's answer says: failures told apart, tests that ran, hooks that refused, files it shows. */
import type { Answer } from './answers/answer';
import { checkFacts } from './answers/checks';
import { dialogFacts } from './answers/dialog';
import { environmentFacts } from './answers/environment';
import { gitFacts, mergedFiles } from './answers/git';
import { secretFacts } from './answers/secrets';
import { shownFiles } from './answers/shown';
import type { EventOf } from './event';
import type { Fact } from './facts';
import { wholeFingerprint } from './reading';

export interface AnswerFacts {
  /** Fingerprint of the error's text without numbers; 0 when it is none. */
  failure: number;
  /** Files whose content the text shows beyond what the call names. */
  shows: string[];
  /** Files that a merge, rebase or the like changed. */
  changes: string[];
  facts: Fact[];
}

/** Characters of an error that tell it from others. */
const ERROR_CHARS = 400;
/** What is looked through at the beginning and at the end of an answer. Characters. */
const HEAD = 60_000;
const TAIL = 20_000;
// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;?]{0,20}[A-Za-z]/g;

const RULES: readonly ((answer: Answer) => Fact[])[] = [
  checkFacts,
  gitFacts,
  environmentFacts,
  secretFacts,
  dialogFacts,
];

/**
 * Facts of the answer `text`, given in the folder `cwd`, to `call` (null when its call is not in the log); `failed`: the tool
 * says that it failed.
 */
export function answerFacts(
  text: string,
  call: EventOf<'tool'> | null,
  failed: boolean,
  cwd: string | null,
): AnswerFacts {
  const failure = failed ? failureOf(text) : 0;
  if (call === null) return { failure, shows: [], changes: [], facts: [] };
  const looked = text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
  const answer: Answer = {
    text: looked.includes('\u001b') ? looked.replace(COLOURS, '') : looked,
    failed,
    call,
    cwd,
  };
  return {
    failure,
    shows: shownFiles(answer),
    changes: mergedFiles(answer),
    facts: RULES.flatMap((rule) => rule(answer)),
  };
}

/** Of an error that says nothing but its exit code. */
export const SILENT_FAILURE = wholeFingerprint('Exit code 0');

/** Fingerprint of the beginning of an error, numbers left out; 0 when it says nothing. */
function failureOf(text: string): number {
  const start = text.slice(0, ERROR_CHARS).replace(/\d+/g, '0').replace(/\s+/g, ' ').trim();
  return start === '' ? 0 : wholeFingerprint(start);
}
