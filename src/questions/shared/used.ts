/** Usage as the tabs of the dashboard tell it. Pure. */
import * as z from 'zod';
import type { SessionFigures } from '../../store/figures';
import { addConditions, costsAtLeast, tokensOf, type Amounts } from '../../usage/rows';

/** What was used. A cost is a lower bound when a request lacks its final usage or tokens have no price; tokens when the first is so. */
export const Used = z.object({
  tokens: z.number(),
  /** Of the tokens with a price; null when none has one, 0 when nothing was used. */
  costMicroUsd: z.number().nullable(),
  unpricedTokens: z.number(),
  /** A request lacks its final usage. */
  lowerBound: z.boolean(),
  /** The cost is at least this: for that reason, or because a condition has no known price (P66). */
  costAtLeast: z.boolean(),
});
export type Used = z.infer<typeof Used>;

/** Usage as it is added up; money is that of the tokens with a price. */
export interface UsageSum {
  tokens: number;
  costMicroUsd: number | null;
  unpricedTokens: number;
  /** So many requests lack their final usage. */
  lowerBound: number;
  unknownConditions: Amounts['unknownConditions'];
}

/** What is said of usage: money that nobody knows is not none. */
export const usedOf = (sum: UsageSum): Used => ({
  tokens: sum.tokens,
  costMicroUsd: moneyOf(sum),
  unpricedTokens: sum.unpricedTokens,
  lowerBound: sum.lowerBound > 0,
  costAtLeast: costsAtLeast(sum),
});

/** Null where no token has a price, zero where there is none. */
export const moneyOf = ({
  tokens,
  costMicroUsd,
  unpricedTokens,
}: Pick<UsageSum, 'tokens' | 'costMicroUsd' | 'unpricedTokens'>): number | null =>
  (costMicroUsd ?? 0) === 0 && unpricedTokens > 0 && unpricedTokens === tokens ? null : (costMicroUsd ?? 0);

/** What sessions used, whatever the day. */
export function usedBy(figures: readonly SessionFigures[]): Used {
  const sum = nothing();
  for (const { usage } of figures)
    for (const row of usage) {
      const tokens = tokensOf(row);
      sum.tokens += tokens;
      sum.costMicroUsd += row.costMicroUsd ?? 0;
      if (row.costMicroUsd === null) sum.unpricedTokens += tokens;
      sum.lowerBound += row.lowerBound;
      sum.unknownConditions = addConditions(sum.unknownConditions, row.unknownConditions);
    }
  return usedOf(sum);
}

export const nothing = (): UsageSum & { costMicroUsd: number } => ({
  tokens: 0,
  costMicroUsd: 0,
  unpricedTokens: 0,
  lowerBound: 0,
  unknownConditions: {},
});

export function sumOf(parts: readonly UsageSum[]): UsageSum {
  const sum = nothing();
  for (const one of parts) {
    sum.tokens += one.tokens;
    sum.costMicroUsd += one.costMicroUsd ?? 0;
    sum.unpricedTokens += one.unpricedTokens;
    sum.lowerBound += one.lowerBound;
    sum.unknownConditions = addConditions(sum.unknownConditions, one.unknownConditions);
  }
  return sum;
}
