/** Measures of this week compared with earlier weeks: Quality › Measures. Pure. */
import * as z from 'zod';
import { cohorts } from '../analysis/cohorts';
import { METRICS, metricWords } from '../analysis/metrics';
import { TrendMetric } from './shared/dashboard/metricWords';
import { begun, Day, type DashboardSources } from './shared/dashboard/ranges';
import { dashboardOf, Query, type Sources } from './shared/sources';
import { mondayOf, stepped, weekOf } from '../usage/days';

export const args = z.object({ query: Query });

export const Measures = z.object({
  /** Mondays, oldest first; the last is this week's. */
  weeks: z.array(Day),
  rows: z.array(
    TrendMetric.extend({
      /** Means by week; null with fewer than five sessions. */
      weeks: z.array(z.number().nullable()),
      /** Number of sessions of this week with a value. */
      n: z.number(),
      /** The lowest and highest mean of earlier weeks; null with fewer than three weeks. */
      usual: z.object({ low: z.number(), high: z.number() }).nullable(),
      /** One of the means is a lower bound. */
      lowerBound: z.boolean(),
    }),
  ),
});
export type Measures = z.infer<typeof Measures>;
export const reply = Measures;

const WEEKS = 6;
/** Fewest earlier weeks for a usual range. */
const LEAST_WEEKS = 3;

/** Metrics of usage that are shown, after the measures that are not experimental. */
const OF_USAGE = new Set([
  'tool_error_share',
  'tool_denied_share',
  'compactions',
  'cost_per_prompt',
  'active_minutes',
  'sub_agents',
]);

export const answer = ({ query }: z.output<typeof args>, sources: Sources): Measures =>
  measures(dashboardOf(sources, query));

export function measures(sources: DashboardSources): Measures {
  const today = sources.dayOf(sources.now);
  const weeks = Array.from({ length: WEEKS }, (_, i) => stepped(mondayOf(today), 7 * (i + 1 - WEEKS)));
  const metrics = METRICS.filter(({ name, worse, experimental }) =>
    OF_USAGE.has(name) ? true : worse !== null && !experimental && name !== 'cost',
  );
  const sessions = begun(`${weeks[0]!}..${today}`, sources);
  const { rows } = cohorts('week', sessions, sources.dayOf, metrics);
  return {
    weeks,
    rows: metrics.map((metric) => {
      const cells = weeks.map((day) => rows.find(({ key }) => key === weekOf(day))?.cells[metric.name]);
      const means = cells.map((cell) => cell?.mean ?? null);
      const before = means.slice(0, -1).filter((mean) => mean !== null);
      return {
        ...metricWords(metric),
        weeks: means,
        n: cells.at(-1)?.n ?? 0,
        usual: before.length < LEAST_WEEKS ? null : { low: Math.min(...before), high: Math.max(...before) },
        lowerBound: cells.some((cell) => cell?.lowerBound === true),
      };
    }),
  };
}
