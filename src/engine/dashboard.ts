/** The figures of the dashboard, from figures of sessions. Pure. */
import { cohortOf, cohorts, LEAST_CELL, mainModel } from '../analysis/cohorts';
import type { CohortDimension } from '../analysis/dimensions';
import { conversationsOf, METRICS, valuesOf, type Conversation } from '../analysis/metrics';
import { parseQuery } from '../analysis/query';
import { toolsBy, totalOf, usageBy, weekOf } from '../analysis/usage';
import { quantile } from '../signals/baseline';
import { worst } from '../signals/registry';
import { RANKED } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import { tokensOf } from '../usage/rows';
import type {
  Found,
  FoundSession,
  Health,
  Models,
  Overview,
  Range,
  Sort,
  Tools,
  Totals,
  Trend,
} from './dashboardData';

const DAY_MS = 86_400_000;
const DAYS: Record<Range, number | null> = { '7d': 7, '30d': 30, '90d': 90, all: null };
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
function boundsOf(range: Range, { now, dayOf }: DashboardSources): { now: Bounds; before: Bounds | null } {
  const days = DAYS[range];
  const back = (n: number): string => dayOf(now - n * DAY_MS);
  if (days === null) return { now: { from: null, to: back(0) }, before: null };
  return {
    now: { from: back(days - 1), to: back(0) },
    before: { from: back(2 * days - 1), to: back(days) },
  };
}

/** Conversations that were active in the days. */
function active(
  conversations: readonly Conversation[],
  { from, to }: Bounds,
  dayOf: (t: number) => string,
): Conversation[] {
  return conversations.filter(({ figures: { startedAt, endedAt } }) => {
    if (startedAt === null || endedAt === null) return from === null;
    return (from === null || dayOf(Date.parse(endedAt)) >= from) && dayOf(Date.parse(startedAt)) <= to;
  });
}

function totals(sources: DashboardSources, conversations: readonly Conversation[], bounds: Bounds): Totals {
  const inRange = active(conversations, bounds, sources.dayOf);
  const usage = totalOf(sources.figures, bounds.from === null ? { from: null, to: null } : bounds);
  const used = inRange.flatMap(({ figures, subAgents }) =>
    [figures, ...subAgents].flatMap((one) => one.tools),
  );
  return {
    sessions: inRange.length,
    prompts: inRange.reduce((sum, { figures }) => sum + figures.prompts, 0),
    tokens: usage.tokens,
    costMicroUsd: usage.costMicroUsd,
    lowerBound: usage.lowerBound > 0 || usage.unpricedTokens > 0,
    calls: used.reduce((sum, { calls }) => sum + calls, 0),
    errors: used.reduce((sum, { errors }) => sum + errors, 0),
  };
}

/** Every day from the first to the last, so that days without work are seen. */
function* daysFrom(first: string, last: string): Generator<string> {
  for (let t = Date.parse(first); t <= Date.parse(last); t += DAY_MS)
    yield new Date(t).toISOString().slice(0, 10);
}

export function overview(range: Range, sources: DashboardSources): Overview {
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
    activity: [...daysFrom(dayOf(now - (ACTIVITY_DAYS - 1) * DAY_MS), bounds.now.to)].map((day) => ({
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
  };
}

export function trend(name: string, by: CohortDimension, sources: DashboardSources): Trend {
  const conversations = conversationsOf(sources.figures);
  const metric = METRICS.find((one) => one.name === name) ?? METRICS[0]!;
  const table = cohorts(by, conversations, sources.dayOf, [metric]);
  const values = valuesOf(metric, conversations).sort((a, b) => a - b);
  const [low, high] = [quantile(values, 0.2), quantile(values, 0.8)];
  const words = ({ name: n, title, unit, worse, experimental }: typeof metric): Trend['metric'] => ({
    name: n,
    title,
    unit,
    worse,
    experimental,
  });
  return {
    metric: words(metric),
    metrics: METRICS.map(words),
    by,
    points: table.rows.map(({ key, sessions, cells }) => {
      const cell = cells[metric.name];
      return {
        key,
        sessions,
        n: cell?.n ?? 0,
        mean: cell?.mean ?? null,
        median: cell?.median ?? null,
        stdev: cell?.stdev ?? null,
        severity: cell?.severity ?? null,
      };
    }),
    band: low === null || high === null || values.length < LEAST_CELL ? null : { low, high },
    markers: ['day', 'week', 'month'].includes(by) ? markers(conversations, by, sources.dayOf) : [],
  };
}

/** Sessions a version or model must have to be marked. */
const MARKED_FROM = 5;

/** Where versions and models were first used, of those that were used more than now and then. */
function markers(
  conversations: readonly Conversation[],
  by: CohortDimension,
  dayOf: (t: number) => string,
): Trend['markers'] {
  const inOrder = conversations
    .filter(({ figures }) => figures.startedAt !== null)
    .sort((a, b) => ((a.figures.startedAt ?? '') < (b.figures.startedAt ?? '') ? -1 : 1));
  const first = (of: (one: Conversation) => string, word: string): Trend['markers'] =>
    [...Map.groupBy(inOrder, of)]
      .filter(([name, all]) => name !== '' && name !== 'unknown' && all.length >= MARKED_FROM)
      // What was there from the beginning marks no change.
      .filter(([, all]) => all[0] !== inOrder[0])
      .map(([name, all]) => ({ key: cohortOf(by, all[0]!, dayOf), text: `${word} ${name}` }));
  return [
    ...first(({ figures }) => figures.claudeVersions.at(-1) ?? '', 'version'),
    ...first(mainModel, 'model'),
  ];
}

/** Figures of sessions, sub-agents included, whose conversation was active in the range. */
function chosen(range: Range, sources: DashboardSources): SessionFigures[] {
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
  };
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
    .map((one): FoundSession => {
      const { figures: of, subAgents, amounts } = one;
      return {
        id: of.id,
        title: of.title,
        project: of.repository ?? of.project,
        startedAt: of.startedAt,
        severity: worst(of.signals),
        model: mainModel(one),
        prompts: of.prompts,
        tokens: tokensOf(amounts),
        costMicroUsd: amounts.costMicroUsd,
        lowerBound:
          amounts.lowerBound > 0 ||
          [of, ...subAgents].some(({ usage }) => usage.some(({ costMicroUsd }) => costMicroUsd === null)),
        errors: of.tools.reduce((sum, { errors }) => sum + errors, 0),
        gone: isGone(of.file),
      };
    });
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
      case 'tokens':
      case 'prompts':
      case 'errors':
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

const MOST_UNKNOWN = 50;

export function health(figures: readonly SessionFigures[], savedAt: number | null): Health {
  const counts = new Map<string, number>();
  const versions = new Map<string, number>();
  const unpriced = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, n: number): void =>
    void map.set(key, (map.get(key) ?? 0) + n);
  let [lines, understood, malformed] = [0, 0, 0];
  for (const { parse, usage } of figures) {
    lines += parse.lines;
    understood += parse.understood;
    malformed += parse.malformed;
    for (const [kind, n] of Object.entries(parse.unknownKinds)) add(counts, `record ${kind}`, n);
    for (const [field, n] of Object.entries(parse.unknownFields)) add(counts, `field ${field}`, n);
    for (const [version, n] of Object.entries(parse.versions)) add(versions, version, n);
    for (const { model, requests, costMicroUsd } of usage)
      if (costMicroUsd === null) add(unpriced, model, requests);
  }
  const most = (map: Map<string, number>): [string, number][] =>
    [...map].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST_UNKNOWN);
  return {
    lines,
    understood,
    malformed,
    unknown: most(counts).map(([what, count]) => ({ what, count })),
    versions: most(versions).map(([version, n]) => ({ version, lines: n })),
    unpriced: most(unpriced).map(([model, requests]) => ({ model: model || '(no model named)', requests })),
    savedAt: savedAt === null ? null : new Date(savedAt).toISOString(),
  };
}
