/** What was used, in words: what is a lower bound is marked, what has no price is not free. */
import type { StoryPrompt } from '../../src/questions/story';
import type { Used } from '../../src/questions/shared/dashboard/used';
import { formatCost } from '../../src/usage/format';

type CostUsed = Pick<Used, 'costMicroUsd' | 'costAtLeast' | 'unpricedTokens'>;

/** What a turn cost; `–` where no model was asked. */
export const turnCost = (turn: Pick<StoryPrompt, 'costMicroUsd' | 'costAtLeast' | 'asksModel'>): string =>
  turn.asksModel ? formatCost(turn.costMicroUsd, { lowerBound: turn.costAtLeast }) : '–';

/** Whether the cost of what was used is a lower bound. */
export const isAtLeastOf = ({ costMicroUsd, costAtLeast, unpricedTokens }: CostUsed): boolean =>
  costMicroUsd !== null && (costAtLeast || unpricedTokens > 0);

/** What a million tokens came to, of those with a price; `–` when none has one. */
export function perMillionText({ tokens, costMicroUsd, unpricedTokens }: Used): string {
  const priced = tokens - unpricedTokens;
  return costMicroUsd === null || priced <= 0
    ? '–'
    : formatCost(Math.round((costMicroUsd / priced) * 1e6), { lowerBound: false });
}
