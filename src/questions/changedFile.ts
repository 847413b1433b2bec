/** A file as a session, or one turn of it, found and left it: what VS Code's diff shows side by side. */
import * as z from 'zod';
import { changedFiles, readChanges } from './shared/changedFiles';
import { rebuild } from './shared/rebuild';
import type { Sources } from './shared/sources';

export const args = z.object({
  id: z.string(),
  path: z.string(),
  /** Only what this turn changed, from 0; null: the whole session. */
  turn: z.number().int().min(0).nullable(),
});
export const reply = z
  .object({
    before: z.string(),
    after: z.string(),
    /** Both sides are the whole file; else only the parts that changed are known, with `…` between them. */
    whole: z.boolean(),
    /** Between two of the changes somebody or something else changed the file: that is among what differs. */
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
