/** How the measures of this week stand to those of the weeks before: Quality › Measures. Pure. */
import * as z from 'zod';
import { cohorts } from '../analysis/cohorts';
import { METRICS } from '../analysis/metrics';
import { TrendMetric, wordsOf } from './shared/metricWords';
import { begun, Day, type DashboardSources } from './shared/ranges';
import { dashboardOf, Query, type Sources } from './shared/sources';
import { mondayOf, stepped, weekOf } from '../usage/days';

export const args = z.object({ query: Query });

export const Measures = z.object({
  /** Mondays, oldest first; the last is that of this week. */
  weeks: z.array(Day),
  rows: z.array(
    TrendMetric.extend({
      /** Means by week; null of fewer than five sessions. */
      weeks: z.array(z.number().nullable()),
      /** Sessions of this week that can tell. */
      n: z.number(),
      /** The lowest and highest of the weeks before; null of fewer than three. */
      usual: z.object({ low: z.number(), high: z.number() }).nullable(),
      /** One of the means is at least this much: some of it has no price or no final usage. */
      lowerBound: z.boolean(),
    }),
  ),
});
export type Measures = z.infer<typeof Measures>;
export const reply = Measures;

/** Weeks with the one that runs. */
const WEEKS = 6;
/** Of fewer weeks before nothing is usual. */
const LEAST_WEEKS = 3;

/** Usage that says how the work goes; measures of the registry that are no experiments come before. */
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
        ...wordsOf(metric),
        weeks: means,
        n: cells.at(-1)?.n ?? 0,
        usual: before.length < LEAST_WEEKS ? null : { low: Math.min(...before), high: Math.max(...before) },
        lowerBound: cells.some((cell) => cell?.lowerBound === true),
      };
    }),
  };
}
