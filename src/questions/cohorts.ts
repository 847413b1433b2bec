/** The figures of the dashboard's Cohorts tab. Pure. */
import { cohorts } from '../analysis/cohorts';
import type { CohortDimension } from '../analysis/dimensions';
import { METRICS } from '../analysis/metrics';
import type { Cohort, Range } from './dashboardData';
import { wordsOf } from './metricWords';
import { begun, boundsOf, type DashboardSources } from './ranges';

/** Cohorts of the sessions that began in a range, by the metrics that were chosen: those of a report on the same days. */
export function cohort(
  by: CohortDimension,
  names: readonly string[],
  range: Range,
  sources: DashboardSources,
): Cohort {
  const { now } = boundsOf(range, sources);
  const metrics = METRICS.filter(({ name }) => names.includes(name));
  const table = cohorts(by, begun(range, sources), sources.dayOf, metrics, sources.marks);
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
        unusual: cells[name]?.unusual ?? null,
        lowerBound: cells[name]?.lowerBound ?? false,
      })),
    })),
  };
}
