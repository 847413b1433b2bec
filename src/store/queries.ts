/** One function a question. Days are `YYYY-MM-DD` in the zone the figures were derived in. */
import type { UsageRow } from '../usage/rows';
import type { SessionFigures } from './figures';
import type { Database } from './sqlite';
import { readSessions } from './tables';

/** Usage of all sessions and sub-agents, and how many of its requests have no price. */
export type UsageOfDay = UsageRow & { unpricedRequests: number };

/**
 * Usage by day and model, from one day to another, both included; null means no bound, and only without any
 * bound do requests of unknown day count. The cost is that of the priced requests, null when there are none.
 */
export function usageByDay(db: Database, from: string | null, to: string | null): UsageOfDay[] {
  return db
    .all(
      `select model, day, sum(requests), sum(input), sum(output), sum(cache_read), sum(cache_write_5m),
         sum(cache_write_1h), sum(web_searches), sum(lower_bound), sum(cost_micro_usd),
         sum(case when cost_micro_usd is null then requests else 0 end)
       from usage_row
       where (?1 is null or day >= ?1) and (?2 is null or day <= ?2)
       group by day, model order by day, model`,
      [from, to],
    )
    .map((row) => {
      const [model, day, ...sums] = row as [string, string | null, ...number[]];
      const [requests = 0, input = 0, output = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0] = sums;
      const [, , , , , , webSearches = 0, lowerBound = 0, costMicroUsd = null, unpricedRequests = 0] = sums;
      return {
        model,
        day,
        requests,
        input,
        output,
        cacheRead,
        cacheWrite5m,
        cacheWrite1h,
        webSearches,
        lowerBound,
        costMicroUsd,
        unpricedRequests,
      };
    });
}

/** Sessions and sub-agents that were running at some time in [from, to), ISO times in UTC, by id. */
export const sessionsBetween = (db: Database, from: string, to: string): SessionFigures[] =>
  readSessions(db, 'started_at < ?2 and ended_at >= ?1', [from, to]);
