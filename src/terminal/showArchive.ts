/** Prints the contents of the archive, in a file that loads little else. */
import type { Archive } from '../engine/commands';
import type { Around } from './options';
import { printResult } from './output';

/** Number of logs with something new, and how much. */
export interface Read {
  logs: number;
  bytes: number;
}
export const NOTHING_READ: Read = { logs: 0, bytes: 0 };
export const NOTHING_NEW = 'Nothing was new.';

/** Prints the contents, as text or JSON. `run`: the result of a run, and its line of text. */
export function showArchive(
  archive: Archive,
  words: readonly string[],
  options: { json?: boolean },
  around: Pick<Around, 'env'>,
  run?: { read: Read; line: string },
): number {
  const data = { ...archive, ...(run === undefined ? {} : { read: run.read }) };
  return printResult(options, around, data, [...words, ...(run === undefined ? [] : [run.line])]);
}
