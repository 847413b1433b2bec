/** Usage in answers for the dashboard. Pure. */
import * as z from 'zod';
import type { SessionFigures } from '../../../store/figures';
import { addConditions, costsAtLeast, tokensOf, type Amounts } from '../../../usage/rows';

/** Usage: tokens and cost. */
export const Used = z.object({
  tokens: z.number(),
  /** Cost of the priced tokens; null if none is priced, 0 without usage. */
  costMicroUsd: z.number().nullable(),
  unpricedTokens: z.number(),
  /** A request has no final usage: tokens and cost are lower bounds. */
  lowerBound: z.boolean(),
  /** The cost is a lower bound, for that reason or because a condition has no known price (P66). */
  costAtLeast: z.boolean(),
});
export type Used = z.infer<typeof Used>;

/** Sums of usage; money is the cost of the priced tokens. */
export interface UsageSum {
  tokens: number;
  costMicroUsd: number | null;
  unpricedTokens: number;
  /** Number of requests without final usage. */
  lowerBound: number;
  unknownConditions: Amounts['unknownConditions'];
}

/** Usage for an answer: an unknown cost is null, not 0. */
export const usedOf = (sum: UsageSum): Used => ({
  tokens: sum.tokens,
  costMicroUsd: moneyOf(sum),
  unpricedTokens: sum.unpricedTokens,
  lowerBound: sum.lowerBound > 0,
  costAtLeast: costsAtLeast(sum),
});

/** The cost: null if no token is priced, 0 without tokens. */
export const moneyOf = ({
  tokens,
  costMicroUsd,
  unpricedTokens,
}: Pick<UsageSum, 'tokens' | 'costMicroUsd' | 'unpricedTokens'>): number | null =>
  (costMicroUsd ?? 0) === 0 && unpricedTokens > 0 && unpricedTokens === tokens ? null : (costMicroUsd ?? 0);

/** Usage of sessions on all days. */
export function usedBy(figures: readonly SessionFigures[]): Used {
  const sum = nothing();
  for (const { usage } of figures) for (const row of usage) addRow(sum, row);
  return usedOf(sum);
}

export const nothing = (): UsageSum & { costMicroUsd: number } => ({
  tokens: 0,
  costMicroUsd: 0,
  unpricedTokens: 0,
  lowerBound: 0,
  unknownConditions: {},
});

/** Adds the usage of requests to a sum. */
export function addRow(sum: ReturnType<typeof nothing>, row: Amounts): void {
  const tokens = tokensOf(row);
  add(sum, { ...row, tokens, unpricedTokens: row.costMicroUsd === null ? tokens : 0 });
}

function add(sum: ReturnType<typeof nothing>, one: UsageSum): void {
  sum.tokens += one.tokens;
  sum.costMicroUsd += one.costMicroUsd ?? 0;
  sum.unpricedTokens += one.unpricedTokens;
  sum.lowerBound += one.lowerBound;
  sum.unknownConditions = addConditions(sum.unknownConditions, one.unknownConditions);
}

export function sumOf(parts: readonly UsageSum[]): UsageSum {
  const sum = nothing();
  for (const one of parts) add(sum, one);
  return sum;
}
