/** The turn, the row of the transcript and the step in it in which a line of the log is shown. */
import * as z from 'zod';
import type { Sources } from './shared/sources';
import { rowsIn } from './shared/transcript/steps';

/** `at`: byte offset of the line; `file`: index into the session's `file` and `alsoIn`. */
export const args = z.object({
  id: z.string(),
  at: z.number().int().min(0),
  file: z.number().int().min(0),
});

/** Null if the session is unknown or has no row. */
export const reply = z.object({ turn: z.number(), row: z.number(), step: z.number().nullable() }).nullable();

export function answer(
  { id, at, file }: z.output<typeof args>,
  { library }: Sources,
): z.output<typeof reply> {
  const session = library.session(id);
  if (session === null) return null;
  const { rows, rowAt, stepAt } = rowsIn(session.events, []);
  const row = rowAt(file, at);
  const turn = rows[row]?.turn;
  return turn === undefined ? null : { turn, row, step: stepAt(file, at) };
}
