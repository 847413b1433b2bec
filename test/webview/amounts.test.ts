/** What was used, as the pages say it. */
import { expect, test } from 'vitest';
import { formatCost } from '../../src/usage/format';
import { isAtLeastOf, perMillionText } from '../../webview/shared/amounts';

const used = (tokens: number, costMicroUsd: number | null, unpricedTokens = 0, lowerBound = false) => ({
  tokens,
  costMicroUsd,
  unpricedTokens,
  lowerBound,
  costAtLeast: lowerBound,
});

test.each([
  [used(0, 0), '$0.00', '–'],
  // 2,000,000 tokens for $3.
  [used(2e6, 3e6), '$3.00', '$1.50'],
  // Half of them has a price.
  [used(2e6, 3e6, 1e6), '≥ $3.00', '$3.00'],
  [used(2e6, null, 2e6), 'unpriced', '–'],
  [used(2e6, 3e6, 0, true), '≥ $3.00', '$1.50'],
  [used(2e6, null, 2e6, true), 'unpriced', '–'],
])('%o', (of, cost, perMillion) => {
  expect(formatCost(of.costMicroUsd, { lowerBound: isAtLeastOf(of) })).toBe(cost);
  expect(perMillionText(of)).toBe(perMillion);
});
