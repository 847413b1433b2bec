/** Prints the contents of the archive, in a file that loads little else. */
import type { Archive } from '../engine/commands';
import type { Around } from './options';
import { DONE, json, print, printWrapped } from './output';

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
  { json: asJson }: { json?: boolean },
  { env }: Pick<Around, 'env'>,
  run: { read: Read; line: string } | null = null,
): number {
  if (asJson === true) print(json({ schema: 1, ...archive, ...(run === null ? {} : { read: run.read }) }));
  else printWrapped([...words, ...(run === null ? [] : [run.line])], env);
  return DONE;
}
