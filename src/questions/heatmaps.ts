/** Quality › Heatmaps: how tools end, when measures were unusual, how kinds of task differ. Pure. */
import * as z from 'zod';
import { cohortOf, cohorts, LEAST_CELL, UNKNOWN } from '../analysis/cohorts';
import { METRICS, valuesOf, type Conversation, metricWords } from '../analysis/metrics';
import { mean, stdev } from '../analysis/statistics';
import { toolsBy } from '../analysis/usage';
import { TrendMetric } from './shared/dashboard/metricWords';
import { Over } from '../usage/over';
import {
  begun,
  dayRangesOf,
  activeInRange,
  Day,
  daysIn,
  Range,
  type DashboardSources,
} from './shared/dashboard/ranges';
import { alarmingSignals, verdict } from './shared/dashboard/verdicts';
import { dashboardOf, Query, type Sources } from './shared/sources';
import { mondayOf, stepped } from '../usage/days';

export const args = z.object({ range: Range, query: Query });

/** The data of three heatmaps over many sessions. */
export const Heatmaps = z.object({
  /** Measures are marked WARN and CRITICAL, as in codevigil; otherwise usual or unusual. */
  marks: z.boolean(),
  /** The days; `from` is null for all time. */
  from: Day.nullable(),
  to: Day,
  tools: z.array(
    z.object({
      name: z.string(),
      ok: z.number(),
      errors: z.number(),
      denied: z.number(),
      interrupted: z.number(),
      cancelled: z.number(),
    }),
  ),
  /** Weeks, or days in a short range, oldest first. */
  over: Over.exclude(['month']),
  buckets: z.array(z.object({ name: z.string(), from: Day, to: Day })),
  /** The verdicts on sessions that began in the bucket, and in the range. */
  signals: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      cells: z.array(z.object({ judged: z.number(), warn: z.number(), critical: z.number() })),
    }),
  ),
  tasks: z.object({
    /** Kinds of task are on; otherwise there are no rows. */
    told: z.boolean(),
    metrics: z.array(TrendMetric),
    /** Mean of each metric; null with fewer than five values. `away`: standard deviations from the mean of all. */
    rows: z.array(
      z.object({
        task: z.string(),
        sessions: z.number(),
        cells: z.array(
          z.object({
            n: z.number(),
            mean: z.number().nullable(),
            /** The mean is a lower bound. */
            lowerBound: z.boolean(),
            away: z.number().nullable(),
          }),
        ),
      }),
    ),
  }),
});
export type Heatmaps = z.infer<typeof Heatmaps>;
export const reply = Heatmaps;

export const answer = ({ range, query }: z.output<typeof args>, sources: Sources): Heatmaps =>
  heatmaps(range, dashboardOf(sources, query));

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

/** Tools by outcome, signals by day or week, task types by metric. */
export function heatmaps(range: Range, sources: DashboardSources): Heatmaps {
  // By their start, like all groups, so that a session over midnight is in one bucket only.
  const conversations = begun(range, sources);
  return {
    ...dayRangesOf(range, sources).now,
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
  return toolsBy('tool', activeInRange(range, sources))
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
): Pick<Heatmaps, 'over' | 'buckets' | 'signals'> {
  const { dayOf } = sources;
  const days = dayRangesOf(range, sources).now;
  const short = (daysIn(days) ?? Infinity) <= 31;
  const byBucket = Map.groupBy(conversations, (one) => cohortOf(short ? 'day' : 'week', one, dayOf));
  const names = [...byBucket.keys()].filter((key) => key !== UNKNOWN).sort();
  return {
    over: short ? 'day' : 'week',
    buckets: names.map((name) => {
      const day = cohortOf('day', byBucket.get(name)![0]!, dayOf);
      return { name, ...(short ? { from: day, to: day } : within(weekAround(day), days)) };
    }),
    signals: alarmingSignals().map(({ name, title }) => ({
      name,
      title,
      cells: names.map((bucket) => {
        const judged = (byBucket.get(bucket) ?? []).flatMap(({ figures }) => verdict(name, figures) ?? []);
        const at = (severity: string): number => judged.filter((one) => one.severity === severity).length;
        return { judged: judged.length, warn: at('warn'), critical: at('critical') };
      }),
    })),
  };
}

/** Monday and Sunday of the week a day is in. */
function weekAround(day: string): { from: string; to: string } {
  const monday = mondayOf(day);
  return { from: monday, to: stepped(monday, 6) };
}

/** The part of a week within the days. */
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
    metrics: metrics.map(metricWords),
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
