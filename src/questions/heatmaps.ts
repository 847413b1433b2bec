/** Pictures of many sessions: how tools end, when and in which session signals raised alarms, how task types differ. Pure. */
import { cohortOf, cohorts, LEAST_CELL, UNKNOWN } from '../analysis/cohorts';
import { conversationsOf, METRICS, valuesOf, type Conversation } from '../analysis/metrics';
import { mean, stdev } from '../analysis/statistics';
import { toolsBy } from '../analysis/usage';
import { signals, verdictOf } from '../signals/registry';
import { worseOf, type Severity } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import type { Heatmaps, Range, SignalSessions } from './dashboardData';
import { wordsOf } from './metricWords';
import { active, begun, boundsOf, chosen, DAYS, stepped, type DashboardSources } from './ranges';

/** Names of the metrics a picture of task types shows. */
const TASK_METRICS = new Set([
  'read_edit_ratio',
  'stop_phrase',
  'reasoning_loop',
  'tool_error_share',
  'active_minutes',
  'output_per_prompt',
  'cost',
]);
const MOST_TOOLS = 25;
/** Signals that can raise an alarm: the others have no severity to show. */
const ALARMING = signals.filter(({ alarm }) => alarm !== null);

/** Tools by outcome, signals by day or week, task types by metric. */
export function heatmaps(range: Range, sources: DashboardSources): Heatmaps {
  // By their start, as everything that stands in groups: a session that went on over midnight is in one of them.
  const conversations = begun(range, sources);
  return {
    ...boundsOf(range, sources).now,
    marks: sources.marks === true,
    tools: toolOutcomes(range, sources),
    ...signalDays(range, conversations, sources),
    tasks:
      sources.tasks === false
        ? { told: false, metrics: [], rows: [] }
        : { told: true, ...taskMeans(conversations, sources.dayOf) },
  };
}

function toolOutcomes(range: Range, sources: DashboardSources): Heatmaps['tools'] {
  return toolsBy('tool', chosen(range, sources))
    .filter(({ calls }) => calls > 0)
    .sort((a, b) => b.calls - a.calls)
    .slice(0, MOST_TOOLS)
    .map(({ key, calls, errors, denied, interrupted, cancelled }) => ({
      name: key,
      ok: calls - errors - denied - interrupted - cancelled,
      errors,
      denied,
      interrupted,
      cancelled,
    }));
}

function signalDays(
  range: Range,
  conversations: readonly Conversation[],
  sources: DashboardSources,
): Pick<Heatmaps, 'buckets' | 'signals'> {
  const { dayOf } = sources;
  const days = boundsOf(range, sources).now;
  const short = DAYS[range] !== null && DAYS[range] <= 30;
  const byBucket = Map.groupBy(conversations, (one) => cohortOf(short ? 'day' : 'week', one, dayOf));
  const names = [...byBucket.keys()].filter((key) => key !== UNKNOWN).sort();
  return {
    buckets: names.map((name) => {
      const day = cohortOf('day', byBucket.get(name)![0]!, dayOf);
      return { name, ...(short ? { from: day, to: day } : within(weekAround(day), days)) };
    }),
    signals: ALARMING.map(({ name, title }) => ({
      name,
      title,
      cells: names.map((bucket) => {
        const judged = (byBucket.get(bucket) ?? []).flatMap(({ figures: of }) => verdict(name, of) ?? []);
        const at = (severity: string): number => judged.filter((one) => one.severity === severity).length;
        return { judged: judged.length, warn: at('warn'), critical: at('critical') };
      }),
    })),
  };
}

/** Monday and Sunday of the week a day is in. */
function weekAround(day: string): { from: string; to: string } {
  const monday = stepped(day, -((new Date(day).getUTCDay() + 6) % 7));
  return { from: monday, to: stepped(monday, 6) };
}

/** As much of a week as lies in the days; of all time all of it. */
const within = (
  week: { from: string; to: string },
  { from, to }: { from: string | null; to: string },
): { from: string; to: string } =>
  from === null ? week : { from: week.from < from ? from : week.from, to: week.to > to ? to : week.to };

function taskMeans(
  conversations: readonly Conversation[],
  dayOf: (t: number) => string,
): Omit<Heatmaps['tasks'], 'told'> {
  const metrics = METRICS.filter(({ name }) => TASK_METRICS.has(name));
  const spread = metrics.map((metric) => {
    const values = valuesOf(metric, conversations);
    return values.length < LEAST_CELL ? null : { mean: mean(values), stdev: stdev(values) };
  });
  return {
    metrics: metrics.map(wordsOf),
    rows: cohorts('task', conversations, dayOf, metrics).rows.map(({ key, sessions, cells }) => ({
      task: key,
      sessions,
      cells: metrics.map(({ name }, i) => {
        const cell = cells[name];
        const all = spread[i] ?? null;
        const known = cell?.mean ?? null;
        return {
          n: cell?.n ?? 0,
          mean: known,
          lowerBound: cell?.lowerBound ?? false,
          away:
            known === null || all === null || !((all.stdev ?? 0) > 0)
              ? null
              : (known - all.mean) / (all.stdev ?? 1),
        };
      }),
    })),
  };
}

export interface SignalSessionsArgs {
  range: Range;
  /** So many of the newest sessions are left out. */
  offset: number;
  limit: number;
}

/** What each signal said of each session, a page of them. A place beyond the oldest session is the newest page. */
export function signalSessions(
  { range, offset, limit }: SignalSessionsArgs,
  sources: DashboardSources,
): SignalSessions {
  const { dayOf } = sources;
  const days = boundsOf(range, sources).now;
  const all = active(conversationsOf(sources.figures), days, dayOf)
    .map(({ figures }) => figures)
    .sort(inOrder);
  const left = offset < all.length ? offset : 0;
  const end = all.length - left;
  const page = all.slice(Math.max(0, end - limit), end);
  return {
    ...days,
    marks: sources.marks === true,
    total: all.length,
    offset: left,
    sessions: page.map(({ id, title, startedAt }) => ({
      id,
      title,
      startedAt,
      day: startedAt === null ? null : dayOf(Date.parse(startedAt)),
    })),
    signals: ALARMING.map(({ name, title }) => ({
      name,
      title,
      cells: page.map((one) => verdict(name, one)),
    })).filter(({ cells }) => cells.some((cell) => cell !== null)),
    alarms: alarmsOf(all),
  };
}

/** The oldest first; before all others those whose start nobody knows. */
function inOrder(a: SessionFigures, b: SessionFigures): number {
  const [x, y] = [a.startedAt ?? '', b.startedAt ?? ''];
  return x < y ? -1 : x > y ? 1 : a.id < b.id ? -1 : 1;
}

/** What a signal says of a session; null where it does not judge it. */
function verdict(
  name: string,
  { signals: of }: SessionFigures,
): { severity: Severity; label: string } | null {
  const reading = of.find((one) => one.name === name);
  if (reading === undefined || verdictOf(reading) === 'tooShort') return null;
  return { severity: reading.severity, label: reading.label };
}

/** Sessions by their most unusual measure, and the measure most of them are unusual in. */
function alarmsOf(sessions: readonly SessionFigures[]): SignalSessions['alarms'] {
  const raised = ALARMING.map(({ name, title }) => ({
    title,
    sessions: sessions.filter((one) => (verdict(name, one)?.severity ?? 'ok') !== 'ok').length,
  }));
  const most = raised.reduce((a, b) => (b.sessions > a.sessions ? b : a));
  const at = (severity: Severity): number => sessions.filter((one) => worstOf(one) === severity).length;
  return { warn: at('warn'), critical: at('critical'), most: most.sessions === 0 ? null : most };
}

/** The worst mark of a measure that judges the session. */
const worstOf = (one: SessionFigures): Severity =>
  ALARMING.reduce<Severity>((a, { name }) => worseOf(a, verdict(name, one)?.severity ?? 'ok'), 'ok');
