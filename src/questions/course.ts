/** The course of a session: its files, and what happened part by part. A question of its own, because it takes longer than the others. */
import * as z from 'zod';
import { withChanges } from '../library/edits';
import { signalsOf } from '../library/summarise';
import { SignalReading } from '../signals/signal';
import { Severity } from '../signals/severity';
import { DoubtfulEdit, filesUsed, FileUse } from './shared/session/filesUsed';
import { Heatmap, heatmapOf, severitiesOf } from './shared/session/sessionParts';
import { editsBelow, cachedBySession, type Sources } from './shared/sources';
import { foundByTurn, turnsIn } from './shared/session/turns';

export const args = z.object({ id: z.string() });

/** The course of a session: its files, and what happened part by part. */
export const Course = z.object({
  /** The files with most changes; how many files there are, and how many were changed. */
  files: z.array(FileUse.omit({ doubtful: true })),
  filesInAll: z.number(),
  filesChanged: z.number(),
  /** The last doubtful edits, the last first, and how many there are. */
  doubtful: z.array(DoubtfulEdit),
  doubtfulInAll: z.number(),
  /** The measures with detail and evidence. */
  signals: z.array(SignalReading),
  /** The worst severity of each turn; null if nothing was found. If measures raise alerts, those at the end of the turn count too. */
  turns: z.array(Severity.nullable()),
  heatmap: Heatmap,
});
export type Course = z.infer<typeof Course>;
export const reply = Course.nullable();

const MOST_FILES = 200;
const MOST_DOUBTFUL = 100;

const courses = /* @__PURE__ */ cachedBySession<Course>();

export function answer({ id }: z.output<typeof args>, { library, rules }: Sources): Course | null {
  const session = library.session(id);
  if (session === null) return null;
  const edits = editsBelow(library, id);
  const findings = library.figures.get(id)?.findings;
  return courses(session, [rules(), findings, ...edits], () => ({
    ...filesOf(filesUsed(withChanges(session.events, edits), rules().options, session.inherited)),
    signals: signalsOf(session, edits, rules()),
    heatmap: heatmapOf(session, rules()),
    turns: rules().measures
      ? severitiesOf(session, rules())
      : foundByTurn(turnsIn(session, rules()), findings ?? []),
  }));
}

/** The part of the answer about files, bounded because a session can have thousands. */
function filesOf(
  all: readonly FileUse[],
): Pick<Course, 'files' | 'filesInAll' | 'filesChanged' | 'doubtful' | 'doubtfulInAll'> {
  const doubtful = all.flatMap((file) => file.doubtful).toSorted((a, b) => (b.t ?? 0) - (a.t ?? 0));
  return {
    files: all.slice(0, MOST_FILES).map(({ doubtful: _doubtful, ...file }) => file),
    filesInAll: all.length,
    filesChanged: all.filter(({ edits }) => edits > 0).length,
    doubtful: doubtful.slice(0, MOST_DOUBTFUL),
    doubtfulInAll: doubtful.length,
  };
}
