/** A file before and after a session, or one of its turns, for VS Code's diff. */
import * as z from 'zod';
import { changedFiles, readChanges } from './shared/session/changedFiles';
import { rebuild } from './shared/session/rebuild';
import type { Sources } from './shared/sources';

export const args = z.object({
  id: z.string(),
  path: z.string(),
  /** Only changes of this turn, from 0; null: of the whole session. */
  turn: z.number().int().min(0).nullable(),
});
export const reply = z
  .object({
    before: z.string(),
    after: z.string(),
    /** Both sides are the whole file; otherwise only the changed parts, with `…` between them. */
    whole: z.boolean(),
    /** Something else changed the file in between, so the sides also differ in that. */
    byOthers: z.boolean(),
  })
  .nullable();

export function answer({ id, path, turn }: z.output<typeof args>, sources: Sources): z.output<typeof reply> {
  const session = sources.library.session(id);
  const file = session === null ? undefined : changedFiles(sources, session).find((one) => one.path === path);
  const changes = file === undefined ? null : readChanges(sources, file);
  if (changes === null) return null;
  const { before, after, whole, byOthers } = rebuild(changes, (one) => turn === null || one.turn === turn);
  return { before, after, whole, byOthers };
}
