/** Finds the files whose content the output of a search or a shell command shows. */
import type { Answer } from './answer';
import { filePath } from '../paths';

const MOST_SHOWN = 100;

/**
 * Patterns of `src/a.ts:12:` and `src/a.ts-13-` (searches), `+++ b/src/a.ts` (diffs) and `==> src/a.ts <==` (head, tail), each with a
 * faster test for a part of it, which nearly every text fails.
 */
const SHOWN: readonly (readonly [part: RegExp, pattern: RegExp])[] = [
  [/\.\w{1,10}:\d/, /^((?:[A-Za-z]:)?[^\s:*?"<>|][^:*?"<>|\n]{0,300}\.\w{1,10}):\d{1,7}[:-]/gm],
  [/\.\w{1,10}-\d/, /^((?:[A-Za-z]:)?[^\s:*?"<>|-][^:*?"<>|\n-]{0,300}\.\w{1,10})-\d{1,7}-/gm],
  [/\+\+\+ b\//, /^\+\+\+ b\/([^\t\n]{1,300})/gm],
  [/^[=#*>]{2}/m, /^[=#*>]{2,20}\s{0,3}([\w@./\\~-]{1,300}\.\w{1,10})\s{0,3}[=#*<-]{0,20}$/gm],
];

/** The paths of these files, each once; empty for other tools. */
export function shownFiles({ text, call, cwd }: Answer): string[] {
  if ((call.action !== 'research' && !call.shell) || text.length < 8) return [];
  const shown = new Set<string>();
  for (const [part, pattern] of SHOWN) {
    if (!part.test(text)) continue;
    for (const [, name = ''] of text.matchAll(pattern)) {
      const path = filePath(name, cwd);
      if (path !== null) shown.add(path);
      if (shown.size >= MOST_SHOWN) return [...shown];
    }
  }
  return [...shown];
}
