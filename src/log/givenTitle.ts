/** The title a person gave a session, in a file in the session's folder (since Claude Code 2.1.278). */
import { sep } from 'node:path';
import { TITLE } from './discover';
import { readSmall, type Gate } from './gate';
import { valueIn } from './json';
import { cutTitle } from './names';

/** A larger file is ignored. Bytes. */
const MOST = 64 << 10;

/** The file with the title of a session, by the path of its log. */
export const titleFile = (path: string): string => path.replace(/\.jsonl$/, sep + TITLE);

/** The title beside a log, '' if the person removed it; null without one. Checked by hand: a command that finds nothing new reads it. */
export function titleBeside(path: string, gate: Gate): string | null {
  const file = titleFile(path);
  // Most sessions have none, and looking is cheaper than opening.
  const bytes = file === path || gate.inside(file) === null ? null : readSmall(gate, file, MOST);
  const value = bytes === null ? null : valueIn(bytes.toString('utf8').replace(/^\ufeff/, ''));
  const title =
    typeof value === 'object' && value !== null && 'customTitle' in value ? value.customTitle : null;
  return typeof title === 'string' ? cutTitle(title).trim() : null;
}
