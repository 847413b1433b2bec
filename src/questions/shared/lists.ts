/** Lists of sessions: which are in them, in which order, by what they are grouped. Pure but for the library. */
import { conversationsOf } from '../../analysis/metrics';
import { projectNames } from '../../analysis/projects';
import { isListed } from '../../library/lifeCycle';
import { order } from '../../log/order';
import type { SessionFigures } from '../../store/figures';
import type { SessionMark } from '../../store/marks';
import { listedIn, testOf, type Sources } from './sources';
import { DAY_MS } from '../../usage/days';

/** What lists of sessions are grouped by. A project is a repository, its worktrees included. */
export const GROUPINGS = ['recency', 'project', 'day', 'severity', 'branch'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The groups by recency, in their order: by when it was last written to, whenever it began. */
export const RECENCIES = ['starred', 'today', 'week', 'older', 'hidden'] as const;
export type Recency = (typeof RECENCIES)[number];

/** Days, this one included, that are called “this week”. */
const WEEK_DAYS = 7;

/** What groups are named by. */
export interface GroupWords {
  projectName: (folder: string) => string;
  dayOf: (t: number) => string;
  now: number;
  mark: (id: string) => SessionMark;
}

export const wordsOf = ({ library, rules, now, mark }: Sources): GroupWords => ({
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

/** The group a session is in; null where there is none. */
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

/** What a list grouped so has in it: hidden sessions have a group of their own by recency, and are in no other list. */
export const isShown = (by: Grouping, { id }: SessionFigures, { mark }: GroupWords): boolean =>
  by === 'recency' || !mark(id).hidden;

/** Listed sessions that pass a query; throws in words when it is none. */
export function passing({ library, rules }: Sources, query: string): SessionFigures[] {
  if (query.trim() === '') return listedIn(library);
  return conversationsOf(library.figures.list())
    .filter(testOf(query, rules()))
    .map(({ figures }) => figures)
    .filter(isListed);
}

export const newestFirst = (a: SessionFigures, b: SessionFigures): number =>
  order(b.endedAt ?? '', a.endedAt ?? '') || order(a.id, b.id);
