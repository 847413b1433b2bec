/** What was used, as the pages say it. */
import { expect, test } from 'vitest';
import { costText, perMillionText, tokenText } from '../../webview/shared/amounts';

const used = (tokens: number, costMicroUsd: number | null, unpricedTokens = 0, lowerBound = false) => ({
  tokens,
  costMicroUsd,
  unpricedTokens,
  lowerBound,
  costAtLeast: lowerBound,
});

test.each([
  [used(0, 0), '0', '$0.00', '–'],
  // 2,000,000 tokens for $3.
  [used(2e6, 3e6), '2.00M', '$3.00', '$1.50'],
  // Half of them has a price.
  [used(2e6, 3e6, 1e6), '2.00M', '≥ $3.00', '$3.00'],
  [used(2e6, null, 2e6), '2.00M', 'unpriced', '–'],
  [used(2e6, 3e6, 0, true), '≥ 2.00M', '≥ $3.00', '$1.50'],
  [used(2e6, null, 2e6, true), '≥ 2.00M', 'unpriced', '–'],
])('%o', (of, tokens, cost, perMillion) =>
  expect([tokenText(of), costText(of), perMillionText(of)]).toEqual([tokens, cost, perMillion]),
);
