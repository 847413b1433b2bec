import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// `speed: "fast"` multiplies the price: six times for Opus 4.6, twice for Opus 5.
test.each([
  ['claude-opus-4-6', 6],
  ['claude-opus-5', 2],
])('%s costs %i times as much', (model, factor) => {
  const cost = (speed: string) =>
    one(inspected(folder({ 'a.jsonl': [answer('a', 'x', { model, usage: { speed } })] })), 'a').usage[0]
      ?.costMicroUsd;
  // 100 input at $5, 10 output at $25 a million: 750 µ$.
  expect([cost('standard'), cost('fast')]).toEqual([750, 750 * factor]);
});
