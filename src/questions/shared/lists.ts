/** Lists of sessions: their contents, order and groups. */
import { conversationsOf } from '../../analysis/metrics';
import { projectNames } from '../../analysis/projects';
import { isListed } from '../../library/lifeCycle';
import { compareTexts } from '../../log/compareTexts';
import type { SessionFigures } from '../../store/figures';
import type { SessionMark } from '../../store/marks';
import { listedIn, testOf, type Sources } from './sources';
import { DAY_MS } from '../../usage/days';

/** What lists of sessions can be grouped by. A project is a repository with its worktrees. */
export const GROUPINGS = ['recency', 'project', 'day', 'severity', 'branch'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The groups by recency, in order; recency is the time of the last line. */
export const RECENCIES = ['starred', 'today', 'week', 'older', 'hidden'] as const;
export type Recency = (typeof RECENCIES)[number];

/** Number of days, including today, in the group “this week”. */
const WEEK_DAYS = 7;

/** What grouping needs besides figures. */
export interface GroupWords {
  projectName: (folder: string) => string;
  dayOf: (t: number) => string;
  now: number;
  mark: (id: string) => SessionMark;
}

export const groupWords = ({ library, rules, now, mark }: Sources): GroupWords => ({
  projectName: projectNames(library.figures.list()),
  dayOf: rules().dayOf,
  now: now(),
  mark,
});

function recencyOf({ id, endedAt }: SessionFigures, { dayOf, now, mark }: GroupWords): Recency {
  const { starred, hidden } = mark(id);
  if (hidden) return 'hidden';
  if (starred) return 'starred';
  if (endedAt === null) return 'older';
  const [today, first] = [Date.parse(dayOf(now)), (WEEK_DAYS - 1) * DAY_MS];
  const ago = today - Date.parse(dayOf(Date.parse(endedAt)));
  return ago <= 0 ? 'today' : ago <= first ? 'week' : 'older';
}

/** The group of a session; null without one. */
export function groupOf(by: Grouping, figures: SessionFigures, words: GroupWords): string | null {
  switch (by) {
    case 'recency':
      return recencyOf(figures, words);
    case 'project':
      return figures.repository === null ? null : words.projectName(figures.repository);
    case 'day':
      return figures.endedAt === null ? null : words.dayOf(Date.parse(figures.endedAt));
    case 'severity':
      return figures.severity;
    case 'branch':
      return figures.gitBranches.at(-1) ?? null;
  }
}

/** True if a list with this grouping shows the session. Hidden sessions are only in the list by recency, in their own group. */
export const isShown = (by: Grouping, { id }: SessionFigures, { mark }: GroupWords): boolean =>
  by === 'recency' || !mark(id).hidden;

/** Listed sessions that match a query. Throws an Error with a message for people if the query is wrong. */
export function matchingSessions({ library, rules }: Sources, query: string): SessionFigures[] {
  if (query.trim() === '') return listedIn(library);
  return conversationsOf(library.figures.list())
    .filter(testOf(query, rules()))
    .map(({ figures }) => figures)
    .filter(isListed);
}

export const newestFirst = (a: SessionFigures, b: SessionFigures): number =>
  compareTexts(b.endedAt ?? '', a.endedAt ?? '') || compareTexts(a.id, b.id);
