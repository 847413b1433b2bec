/** Sessions that match a query, as Sessions › List shows them. Pure. */
import { writtenName } from '../session/naming';
import * as z from 'zod';
import { mainModel } from '../analysis/cohorts';
import { errorsOf } from '../analysis/family';
import { conversationsOf, type Conversation } from '../analysis/metrics';
import { parseQuery } from '../analysis/query';
import { LONGEST_QUERY } from '../analysis/queryFields';
import { rankOf, SessionSeverity } from '../signals/severity';
import { active, dayRangesOf, Day, Range, type DashboardSources } from './shared/dashboard/ranges';
import { dashboardOf, goneIn, Query, type Sources } from './shared/sources';
import { pricedCost } from '../usage/rows';
import { Used, usedBy } from './shared/dashboard/used';

export const FoundSession = Used.extend({
  id: z.string(),
  name: z.string(),
  project: z.string().nullable(),
  startedAt: z.string().nullable(),
  severity: SessionSeverity,
  model: z.string(),
  branch: z.string().nullable(),
  version: z.string().nullable(),
  task: z.string().nullable(),
  /** Active minutes, rounded. */
  minutes: z.number(),
  subAgents: z.number(),
  prompts: z.number(),
  /** Failed tool calls, including those of sub-agents. */
  errors: z.number(),
  gone: z.boolean(),
  /** A person starred it; only set in lists. */
  starred: z.boolean().default(false),
});
export type FoundSession = z.infer<typeof FoundSession>;

export const SORTS = [
  'started',
  'severity',
  'cost',
  'tokens',
  'prompts',
  'errors',
  'project',
  'title',
  'model',
  'branch',
  'version',
  'task',
  'minutes',
  'subAgents',
] as const;
export type Sort = (typeof SORTS)[number];

export const FoundSessions = z.object({
  rows: z.array(FoundSession),
  total: z.number(),
  /** Their cost, null if nothing is priced; for how many it is a lower bound. */
  costMicroUsd: z.number().nullable(),
  atLeast: z.number(),
  /** The days; `from` is null for all time. */
  from: Day.nullable(),
  to: Day,
  /** Folders of all matching sessions, needed to shorten their names unambiguously. */
  projects: z.array(z.string()),
  /** Kinds of task are on, so the column is shown. */
  tasks: z.boolean(),
  /** The error in the query, as a sentence; null without one. */
  error: z.string().nullable(),
});
export type FoundSessions = z.infer<typeof FoundSessions>;
export const reply = FoundSessions;

export const args = z.object({
  query: z.string().max(2 * LONGEST_QUERY),
  /** Only sessions that match this too. A separate query, because folders (`in:`) of one query are alternatives. */
  within: Query,
  /** Sessions active in these days. */
  range: Range.default('all'),
  sort: z.enum(SORTS),
  descending: z.boolean(),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(500),
});
export type FindArgs = z.output<typeof args>;

export function answer(asked: FindArgs, sources: Sources): FoundSessions {
  const found = find(asked, dashboardOf(sources, asked.within), goneIn(sources));
  return { ...found, rows: found.rows.map((row) => ({ ...row, starred: sources.mark(row.id).starred })) };
}

/** A session as a row of a list. */
export function foundOf(one: Conversation, isGone: (file: string) => boolean): FoundSession {
  const { figures, subAgents } = one;
  return {
    id: figures.id,
    name: writtenName(figures),
    project: figures.repository ?? figures.project,
    startedAt: figures.startedAt,
    severity: figures.severity,
    model: mainModel(one),
    branch: figures.gitBranches.at(-1) ?? null,
    version: figures.claudeVersions.at(-1) ?? null,
    task: figures.taskType,
    minutes: Math.round(figures.activeMs / 60_000),
    subAgents: subAgents.length,
    prompts: figures.prompts,
    ...usedBy([figures, ...subAgents]),
    errors: errorsOf(one),
    gone: isGone(figures.file),
    starred: false,
  };
}

/** A page of the sessions that match a query. `isGone`: the log is neither on disk nor in the vault. */
export function find(
  {
    query,
    range = 'all',
    sort,
    descending,
    offset,
    limit,
  }: Omit<FindArgs, 'range' | 'within'> & Partial<FindArgs>,
  sources: DashboardSources,
  isGone: (file: string) => boolean,
): FoundSessions {
  const { figures, dayOf, tasks = true } = sources;
  const parsed = parseQuery(query, dayOf, tasks);
  const days = dayRangesOf(range, sources).now;
  const none = { rows: [], total: 0, costMicroUsd: 0, atLeast: 0, ...days, projects: [], tasks };
  if (!parsed.ok) return { ...none, error: parsed.error };
  const rows = active(conversationsOf(figures), days, dayOf)
    .filter(parsed.test)
    .map((one) => foundOf(one, isGone));
  const key = (row: FoundSession): string | number => {
    switch (sort) {
      case 'started':
        return row.startedAt ?? '';
      case 'severity':
        return rankOf(row.severity);
      case 'cost':
        return row.costMicroUsd ?? -1;
      case 'project':
        return (row.project ?? '').toLowerCase();
      case 'title':
        return row.name.toLowerCase();
      default:
        return row[sort] ?? '';
    }
  };
  const way = descending ? -1 : 1;
  rows.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x < y ? -way : x > y ? way : a.id < b.id ? -1 : 1;
  });
  return {
    ...none,
    rows: rows.slice(offset, offset + limit),
    total: rows.length,
    costMicroUsd: rows.length === 0 ? 0 : pricedCost(rows),
    projects: [...new Set(rows.flatMap(({ project }) => project ?? []))],
    atLeast: rows.filter(({ costAtLeast, unpricedTokens }) => costAtLeast || unpricedTokens > 0).length,
    error: null,
  };
}
