import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// Micro-dollars are rounded once, where a row is made: three cache reads of half a micro-dollar are two (1.5), not
// three (1 + 1 + 1) and not zero.
test('rounding happens once a row', () => {
  const half = () =>
    answer('a', 'x', { usage: { input_tokens: 0, output_tokens: 0, cache_read_input_tokens: 1 } });
  const a = one(inspected(folder({ 'a.jsonl': [half(), half(), half()] })), 'a');
  expect(a.usage).toMatchObject([{ requests: 3, cacheRead: 3, costMicroUsd: 2 }]);
});
