import * as z from 'zod';
import { getOwn, setOwn } from '../log/own';
import { addUsage, noUsage, TokenUsage, type Response } from '../log/response';
import { costOf, roundMicroUsd, type Priced } from './cost';
import type { PriceTable } from './prices';

/** Usage of one session by model and day. Tokens; money in integer micro-dollars, null when unpriced. */
export const UsageRow = z.object({
  model: z.string(),
  /** Day of the response's first line in the chosen zone, `YYYY-MM-DD`; null when no time is readable. */
  day: z.string().nullable(),
  requests: z.number(),
  ...TokenUsage.shape,
  /** How many of the requests never got a final usage. */
  lowerBound: z.number(),
  costMicroUsd: z.number().nullable(),
});
export type UsageRow = z.infer<typeof UsageRow>;

/** The one meaning of "tokens" on every face: input, output, cache reads and cache writes of both kinds. */
export const tokensOf = (usage: TokenUsage): number =>
  usage.input + usage.output + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;

/** The requests of a response: itself, and the calls to advisor models it made (P28). */
export function requestsOf(response: Response): Priced[] {
  return [
    response,
    ...response.advisors.map(({ model, usage }) => ({ model, usage, t: response.t, fast: false })),
  ];
}

/** Usage by model and day, sorted by model, then day (unknown days last). Money is rounded once a row (P35). */
export function usageRows(
  responses: readonly Response[],
  table: PriceTable,
  dayOf: (t: number) => string,
): UsageRow[] {
  const rows: Record<string, UsageRow> = {};
  for (const response of responses) {
    for (const request of requestsOf(response)) {
      const day = request.t === null ? null : dayOf(request.t);
      const key = `${request.model}\0${day ?? '~'}`;
      const row =
        getOwn(rows, key) ??
        setOwn(rows, key, {
          model: request.model,
          day,
          requests: 0,
          ...noUsage(),
          lowerBound: 0,
          costMicroUsd: 0,
        });
      row.requests++;
      addUsage(row, request.usage);
      if (request === response && !response.final) row.lowerBound++;
      const cost = costOf(request, table);
      row.costMicroUsd = cost === null || row.costMicroUsd === null ? null : row.costMicroUsd + cost;
    }
  }
  return Object.entries(rows)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => ({
      ...row,
      costMicroUsd: row.costMicroUsd === null ? null : roundMicroUsd(row.costMicroUsd),
    }));
}
