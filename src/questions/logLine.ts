/** The line of a byte offset in one of the session's logs, to open it in an editor; null if the log is gone. */
import * as z from 'zod';
import { lineAt } from '../store/logBytes';
import { fileIn, placeIn, type Sources } from './shared/sources';

/** `file`: index into the session's `file` and `alsoIn`. */
export const args = z.object({ id: z.string(), at: z.number(), file: z.number().int().min(0).default(0) });

/** Lines count from 1. `copy`: the log is only in the vault. */
export const reply = z.object({ file: z.string(), line: z.number(), copy: z.boolean() }).nullable();

export function answer(
  { id, at, file: nth }: z.output<typeof args>,
  { library, bytes, kept }: Sources,
): z.output<typeof reply> {
  const file = fileIn(library, id, nth);
  if (file === undefined) return null;
  const line = lineAt(bytes, placeIn(library, file), at);
  return line === null ? null : { file, line, copy: kept(file) && library.entries.get(file)?.gone === true };
}
