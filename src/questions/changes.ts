/** Lasting changes over many sessions, and when versions and models were first used: Quality › Changes. Pure. */
import * as z from 'zod';
import { changePoints } from '../analysis/changePoints';
import { METRICS, metricWords } from '../analysis/metrics';
import { TrendMetric } from './shared/dashboard/metricWords';
import { begun, dayRangesOf, Day, Range, type DashboardSources } from './shared/dashboard/ranges';
import { dashboardOf, Query, type Sources } from './shared/sources';
import { firstUses } from './trends';

export const args = z.object({ range: Range, query: Query });

export const Changes = z.object({
  sessions: z.number(),
  /** Metrics that changed, and from which day on; the most certain first. */
  changes: z.array(
    TrendMetric.extend({
      day: Day,
      /** The version, model or mode that was new that day; '' if none is known. */
      to: z.string(),
      verdict: z.enum(['worse', 'better', 'changed']),
      /** Means. */
      before: z.number(),
      after: z.number(),
      /** One of them is a lower bound. */
      lowerBound: z.boolean(),
    }),
  ),
  /** The newest first. */
  firstUsed: z.array(z.object({ day: Day, text: z.string() })),
});
export type Changes = z.infer<typeof Changes>;
export const reply = Changes;

export const answer = ({ range, query }: z.output<typeof args>, sources: Sources): Changes =>
  changes(range, dashboardOf(sources, query));

export function changes(range: Range, sources: DashboardSources): Changes {
  const sessions = begun(range, sources);
  const { from, to } = dayRangesOf(range, sources).now;
  return {
    sessions: sessions.length,
    changes: changePoints(sessions, sources.dayOf).flatMap(
      ({ metric, day, to: next, verdict, before, after }) => {
        const definition = METRICS.find(({ name }) => name === metric);
        if (definition === undefined) return [];
        const lowerBound = before.lowerBound || after.lowerBound;
        return [
          {
            ...metricWords(definition),
            day,
            to: next,
            verdict,
            before: before.mean,
            after: after.mean,
            lowerBound,
          },
        ];
      },
    ),
    firstUsed: firstUses(sources)
      .filter(({ day }) => (from === null || day >= from) && day <= to)
      .map(({ day, text }) => ({ day, text }))
      .toReversed(),
  };
}
