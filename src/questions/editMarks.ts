/** Doubtful edits of a file by recent sessions of its project, for marks in an editor. */
import { writtenName } from '../session/naming';
import * as z from 'zod';
import { withChanges } from '../library/edits';
import { fileKey } from '../session/fileKey';
import { isWithin } from '../session/paths';
import type { SessionFigures } from '../store/figures';
import { EDIT_GAP, editAt } from './shared/session/edits';
import { Doubts, filesUsed } from './shared/session/filesUsed';
import { newestFirst } from './shared/lists';
import { spokenLines } from './shared/transcript/spokenLines';
import { editsBelow, listedIn, placesIn, type Sources } from './shared/sources';
import { DAY_MS } from '../usage/days';

export const args = z.object({ path: z.string().max(4096) });

const Mark = Doubts.extend({
  session: z.string(),
  name: z.string(),
  turn: z.number(),
  t: z.number().nullable(),
  /** The text the edit inserted. */
  text: z.array(z.string()),
});
type Mark = z.infer<typeof Mark>;
export const reply = z.array(Mark);

/** Edits are marked for sessions this recent (ms), and for at most so many of a project. */
const MARKED_MS = 3 * DAY_MS;
const MOST_MARKED = 10;

export function answer({ path }: z.output<typeof args>, sources: Sources): Mark[] {
  const { library, now } = sources;
  const key = fileKey(path);
  const since = new Date(now() - MARKED_MS).toISOString();
  return listedIn(library)
    .filter(({ endedAt, repository, project }) => {
      const folder = repository ?? project;
      return endedAt !== null && endedAt >= since && folder !== null && isWithin(key, fileKey(folder));
    })
    .sort(newestFirst)
    .slice(0, MOST_MARKED)
    .flatMap((figures) => marksOf(figures, key, sources));
}

/** The doubtful edits of one session in a file. */
function marksOf(figures: SessionFigures, key: string, { library, rules, bytes }: Sources): Mark[] {
  const { id } = figures;
  const session = library.session(id);
  if (session === null) return [];
  const events = withChanges(session.events, editsBelow(library, id));
  const used = filesUsed(events, rules().options, session.inherited).filter(
    (file) => file.doubtful.length > 0 && fileKey(file.path) === key,
  );
  if (used.length === 0) return [];
  const lines = new Map(spokenLines(session.events).map((line) => [`${line.file} ${line.at}`, line]));
  const placeOf = placesIn(library, session);
  return used
    .flatMap(({ doubtful }) => doubtful)
    .flatMap(({ tool, at, file, path: _path, ...doubt }) => {
      const line = lines.get(`${file} ${at}`);
      const edit = line && editAt(bytes, placeOf(file), at, line.len, tool);
      if (!edit) return [];
      const text = edit.after.split(EDIT_GAP);
      return [{ session: id, name: writtenName(figures), turn: line.turn, ...doubt, text }];
    });
}
