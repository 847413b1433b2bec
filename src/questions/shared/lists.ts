/** Lists of sessions: which are in them, in which order, by what they are grouped. Pure but for the library. */
import { conversationsOf } from '../../analysis/metrics';
import { parseQuery } from '../../analysis/query';
import { isListed } from '../../library/lifeCycle';
import type { SessionFigures } from '../../store/figures';
import { listedIn, type Sources } from './sources';

/** What lists of sessions are grouped by. A project is a repository, its worktrees included. */
export const GROUPINGS = ['project', 'day', 'severity', 'branch'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The group a session is in; null where there is none. */
export function groupOf(
  by: Grouping,
  figures: SessionFigures,
  { projectName, dayOf }: { projectName: (folder: string) => string; dayOf: (t: number) => string },
): string | null {
  switch (by) {
    case 'project':
      return figures.repository === null ? null : projectName(figures.repository);
    case 'day':
      return figures.startedAt === null ? null : dayOf(Date.parse(figures.startedAt));
    case 'severity':
      return figures.severity;
    case 'branch':
      return figures.gitBranches.at(-1) ?? null;
  }
}

/** Listed sessions that pass a query; throws in words when it is none. */
export function passing({ library, rules }: Sources, query: string): SessionFigures[] {
  if (query.trim() === '') return listedIn(library);
  const parsed = parseQuery(query, rules().dayOf, rules().taskType);
  if (!parsed.ok) throw new Error(parsed.error);
  return conversationsOf([...library.figures.values()])
    .filter(parsed.test)
    .map(({ figures }) => figures)
    .filter(isListed);
}

export const newestFirst = (a: SessionFigures, b: SessionFigures): number =>
  (a.endedAt ?? '') < (b.endedAt ?? '')
    ? 1
    : (a.endedAt ?? '') > (b.endedAt ?? '')
      ? -1
      : a.id < b.id
        ? -1
        : 1;
