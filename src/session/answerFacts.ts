/** Derives facts from the text of a tool's result: fingerprints of failures, test runs, refusals by hooks, files it shows. */
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
  /** Fingerprint of the error's text without numbers; 0 if the call did not fail. */
  failure: number;
  /** Files whose content the text shows, besides those the call names. */
  shows: string[];
  /** Files that a merge, rebase or the like changed. */
  changes: string[];
  facts: Fact[];
}

/** Most characters of an error that its fingerprint covers. */
const ERROR_CHARS = 400;
/** Characters at the beginning and the end of a longer result that are searched. */
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
 * Facts of the result `text` of `call` (null if the call is not in the log) in the folder `cwd`; `failed`: the tool reported an
 * error.
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

/** The failure of an error with nothing but its exit code. */
export const SILENT_FAILURE = wholeFingerprint('Exit code 0');

/** Fingerprint of the beginning of an error, with all numbers as 0; 0 for an empty text. */
function failureOf(text: string): number {
  const start = text.slice(0, ERROR_CHARS).replace(/\d+/g, '0').replace(/\s+/g, ' ').trim();
  return start === '' ? 0 : wholeFingerprint(start);
}
