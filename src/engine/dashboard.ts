/** The figures of the dashboard, from figures of sessions. Pure. */
import { cohorts, mainModel } from '../analysis/cohorts';
import { completions } from '../analysis/complete';
import type { CohortDimension } from '../analysis/dimensions';
import { agentName, errorsOf, modelName, spanOf } from '../analysis/family';
import { history } from '../analysis/history';
import { conversationsOf, METRICS, type Conversation, type Metric } from '../analysis/metrics';
import { parseQuery } from '../analysis/query';
import { toolsBy, totalOf, usageBy, weekOf, type Days } from '../analysis/usage';
import { addParse, driftLedger, noParse } from '../log/drift';
import { worst } from '../signals/registry';
import { RANKED } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import { noAmounts, tokensOf } from '../usage/rows';
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
  Used,
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

/** No axis is longer: about five years. What a wrong clock put before is told as outside. */
const MOST_DAYS = 1_830;

/** The days from the first entry to today: all there is. What lies in the future or too far back is not looked at. */
export function historyOf(
  entries: Iterable<{ day: string | null }>,
  { now, dayOf }: DashboardSources,
): { from: string; to: string } {
  const to = dayOf(now);
  const earliest = stepped(to, 1 - MOST_DAYS);
  let from = to;
  for (const { day } of entries) if (day !== null && day >= earliest && day < from) from = day;
  return { from, to };
}

/** Which usage counts: of all time also that without a readable time, or with one that cannot be. */
const within = ({ from, to }: Bounds): Days => (from === null ? { from: null, to: null } : { from, to });

/** Usage as it is added up; money is that of the tokens with a price. */
interface UsageSum {
  tokens: number;
  costMicroUsd: number | null;
  unpricedTokens: number;
  /** So many requests lack their final usage. */
  lowerBound: number;
}

/** What is said of usage: money that nobody knows is not none. */
const usedOf = (sum: UsageSum): Used => ({
  tokens: sum.tokens,
  costMicroUsd: moneyOf(sum),
  unpricedTokens: sum.unpricedTokens,
  lowerBound: sum.lowerBound > 0,
});

/** Null where no token has a price, zero where there is none. */
const moneyOf = ({ tokens, costMicroUsd, unpricedTokens }: Omit<UsageSum, 'lowerBound'>): number | null =>
  (costMicroUsd ?? 0) === 0 && unpricedTokens > 0 && unpricedTokens === tokens ? null : (costMicroUsd ?? 0);

/** What sessions used, whatever the day. */
function usedBy(figures: readonly SessionFigures[]): Used {
  const sum = nothing();
  for (const { usage } of figures)
    for (const row of usage) {
      const tokens = tokensOf(row);
      sum.tokens += tokens;
      sum.costMicroUsd += row.costMicroUsd ?? 0;
      if (row.costMicroUsd === null) sum.unpricedTokens += tokens;
      sum.lowerBound += row.lowerBound;
    }
  return usedOf(sum);
}

const nothing = () => ({ tokens: 0, costMicroUsd: 0, unpricedTokens: 0, lowerBound: 0 });

/** Conversations that were active in the days: from the first line of the session or a sub-agent of it to the last. */
export function active(
  conversations: readonly Conversation[],
  { from, to }: Bounds,
  dayOf: (t: number) => string,
): Conversation[] {
  if (from === null) return [...conversations];
  return conversations.filter((one) => {
    const { startedAt, endedAt } = spanOf(one);
    if (startedAt === null || endedAt === null) return false;
    return dayOf(Date.parse(endedAt)) >= from && dayOf(Date.parse(startedAt)) <= to;
  });
}

/**
 * What was used in the days: tokens and money by the day of the response, tool calls by the day of the call. Sessions are those
 * active in the days, and prompts those of these sessions.
 */
function totals(
  { figures }: DashboardSources,
  inRange: readonly Conversation[],
  byDay: readonly DayUsage[],
  bounds: Bounds,
): Totals {
  return {
    sessions: inRange.length,
    prompts: inRange.reduce((sum, one) => sum + one.figures.prompts, 0),
    ...usedOf(sumOf(byDay.filter(({ day }) => isWithin(day, bounds)))),
    ...callsIn(figures, bounds),
  };
}

/** Usage of a day; of null that without a readable time. */
type DayUsage = UsageSum & { day: string | null };

/** Of all time all counts, also what has no readable time, or one that cannot be. */
const isWithin = (day: string | null, { from, to }: Bounds): boolean =>
  from === null || (day !== null && day >= from && day <= to);

function sumOf(parts: readonly UsageSum[]): UsageSum {
  const sum = nothing();
  for (const one of parts) {
    sum.tokens += one.tokens;
    sum.costMicroUsd += one.costMicroUsd ?? 0;
    sum.unpricedTokens += one.unpricedTokens;
    sum.lowerBound += one.lowerBound;
  }
  return sum;
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
const MOST_ATTENTION = 8;
/** Sessions that ended longer ago want no attention, as with alerts. */
const RECENT_MS = 7 * DAY_MS;

/** `isGone`: the log is neither on the disk nor in the vault. `isWaiting`: the session is live, and it is the person's move. */
export function overview(
  range: Range,
  sources: DashboardSources,
  isGone: (file: string) => boolean,
  isWaiting: (figures: SessionFigures) => boolean = () => false,
): Overview {
  const { figures, now } = sources;
  const dayOf = remembering(sources.dayOf);
  const conversations = conversationsOf(figures);
  const bounds = boundsOf(range, sources);
  const all = usageBy('day', figures, { from: null, to: null }).map(({ key, ...group }) => ({
    ...group,
    day: /^\d/.test(key) ? key : null,
  }));
  const byDay = new Map(all.map((group) => [group.day, group]));
  const { to } = bounds.now;
  const first = bounds.now.from ?? historyOf(all, sources).from;
  const shown = [...daysFrom(first, to)];
  const sessions = sessionsByDay(conversations, shown, dayOf);
  const inRange = active(conversations, bounds.now, dayOf);
  const hours = new Map<string, { weekday: number; hour: number; requests: number }>();
  const weekdays = new Map(shown.map((day) => [day, (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7]));
  for (const one of figures)
    for (const { day, hour, requests } of one.cells) {
      const weekday = day === null ? undefined : weekdays.get(day);
      if (weekday === undefined || hour === null) continue;
      const key = `${weekday} ${hour}`;
      const known = hours.get(key);
      if (known === undefined) hours.set(key, { weekday, hour, requests });
      else known.requests += requests;
    }
  return {
    ...bounds.now,
    now: totals(sources, inRange, all, bounds.now),
    before:
      bounds.before === null
        ? null
        : totals(sources, active(conversations, bounds.before, dayOf), all, bounds.before),
    days: shown.map((day, at) => ({
      day,
      ...usedOf(byDay.get(day) ?? nothing()),
      sessions: sessions[at] ?? 0,
    })),
    outside: usedOf(
      sumOf(all.filter(({ day }) => day === null || (range === 'all' && (day < first || day > to)))),
    ),
    orphans: orphansIn(sources, conversations, bounds.now),
    activity: [...daysFrom(stepped(dayOf(now), 1 - ACTIVITY_DAYS), to)].map((day) => ({
      day,
      tokens: byDay.get(day)?.tokens ?? 0,
    })),
    hours: [...hours.values()].sort((a, b) => a.weekday - b.weekday || a.hour - b.hour),
    models: usageBy('model', figures, within(bounds.now)).map((group) => ({
      model: group.key,
      ...usedOf(group),
    })),
    top: inRange
      .toSorted(
        ({ figures: a, amounts: x }, { figures: b, amounts: y }) =>
          (y.costMicroUsd ?? -1) - (x.costMicroUsd ?? -1) ||
          tokensOf(y) - tokensOf(x) ||
          (a.id < b.id ? -1 : 1),
      )
      .slice(0, MOST_TOP)
      .map((one) => foundOf(one, isGone)),
    attention: attention(conversations, now, isWaiting),
  };
}

/** The same, asked once for each time: days of the same times are asked for again and again. */
function remembering(dayOf: (t: number) => string): (t: number) => string {
  const days = new Map<number, string>();
  return (t) => {
    const known = days.get(t) ?? dayOf(t);
    days.set(t, known);
    return known;
  };
}

/** How many conversations were active on each of the days, which follow each other. */
function sessionsByDay(
  conversations: readonly Conversation[],
  days: readonly string[],
  dayOf: (t: number) => string,
): number[] {
  const at = new Map(days.map((day, i) => [day, i]));
  const [first, last] = [days[0] ?? '', days.at(-1) ?? ''];
  const steps = Array.from({ length: days.length + 1 }, () => 0);
  for (const one of conversations) {
    const { startedAt, endedAt } = spanOf(one);
    if (startedAt === null || endedAt === null) continue;
    const [from, to] = [dayOf(Date.parse(startedAt)), dayOf(Date.parse(endedAt))];
    if (to < first || from > last || from > to) continue;
    const [begin, end] = [from < first ? 0 : at.get(from)!, to > last ? days.length : at.get(to)! + 1];
    steps[begin]! += 1;
    steps[end]! -= 1;
  }
  let count = 0;
  return days.map((_, i) => (count += steps[i] ?? 0));
}

/** Sub-agents that belong to no conversation: their session left no log of its own, or one that says nothing. */
function orphans(
  figures: readonly SessionFigures[],
  conversations: readonly Conversation[],
): SessionFigures[] {
  const known = new Set(conversations.map(({ figures: { id } }) => id));
  return figures.filter(({ parent }) => parent !== null && !known.has(parent));
}

function orphansIn(
  { figures }: DashboardSources,
  conversations: readonly Conversation[],
  bounds: Bounds,
): Overview['orphans'] {
  const all = orphans(figures, conversations);
  const days = within(bounds);
  const runs = all.filter(
    (one) => totalOf([one], days).requests > 0 || callsIn([one], bounds).calls > 0,
  ).length;
  return { runs, ...usedOf(totalOf(all, days)), calls: callsIn(all, bounds).calls };
}

/** Sessions of the last days that are not well, or wait for a person. */
function attention(
  conversations: readonly Conversation[],
  now: number,
  isWaiting: (figures: SessionFigures) => boolean,
): Overview['attention'] {
  const since = new Date(now - RECENT_MS).toISOString();
  const rows = conversations.flatMap((one): Overview['attention']['rows'] => {
    const { figures: of } = one;
    const { endedAt } = spanOf(one);
    if (endedAt === null || endedAt < since) return [];
    const severity = worst(of.signals);
    const waiting = of.waiting && isWaiting(of);
    if (severity === 'ok' && !waiting) return [];
    return [{ id: of.id, title: of.title, project: of.repository ?? of.project, endedAt, severity, waiting }];
  });
  rows.sort(
    (a, b) =>
      RANKED.indexOf(b.severity) - RANKED.indexOf(a.severity) ||
      ((a.endedAt ?? '') > (b.endedAt ?? '') ? -1 : (a.endedAt ?? '') < (b.endedAt ?? '') ? 1 : 0) ||
      (a.id < b.id ? -1 : 1),
  );
  return { total: rows.length, rows: rows.slice(0, MOST_ATTENTION) };
}

/** Figures of sessions, sub-agents included, that were active in the range. A sub-agent whose session is not known stands for itself. */
export function chosen(range: Range, sources: DashboardSources): SessionFigures[] {
  const { now } = boundsOf(range, sources);
  const conversations = conversationsOf(sources.figures);
  const alone = orphans(sources.figures, conversations).map((figures) => ({
    figures,
    subAgents: [],
    amounts: noAmounts(),
  }));
  return active([...conversations, ...alone], now, sources.dayOf).flatMap(({ figures, subAgents }) => [
    figures,
    ...subAgents,
  ]);
}

export function tools(range: Range, sources: DashboardSources): Tools {
  const sessions = chosen(range, sources);
  const agents = Map.groupBy(
    sessions.filter(({ parent }) => parent !== null),
    agentName,
  );
  const priced = (group: ReturnType<typeof toolsBy>[number]): Tools['tools'][number] => ({
    ...group,
    costMicroUsd: moneyOf(group),
  });
  return {
    ...boundsOf(range, sources).now,
    lowerBound: sessions.reduce((sum, { usage }) => sum + usage.reduce((n, row) => n + row.lowerBound, 0), 0),
    tools: toolsBy('tool', sessions).map(priced),
    servers: toolsBy('server', sessions)
      .filter(({ key }) => !key.startsWith('('))
      .map(priced),
    agents: [...agents]
      .map(([type, runs]) => ({
        type,
        runs: runs.length,
        ...usedBy(runs),
        calls: runs.reduce((sum, one) => sum + one.tools.reduce((n, { calls }) => n + calls, 0), 0),
        errors: runs.reduce((sum, one) => sum + one.tools.reduce((n, { errors }) => n + errors, 0), 0),
      }))
      .sort((a, b) => b.tokens - a.tokens || (a.type < b.type ? -1 : 1)),
    ...toolDays(range, sources),
  };
}

/** Tool calls by day, whoever made them, from the first day to the last. */
function toolDays(range: Range, sources: DashboardSources): Pick<Tools, 'days' | 'outside'> {
  const days = new Map<string, Tools['days'][number]>();
  let undated = 0;
  for (const { tools: all, toolDays: of } of sources.figures) {
    for (const { calls } of all) undated += calls;
    for (const { day, calls, errors, denied } of of) {
      undated -= calls;
      const row = days.get(day) ?? { day, calls: 0, errors: 0, denied: 0 };
      days.set(day, row);
      row.calls += calls;
      row.errors += errors;
      row.denied += denied;
    }
  }
  const { from, to } = boundsOf(range, sources).now;
  const first = from ?? historyOf(days.values(), sources).from;
  const beyond = range === 'all' ? [...days.values()].filter(({ day }) => day < first || day > to) : [];
  return {
    days: [...daysFrom(first, to)].map((day) => days.get(day) ?? { day, calls: 0, errors: 0, denied: 0 }),
    outside: beyond.reduce((sum, { calls }) => sum + calls, Math.max(0, undated)),
  };
}

export function models(range: Range, sources: DashboardSources): Models {
  const { now } = boundsOf(range, sources);
  const byDay = new Map<string | null, Map<string, number>>();
  for (const one of sources.figures)
    for (const cell of one.cells) {
      const tokens = byDay.get(cell.day) ?? new Map<string, number>();
      byDay.set(cell.day, tokens);
      const model = modelName(cell);
      tokens.set(model, (tokens.get(model) ?? 0) + tokensOf(cell));
    }
  const first =
    now.from ??
    historyOf(
      [...byDay.keys()].map((day) => ({ day })),
      sources,
    ).from;
  const weeks = new Map<string, Map<string, number>>();
  let outside = 0;
  for (const [day, of] of byDay) {
    const on = day !== null && day >= first && day <= now.to;
    const week = on ? (weeks.get(weekOf(day)) ?? new Map<string, number>()) : null;
    if (on && week !== null) weeks.set(weekOf(day), week);
    for (const [model, tokens] of of)
      if (week !== null) week.set(model, (week.get(model) ?? 0) + tokens);
      else if (day === null || range === 'all') outside += tokens;
  }
  return {
    ...now,
    models: usageBy('model', sources.figures, within(now)).map((group) => ({
      model: group.key,
      requests: group.requests,
      input: group.input,
      output: group.output,
      cacheRead: group.cacheRead,
      cacheWrite: group.cacheWrite5m + group.cacheWrite1h,
      ...usedOf(group),
    })),
    weeks: [...weeks]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([week, tokens]) => ({
        week,
        tokens: Object.fromEntries([...tokens].sort(([a], [b]) => (a < b ? -1 : 1))),
      })),
    outside,
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
  const { figures: of, subAgents } = one;
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
    ...usedBy([of, ...subAgents]),
    errors: errorsOf(one),
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
    unpriced: most(unpriced).map(([model, requests]) => ({ model: modelName({ model }), requests })),
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

/** Conversations that began in the days, of all time all of them, in the order of a report. */
export function begun(range: Range, sources: DashboardSources): Conversation[] {
  const { from, to } = boundsOf(range, sources).now;
  const days = from === null ? {} : { since: from, until: to };
  return history(conversationsOf(sources.figures), days, sources.dayOf);
}

/** Cohorts of the sessions that began in a range, by the metrics that were chosen: those of a report on the same days. */
export function cohort(
  by: CohortDimension,
  names: readonly string[],
  range: Range,
  sources: DashboardSources,
): Cohort {
  const { now } = boundsOf(range, sources);
  const metrics = METRICS.filter(({ name }) => names.includes(name));
  const table = cohorts(by, begun(range, sources), sources.dayOf, metrics);
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
        lowerBound: cells[name]?.lowerBound ?? false,
      })),
    })),
  };
}
