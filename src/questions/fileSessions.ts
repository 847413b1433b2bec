/** Sessions that changed a file, newest first. */
import * as z from 'zod';
import { SessionRow } from '../library/sessionRow';
import { withChanges } from '../library/edits';
import { fileKey } from '../session/fileKey';
import { isWithin } from '../session/paths';
import type { SessionFigures } from '../store/figures';
import { filesUsed } from './shared/session/filesUsed';
import { newestFirst } from './shared/lists';
import { editsBelow, listedIn, rowIn, subAgentsIn, type Sources } from './shared/sources';

export const args = z.object({ path: z.string().max(4096) });
export const reply = z.array(SessionRow);

/** Most sessions that are searched, because each must be built. */
const MOST_LOOKED_AT = 50;

export function answer({ path }: z.output<typeof args>, sources: Sources): SessionRow[] {
  const { library } = sources;
  const key = fileKey(path);
  const isNear = ({ repository, project }: SessionFigures): boolean =>
    [repository, project].some((folder) => folder !== null && isWithin(key, fileKey(folder)));
  return listedIn(library)
    .filter(isNear)
    .sort(newestFirst)
    .slice(0, MOST_LOOKED_AT)
    .filter((figures) => changed(figures, key, sources))
    .map((figures) => rowIn(sources, figures));
}

/** True if the session or a sub-agent edited the file, unless the edit failed. */
function changed(figures: SessionFigures, key: string, { library, rules }: Sources): boolean {
  if (subAgentsIn(library, figures).some(({ edited }) => edited.some(({ path }) => fileKey(path) === key)))
    return true;
  const session = library.session(figures.id);
  if (session === null) return false;
  const events = withChanges(session.events, editsBelow(library, figures.id));
  return filesUsed(events, rules().options, session.inherited).some(
    ({ path, edits }) => edits > 0 && fileKey(path) === key,
  );
}
