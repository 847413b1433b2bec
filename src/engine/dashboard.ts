/** The figures of the dashboard, from figures of sessions. Pure. */
import { cohorts, mainModel } from '../analysis/cohorts';
import { completions } from '../analysis/complete';
import type { CohortDimension } from '../analysis/dimensions';
import { conversationsOf, METRICS, type Conversation, type Metric } from '../analysis/metrics';
import { parseQuery } from '../analysis/query';
import { addParse, driftLedger, noParse } from '../log/drift';
import { toolsBy, totalOf, usageBy, weekOf } from '../analysis/usage';
import { worst } from '../signals/registry';
import { RANKED } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import { tokensOf } from '../usage/rows';
import type {
  Cohort,
  Found,
  FoundSession,
  Health,
  Models,
  Overview,
  Range,
  Sort,
  Suggestion,
  Tools,
  Totals,
  TrendMetric,
} from './dashboardData';

const DAY_MS = 86_400_000;
export const DAYS: Record<Range, number | null> = { '7d': 7, '30d': 30, '90d': 90, all: null };
const ACTIVITY_DAYS = 90;

export interface DashboardSources {
  figures: readonly SessionFigures[];
  now: number;
  dayOf: (t: number) => string;
}

interface Bounds {
  from: string | null;
  to: string;
}

/** Days of a range, and of the one before it. */
export function boundsOf(
  range: Range,
  { now, dayOf }: DashboardSources,
): { now: Bounds; before: Bounds | null } {
  const days = DAYS[range];
  const back = (n: number): string => stepped(dayOf(now), -n);
  if (days === null) return { now: { from: null, to: back(0) }, before: null };
  return {
    now: { from: back(days - 1), to: back(0) },
    before: { from: back(2 * days - 1), to: back(days) },
  };
}

/** Conversations that were active in the days. */
export function active(
  conversations: readonly Conversation[],
  { from, to }: Bounds,
  dayOf: (t: number) => string,
): Conversation[] {
  return conversations.filter(({ figures: { startedAt, endedAt } }) => {
    if (startedAt === null || endedAt === null) return from === null;
    return (from === null || dayOf(Date.parse(endedAt)) >= from) && dayOf(Date.parse(startedAt)) <= to;
  });
}

/**
 * What was used in the days: tokens and money by the day of the response, tool calls by the day of the call. Sessions are those
 * active in the days, and prompts those of these sessions.
 */
function totals(sources: DashboardSources, conversations: readonly Conversation[], bounds: Bounds): Totals {
  const inRange = active(conversations, bounds, sources.dayOf);
  const usage = totalOf(sources.figures, bounds.from === null ? { from: null, to: null } : bounds);
  return {
    sessions: inRange.length,
    prompts: inRange.reduce((sum, { figures }) => sum + figures.prompts, 0),
    tokens: usage.tokens,
    costMicroUsd: usage.costMicroUsd,
    lowerBound: usage.lowerBound > 0 || usage.unpricedTokens > 0,
    ...callsIn(sources.figures, bounds),
  };
}

/** Tool calls, and how many failed; of all time also those of lines without a time. */
function callsIn(
  figures: readonly SessionFigures[],
  { from, to }: Bounds,
): { calls: number; errors: number } {
  const rows = figures.flatMap(({ tools: all, toolDays: days }): { calls: number; errors: number }[] =>
    from === null ? all : days.filter(({ day }) => day >= from && day <= to),
  );
  return {
    calls: rows.reduce((sum, { calls }) => sum + calls, 0),
    errors: rows.reduce((sum, { errors }) => sum + errors, 0),
  };
}

/** The day so many days later. Counted on the calendar: a day of 23 or 25 hours is one day. */
export const stepped = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Every day from the first to the last, so that days without work are seen. */
export function* daysFrom(first: string, last: string): Generator<string> {
  for (let t = Date.parse(first); t <= Date.parse(last); t += DAY_MS)
    yield new Date(t).toISOString().slice(0, 10);
}

/** Sessions the overview names. */
const MOST_TOP = 10;

export function overview(
  range: Range,
  sources: DashboardSources,
  isGone: (file: string) => boolean,
): Overview {
  const { figures, dayOf, now } = sources;
  const conversations = conversationsOf(figures);
  const bounds = boundsOf(range, sources);
  const all = usageBy('day', figures, { from: null, to: null }).filter(({ key }) => /^\d/.test(key));
  const byDay = new Map(all.map((group) => [group.key, group]));
  const first = bounds.now.from ?? all[0]?.key ?? bounds.now.to;
  const hours = new Map<string, number>();
  for (const one of figures)
    for (const { day, hour, requests } of one.cells) {
      if (day === null || hour === null || day < first || day > bounds.now.to) continue;
      const weekday = (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
      const key = `${weekday} ${hour}`;
      hours.set(key, (hours.get(key) ?? 0) + requests);
    }
  const within = bounds.now.from === null ? { from: null, to: null } : bounds.now;
  return {
    ...bounds.now,
    now: totals(sources, conversations, bounds.now),
    before: bounds.before === null ? null : totals(sources, conversations, bounds.before),
    days: [...daysFrom(first, bounds.now.to)].map((day) => {
      const group = byDay.get(day);
      return {
        day,
        tokens: group?.tokens ?? 0,
        costMicroUsd: group?.costMicroUsd ?? 0,
        sessions: group?.sessions ?? 0,
      };
    }),
    activity: [...daysFrom(stepped(dayOf(now), 1 - ACTIVITY_DAYS), bounds.now.to)].map((day) => ({
      day,
      tokens: byDay.get(day)?.tokens ?? 0,
    })),
    hours: [...hours].map(([key, requests]) => {
      const [weekday = 0, hour = 0] = key.split(' ').map(Number);
      return { weekday, hour, requests };
    }),
    models: usageBy('model', figures, within).map(({ key, tokens, costMicroUsd }) => ({
      model: key,
      tokens,
      costMicroUsd,
    })),
    top: active(conversations, bounds.now, dayOf)
      .sort((a, b) => (b.amounts.costMicroUsd ?? -1) - (a.amounts.costMicroUsd ?? -1))
      .slice(0, MOST_TOP)
      .map((one) => foundOf(one, isGone)),
  };
}

/** Figures of sessions, sub-agents included, whose conversation was active in the range. */
export function chosen(range: Range, sources: DashboardSources): SessionFigures[] {
  const { now } = boundsOf(range, sources);
  return active(conversationsOf(sources.figures), now, sources.dayOf).flatMap(({ figures, subAgents }) => [
    figures,
    ...subAgents,
  ]);
}

export function tools(range: Range, sources: DashboardSources): Tools {
  const sessions = chosen(range, sources);
  const agents = Map.groupBy(
    sessions.filter(({ parent }) => parent !== null),
    ({ agentType }) => agentType ?? '(type unknown)',
  );
  return {
    tools: toolsBy('tool', sessions),
    servers: toolsBy('server', sessions).filter(({ key }) => !key.startsWith('(')),
    agents: [...agents]
      .map(([type, runs]) => {
        const usage = runs.flatMap((one) => one.usage);
        const priced = usage.filter(({ costMicroUsd }) => costMicroUsd !== null);
        return {
          type,
          runs: runs.length,
          tokens: usage.reduce((sum, row) => sum + tokensOf(row), 0),
          costMicroUsd:
            priced.length === 0 ? null : priced.reduce((sum, row) => sum + (row.costMicroUsd ?? 0), 0),
          calls: runs.reduce((sum, one) => sum + one.tools.reduce((n, { calls }) => n + calls, 0), 0),
          errors: runs.reduce((sum, one) => sum + one.tools.reduce((n, { errors }) => n + errors, 0), 0),
        };
      })
      .sort((a, b) => b.tokens - a.tokens || (a.type < b.type ? -1 : 1)),
    days: toolDays(range, sources),
  };
}

/** Tool calls by day, whoever made them, from the first day to the last. */
function toolDays(range: Range, sources: DashboardSources): Tools['days'] {
  const { from, to } = boundsOf(range, sources).now;
  const days = new Map<string, Tools['days'][number]>();
  for (const { toolDays: of } of sources.figures)
    for (const { day, calls, errors, denied } of of) {
      if ((from !== null && day < from) || day > to) continue;
      const row = days.get(day) ?? { day, calls: 0, errors: 0, denied: 0 };
      days.set(day, row);
      row.calls += calls;
      row.errors += errors;
      row.denied += denied;
    }
  const first = from ?? [...days.keys()].sort()[0] ?? to;
  return [...daysFrom(first, to)].map((day) => days.get(day) ?? { day, calls: 0, errors: 0, denied: 0 });
}

export function models(range: Range, sources: DashboardSources): Models {
  const { now } = boundsOf(range, sources);
  const within = now.from === null ? { from: null, to: null } : now;
  const weeks = new Map<string, Record<string, number>>();
  const weekByDay = new Map<string, string>();
  const week = (day: string): string => {
    const known = weekByDay.get(day) ?? weekOf(day);
    weekByDay.set(day, known);
    return known;
  };
  for (const one of sources.figures)
    for (const cell of one.cells) {
      if (cell.day === null || (now.from !== null && cell.day < now.from)) continue;
      const tokens = weeks.get(week(cell.day)) ?? {};
      weeks.set(week(cell.day), tokens);
      const model = cell.model || '(no model named)';
      tokens[model] = (Object.hasOwn(tokens, model) ? (tokens[model] ?? 0) : 0) + tokensOf(cell);
    }
  return {
    models: usageBy('model', sources.figures, within).map((group) => ({
      model: group.key,
      requests: group.requests,
      input: group.input,
      output: group.output,
      cacheRead: group.cacheRead,
      cacheWrite: group.cacheWrite5m + group.cacheWrite1h,
      tokens: group.tokens,
      costMicroUsd: group.costMicroUsd,
      lowerBound: group.lowerBound > 0 || group.unpricedTokens > 0,
    })),
    weeks: [...weeks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, tokens]) => ({ week: name, tokens })),
  };
}

export interface FindArgs {
  query: string;
  sort: Sort;
  descending: boolean;
  offset: number;
  limit: number;
}

/** A session as lists show it. */
function foundOf(one: Conversation, isGone: (file: string) => boolean): FoundSession {
  const { figures: of, subAgents, amounts } = one;
  return {
    id: of.id,
    title: of.title,
    project: of.repository ?? of.project,
    startedAt: of.startedAt,
    severity: worst(of.signals),
    model: mainModel(one),
    branch: of.gitBranches.at(-1) ?? null,
    version: of.claudeVersions.at(-1) ?? null,
    task: of.taskType,
    minutes: Math.round(of.activeMs / 60_000),
    subAgents: subAgents.length,
    prompts: of.prompts,
    tokens: tokensOf(amounts),
    costMicroUsd: amounts.costMicroUsd,
    lowerBound:
      amounts.lowerBound > 0 ||
      [of, ...subAgents].some(({ usage }) => usage.some(({ costMicroUsd }) => costMicroUsd === null)),
    errors: of.tools.reduce((sum, { errors }) => sum + errors, 0),
    gone: isGone(of.file),
  };
}

/** Sessions that pass a query, a page of them. `isGone`: the log is neither on the disk nor in the vault. */
export function find(
  { query, sort, descending, offset, limit }: FindArgs,
  { figures, dayOf }: DashboardSources,
  isGone: (file: string) => boolean,
): Found {
  const parsed = parseQuery(query, dayOf);
  if (!parsed.ok) return { rows: [], total: 0, error: parsed.error };
  const rows = conversationsOf(figures)
    .filter(parsed.test)
    .map((one) => foundOf(one, isGone));
  const key = (row: FoundSession): string | number => {
    switch (sort) {
      case 'started':
        return row.startedAt ?? '';
      case 'severity':
        return RANKED.indexOf(row.severity);
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
  return { rows: rows.slice(offset, offset + limit), total: rows.length, error: null };
}

/** How a query can go on at the caret. */
export const complete = (
  at: { query: string; caret: number },
  { figures, now, dayOf }: DashboardSources,
): Suggestion[] => completions({ ...at, conversations: conversationsOf(figures), today: dayOf(now), dayOf });

const MOST_UNKNOWN = 50;

export function health(
  figures: readonly SessionFigures[],
  savedAt: number | null,
  writer: { mine: boolean; pid: number; host: string; until: number } | null,
): Health {
  const all = noParse();
  const unpriced = new Map<string, number>();
  for (const { parse, usage } of figures) {
    addParse(all, parse);
    for (const { model, requests, costMicroUsd } of usage)
      if (costMicroUsd === null) unpriced.set(model, (unpriced.get(model) ?? 0) + requests);
  }
  const most = (counts: Iterable<[string, number]>): [string, number][] =>
    [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST_UNKNOWN);
  const iso = (t: number): string => new Date(t).toISOString();
  return {
    lines: all.lines,
    understood: all.understood,
    malformed: all.malformed,
    drift: driftLedger(all).slice(0, MOST_UNKNOWN),
    versions: most(Object.entries(all.versions)).map(([version, n]) => ({ version, lines: n })),
    unpriced: most(unpriced).map(([model, requests]) => ({ model: model || '(no model named)', requests })),
    savedAt: savedAt === null ? null : iso(savedAt),
    writer: writer === null ? null : { ...writer, until: iso(writer.until) },
  };
}

/** What is said of a metric. */
export const wordsOf = ({ name, title, unit, worse, experimental }: Metric): TrendMetric => ({
  name,
  title,
  unit,
  worse,
  experimental,
});

/** Cohorts of the sessions of a range, by the metrics that were chosen. */
export function cohort(
  by: CohortDimension,
  names: readonly string[],
  range: Range,
  sources: DashboardSources,
): Cohort {
  const { now } = boundsOf(range, sources);
  const metrics = METRICS.filter(({ name }) => names.includes(name));
  const table = cohorts(
    by,
    active(conversationsOf(sources.figures), now, sources.dayOf),
    sources.dayOf,
    metrics,
  );
  return {
    ...now,
    by,
    sessions: table.sessions,
    metrics: metrics.map(wordsOf),
    all: METRICS.map(wordsOf),
    rows: table.rows.map(({ key, sessions, cells }) => ({
      key,
      sessions,
      cells: metrics.map(({ name }) => ({
        n: cells[name]?.n ?? 0,
        mean: cells[name]?.mean ?? null,
        stdev: cells[name]?.stdev ?? null,
        median: cells[name]?.median ?? null,
        severity: cells[name]?.severity ?? null,
      })),
    })),
  };
}
