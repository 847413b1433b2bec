/** What tools cost: the usage of each response, shared among the tools it called. */
import * as z from 'zod';
import { getOwn, setOwn } from '../log/own';
import type { Response } from '../log/response';
import { apportion } from './apportion';
import { exactMicroUsd } from './cost';
import type { PriceTable } from './prices';
import { amountsOf, requestsOf, tokensOf } from './rows';

export const ToolUsage = z.object({
  /** As logged; '' for responses that called none. */
  tool: z.string(),
  /** Tokens of all kinds; responses that call several tools are shared by the number of calls. */
  tokens: z.number(),
  /** Integer micro-dollars of the priced part. */
  costMicroUsd: z.number(),
  /** Tokens of it without a price. */
  unpricedTokens: z.number(),
});
export type ToolUsage = z.infer<typeof ToolUsage>;

/**
 * Tokens and money by tool, sorted by name. `calls`: names of the tools a response called, once for each call. Tokens add up
 * to those of the responses; money to `whole`, the rounded sum of the session's priced rows.
 */
export function toolUsage(
  responses: readonly Response[],
  calls: ReadonlyMap<string, readonly string[]>,
  table: PriceTable,
  whole: number,
): ToolUsage[] {
  const rows: Record<string, ToolUsage> = {};
  for (const response of responses) {
    const names = calls.get(response.key) ?? [''];
    for (const request of requestsOf(response)) {
      const amounts = amountsOf(response, request, table);
      const tokens = apportion(
        tokensOf(amounts),
        names.map(() => 1),
      );
      names.forEach((tool, i) => {
        const row =
          getOwn(rows, tool) ?? setOwn(rows, tool, { tool, tokens: 0, costMicroUsd: 0, unpricedTokens: 0 });
        row.tokens += tokens[i] ?? 0;
        if (amounts.costMicroUsd === null) row.unpricedTokens += tokens[i] ?? 0;
        else row.costMicroUsd += amounts.costMicroUsd / names.length;
      });
    }
  }
  const sorted = Object.values(rows).sort((a, b) => (a.tool < b.tool ? -1 : 1));
  // Rows hold exact sums until here: rounded once, and adding up to the money of the session.
  const money = apportion(
    whole,
    sorted.map(({ costMicroUsd }) => exactMicroUsd(costMicroUsd)),
  );
  return sorted.map((row, i) => ({ ...row, costMicroUsd: money[i] ?? 0 }));
}
