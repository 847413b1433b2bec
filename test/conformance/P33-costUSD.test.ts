import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// Old logs carry their own costUSD. One rule for all: cost is calculated from tokens, and is notional under a
// subscription.
test('a logged cost is not used', () => {
  expect(
    one(inspected(folder({ 'a.jsonl': [answer('a', 'x', { more: { costUSD: 99 } })] })), 'a').usage[0]
      ?.costMicroUsd,
  ).toBe(750);
});
