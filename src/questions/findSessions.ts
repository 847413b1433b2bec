/** The sessions a query finds, as the dashboard's Sessions tab lists them. Pure. */
import { mainModel } from '../analysis/cohorts';
import { completions } from '../analysis/complete';
import { errorsOf } from '../analysis/family';
import { conversationsOf, type Conversation } from '../analysis/metrics';
import { parseQuery } from '../analysis/query';
import { SESSION_RANKED } from '../findings/severity';
import type { Found, FoundSession, Sort, Suggestion } from './dashboardData';
import type { DashboardSources } from './ranges';
import { usedBy } from './used';

export interface FindArgs {
  query: string;
  sort: Sort;
  descending: boolean;
  offset: number;
  limit: number;
}

/** A session as lists show it. */
export function foundOf(one: Conversation, isGone: (file: string) => boolean): FoundSession {
  const { figures: of, subAgents } = one;
  return {
    id: of.id,
    title: of.title,
    project: of.repository ?? of.project,
    startedAt: of.startedAt,
    severity: of.severity,
    model: mainModel(one),
    branch: of.gitBranches.at(-1) ?? null,
    version: of.claudeVersions.at(-1) ?? null,
    task: of.taskType,
    minutes: Math.round(of.activeMs / 60_000),
    subAgents: subAgents.length,
    prompts: of.prompts,
    ...usedBy([of, ...subAgents]),
    errors: errorsOf(one),
    gone: isGone(of.file),
  };
}

/** Sessions that pass a query, a page of them. `isGone`: the log is neither on the disk nor in the vault. */
export function find(
  { query, sort, descending, offset, limit }: FindArgs,
  { figures, dayOf, tasks = true }: DashboardSources,
  isGone: (file: string) => boolean,
): Found {
  const parsed = parseQuery(query, dayOf, tasks);
  if (!parsed.ok) return { rows: [], total: 0, tasks, error: parsed.error };
  const rows = conversationsOf(figures)
    .filter(parsed.test)
    .map((one) => foundOf(one, isGone));
  const key = (row: FoundSession): string | number => {
    switch (sort) {
      case 'started':
        return row.startedAt ?? '';
      case 'severity':
        return SESSION_RANKED.indexOf(row.severity);
      case 'cost':
        return row.costMicroUsd ?? -1;
      case 'project':
        return (row.project ?? '').toLowerCase();
      case 'title':
        return (row.title ?? '').toLowerCase();
      case 'model':
      case 'branch':
      case 'version':
      case 'task':
        return row[sort] ?? '';
      case 'tokens':
      case 'prompts':
      case 'errors':
      case 'minutes':
      case 'subAgents':
        return row[sort];
    }
  };
  const way = descending ? -1 : 1;
  rows.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x < y ? -way : x > y ? way : a.id < b.id ? -1 : 1;
  });
  return { rows: rows.slice(offset, offset + limit), total: rows.length, tasks, error: null };
}

/** How a query can go on at the caret. */
export const complete = (
  at: { query: string; caret: number },
  { figures, now, dayOf }: DashboardSources,
): Suggestion[] => completions({ ...at, conversations: conversationsOf(figures), today: dayOf(now), dayOf });
