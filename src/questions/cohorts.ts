/** Quality › Groups: chosen metrics of groups of sessions. Pure. */
import * as z from 'zod';
import { cohorts } from '../analysis/cohorts';
import { COHORTS, type CohortDimension } from '../analysis/cohortNames';
import { METRICS, metricWords } from '../analysis/metrics';
import { limitRows } from '../report/cohorts';
import { Severity } from '../signals/severity';
import { TrendMetric } from './shared/dashboard/metricWords';
import { begun, dayRangesOf, Day, Range, type DashboardSources } from './shared/dashboard/ranges';
import { dashboardOf, needTasks, Query, type Sources } from './shared/sources';

export const args = z.object({
  by: z.enum(COHORTS),
  metrics: z.array(z.string()).max(50),
  range: Range,
  query: Query,
});

/** Groups of the sessions that began in the range, with the chosen metrics. */
export const Cohort = z.object({
  /** The days, as in a report. */
  from: Day.nullable(),
  to: Day,
  by: z.enum(COHORTS),
  sessions: z.number(),
  metrics: z.array(TrendMetric),
  all: z.array(TrendMetric),
  /** Periods and versions in their order; other groups by number of sessions, largest first. */
  rows: z.array(
    z.object({
      key: z.string(),
      sessions: z.number(),
      /** In the order of `metrics`; the mean is null with fewer than five values. */
      cells: z.array(
        z.object({
          n: z.number(),
          mean: z.number().nullable(),
          stdev: z.number().nullable(),
          median: z.number().nullable(),
          /** See `TrendPoint`. */
          severity: Severity.nullable(),
          unusual: z.number().nullable(),
          /** Mean and median are lower bounds. */
          lowerBound: z.boolean(),
        }),
      ),
    }),
  ),
  /** Number of groups left out: the oldest periods, or the groups with the fewest sessions. */
  more: z.number(),
});
export type Cohort = z.infer<typeof Cohort>;
export const reply = Cohort;

export function answer({ by, metrics, range, query }: z.output<typeof args>, sources: Sources): Cohort {
  if (by === 'task') needTasks(sources);
  return cohort(by, metrics, range, dashboardOf(sources, query));
}

/** Most groups in the answer. */
const MOST = 200;

const FOLLOWING = new Set<CohortDimension>(['day', 'week', 'month', 'version']);

const inOrder = <Row extends { sessions: number }>(by: CohortDimension, rows: readonly Row[]): Row[] =>
  FOLLOWING.has(by) ? [...rows] : rows.toSorted((a, b) => b.sessions - a.sessions);

/** The same groups as a report on these days has. */
export function cohort(
  by: CohortDimension,
  names: readonly string[],
  range: Range,
  sources: DashboardSources,
): Cohort {
  const { now } = dayRangesOf(range, sources);
  const metrics = METRICS.filter(({ name }) => names.includes(name));
  const whole = cohorts(by, begun(range, sources), sources.dayOf, metrics, sources.marks);
  const table = limitRows(whole, MOST);
  return {
    ...now,
    by,
    sessions: table.sessions,
    metrics: metrics.map(metricWords),
    all: METRICS.map(metricWords),
    rows: inOrder(by, table.rows).map(({ key, sessions, cells }) => ({
      key,
      sessions,
      cells: metrics.map(({ name }) => {
        const { min: _min, max: _max, delta: _delta, ...cell } = cells[name]!;
        return cell;
      }),
    })),
    more: whole.rows.length - table.rows.length,
  };
}
