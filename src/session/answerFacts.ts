/** What the text of a tool's answer says: failures told apart, tests that ran, hooks that refused. */
import type { EventOf } from './event';
import type { Fact } from './facts';
import { filePath } from './paths';
import { fingerprint } from './reading';

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

/** Facts of the answer `text`, given in the folder `cwd`, to `call` (null when its call is not in the log); `failed`: the tool says so. */
export function answerFacts(
  text: string,
  call: EventOf<'tool'> | null,
  failed: boolean,
  cwd: string | null,
): AnswerFacts {
  const start = text.slice(0, ERROR_CHARS).replace(/\d+/g, '0').replace(/\s+/g, ' ').trim();
  return {
    failure: failed && start !== '' ? fingerprint(start) : 0,
    shows: shownIn(text, call, cwd),
    changes: [],
    facts: [],
  };
}

/** What is looked through of an answer, and files it may show. */
const LOOKED_THROUGH = 60_000;
const MOST_SHOWN = 100;

/** `src/a.ts:12:` and `src/a.ts-13-` of searches, `+++ b/src/a.ts` of diffs, `==> src/a.ts <==` of head and tail. */
const SHOWN = [
  /^((?:[A-Za-z]:)?[^\s:*?"<>|][^:*?"<>|\n]{0,300}\.\w{1,10}):\d{1,7}[:-]/gm,
  /^((?:[A-Za-z]:)?[^\s:*?"<>|-][^:*?"<>|\n-]{0,300}\.\w{1,10})-\d{1,7}-/gm,
  /^\+\+\+ b\/([^\t\n]{1,300})/gm,
  /^[=#*>-]{2,20}\s{0,3}([\w@./\\~-]{1,300}\.\w{1,10})\s{0,3}[=#*<-]{0,20}$/gm,
];

/** Files whose content an answer shows: of searches, and of shell commands, which may print any. */
function shownIn(text: string, call: EventOf<'tool'> | null, cwd: string | null): string[] {
  if (call === null || (call.action !== 'research' && !call.shell)) return [];
  const head = text.slice(0, LOOKED_THROUGH);
  const shown = new Set<string>();
  for (const pattern of SHOWN) {
    for (const [, name = ''] of head.matchAll(pattern)) {
      const path = filePath(name, cwd);
      if (path !== null) shown.add(path);
      if (shown.size >= MOST_SHOWN) return [...shown];
    }
  }
  // A search of one file answers with its lines alone.
  return [...shown];
}
