/** Usage of many sessions, grouped. Totals are those of `vigil inspect` whatever it is grouped by. Pure. */
import { en } from '../l10n/english';
import { getOwn, setOwn } from '../log/own';
import type { SessionFigures } from '../store/figures';
import { serverOf } from '../session/tools';
import type { Dimension } from './cohortNames';
import { familiesOn, isOfPerson, membersOf, isDayWithin, type Days } from './family';
import { billing } from './projects';
import { NO_MODEL, NO_TYPE } from './queryFields';
import { weekOf } from '../usage/days';
import { compareTexts } from '../log/compareTexts';
import { addAmounts, noAmounts, tokensOf, type Amounts, type UsageCell } from '../usage/rows';

/** Usage of one group. `costMicroUsd` is that of the priced part, null when nothing in it is priced. */
export interface UsageGroup extends Amounts {
  key: string;
  /** All kinds (`tokensOf`). */
  tokens: number;
  /** Tokens without a price. */
  unpricedTokens: number;
  /** Sessions a person had whose usage, or that of their sub-agents, is in it. */
  sessions: number;
  /** Of tokens and cost: what sub-agents used. */
  subAgentTokens: number;
  subAgentMicroUsd: number;
}

/** What tools did and cost. Tokens and money are shared among the calls of a response (`usage/tools.ts`). */
export interface ToolGroup {
  key: string;
  calls: number;
  errors: number;
  denied: number;
  interrupted: number;
  cancelled: number;
  tokens: number;
  costMicroUsd: number;
  unpricedTokens: number;
}

const UNKNOWN = 'unknown';

/** Key of a cell in a dimension; `project`: what it is billed to, `pullRequest`: what its session is linked to. */
function keyOf(
  by: Exclude<Dimension, 'tool' | 'server'>,
  session: SessionFigures,
  cell: UsageCell,
  project: () => string | null,
  pullRequest: string,
): string {
  switch (by) {
    case 'day':
      return cell.day ?? UNKNOWN;
    case 'week':
      return cell.day === null ? UNKNOWN : weekOf(cell.day);
    case 'month':
      return cell.day?.slice(0, 7) ?? UNKNOWN;
    case 'hour':
      return cell.hour === null ? UNKNOWN : `${String(cell.hour).padStart(2, '0')}:00`;
    case 'model':
      return cell.model === '' ? NO_MODEL : cell.model;
    case 'project':
      return project() ?? UNKNOWN;
    case 'branch':
      return `${project() ?? UNKNOWN} ${cell.branch === '' ? en('(no branch)') : cell.branch}`;
    case 'pr':
      return pullRequest;
    case 'session':
      return session.parent ?? session.id;
    case 'agent':
      return session.parent === null ? en('(main conversation)') : (session.agentType ?? NO_TYPE);
  }
}

const CHRONOLOGICAL: ReadonlySet<Dimension> = new Set(['day', 'week', 'month', 'hour']);

/** Usage by a dimension: in order of time, else the largest cost first. */
export function usageBy(
  by: Exclude<Dimension, 'tool' | 'server'>,
  sessions: readonly SessionFigures[],
  days: Days,
): UsageGroup[] {
  const groups: Record<string, UsageGroup & { ids: Set<string> }> = {};
  const persons = new Set(sessions.filter(isOfPerson).map(({ id }) => id));
  // Names of projects are looked for where they are asked for: that takes longer than the rest.
  const projectOf = by === 'project' || by === 'branch' ? billing(sessions) : () => null;
  const linked = new Map(sessions.map(({ id, pullRequests }) => [id, pullRequests]));
  for (const session of sessions) {
    // A sub-agent works for the pull request of its session; what several share cannot be told apart.
    const pullRequest = linked.get(session.parent ?? session.id)?.join(', ') || en('(no pull request)');
    for (const cell of session.cells) {
      if (!isDayWithin(cell.day, days)) continue;
      const key = keyOf(by, session, cell, () => projectOf(session, cell), pullRequest);
      const group = getOwn(groups, key) ?? setOwn(groups, key, { ...newGroup(key), ids: new Set() });
      addCell(group, cell, session.parent !== null);
      if (persons.has(session.parent ?? session.id)) group.ids.add(session.parent ?? session.id);
    }
  }
  const rows = Object.values(groups).map(({ ids, ...group }) => ({ ...group, sessions: ids.size }));
  return rows.sort((a, b) => (CHRONOLOGICAL.has(by) ? compareTexts(a.key, b.key) : byCost(a, b)));
}

/** The largest cost first. */
export const byCost = (a: UsageGroup, b: UsageGroup): number =>
  (b.costMicroUsd ?? -1) - (a.costMicroUsd ?? -1) || b.tokens - a.tokens || compareTexts(a.key, b.key);

/** A group of nothing. */
export const newGroup = (key: string): UsageGroup => ({
  key,
  ...noAmounts(),
  costMicroUsd: null,
  tokens: 0,
  unpricedTokens: 0,
  sessions: 0,
  subAgentTokens: 0,
  subAgentMicroUsd: 0,
});

/** Adds amounts to a group; money is that of what has a price. */
function addPriced(group: UsageGroup, amounts: Amounts): void {
  const before = group.costMicroUsd;
  addAmounts(group, amounts, true);
  group.costMicroUsd = amounts.costMicroUsd === null ? before : (before ?? 0) + amounts.costMicroUsd;
}

/** Adds a part of a session's usage to its group. */
export function addCell(group: UsageGroup, cell: UsageCell, ofSubAgent: boolean): void {
  const tokens = tokensOf(cell);
  addPriced(group, cell);
  group.tokens += tokens;
  if (cell.costMicroUsd === null) group.unpricedTokens += tokens;
  if (!ofSubAgent) return;
  group.subAgentTokens += tokens;
  group.subAgentMicroUsd += cell.costMicroUsd ?? 0;
}

/** Groups as one; its sessions are not counted, as one may be in several of them. */
export function merged(key: string, groups: Iterable<UsageGroup>): UsageGroup {
  const sum = newGroup(key);
  for (const one of groups) {
    addPriced(sum, one);
    for (const field of ['tokens', 'unpricedTokens', 'subAgentTokens', 'subAgentMicroUsd'] as const)
      sum[field] += one[field];
  }
  return sum;
}

/** The sessions that were active on the days, each with its sub-agents; all of them, as they are, when every day is meant. */
export function wholeSessions(
  sessions: readonly SessionFigures[],
  days: Days,
  dayOf: (t: number) => string,
): readonly SessionFigures[] {
  if (days.from === null && days.to === null) return sessions;
  return familiesOn(sessions, days, dayOf).flatMap(membersOf);
}

/** All usage in one group. Its sessions are those that were active on the days, with or without usage, as in a report. */
export function totalOf(
  sessions: readonly SessionFigures[],
  days: Days,
  dayOf: (t: number) => string,
): UsageGroup {
  const total = newGroup('total');
  const active = wholeSessions(sessions, days, dayOf);
  for (const session of sessions)
    for (const cell of session.cells)
      if (isDayWithin(cell.day, days)) addCell(total, cell, session.parent !== null);
  return { ...total, sessions: active.filter(isOfPerson).length };
}

/** A tool that was not called. */
export const newToolGroup = (key: string): ToolGroup => ({
  key,
  calls: 0,
  errors: 0,
  denied: 0,
  interrupted: 0,
  cancelled: 0,
  tokens: 0,
  costMicroUsd: 0,
  unpricedTokens: 0,
});

/** Tools or MCP servers of whole sessions, the most calls first. Responses without a call stand under `(no tool)`. */
export function toolsBy(by: 'tool' | 'server', sessions: readonly SessionFigures[]): ToolGroup[] {
  const groups: Record<string, ToolGroup> = {};
  const groupOf = (tool: string): ToolGroup => {
    const server = serverOf(tool);
    const key = tool === '' ? en('(no tool)') : by === 'tool' ? tool : (server ?? en('(built in)'));
    return getOwn(groups, key) ?? setOwn(groups, key, newToolGroup(key));
  };
  for (const session of sessions) {
    for (const row of session.tools) {
      const group = groupOf(row.name);
      for (const field of ['calls', 'errors', 'denied', 'interrupted', 'cancelled'] as const)
        group[field] += row[field];
    }
    for (const row of session.byTool) {
      const group = groupOf(row.tool);
      for (const field of ['tokens', 'costMicroUsd', 'unpricedTokens'] as const) group[field] += row[field];
    }
  }
  return Object.values(groups).sort(
    (a, b) => b.calls - a.calls || b.tokens - a.tokens || compareTexts(a.key, b.key),
  );
}
