import { expect, test } from 'vitest';
import { answer, folder, inspected, one, type Json } from './logs';

// Region, service tier and the prices of other platforms are not or not reliably in the log: list price is used for
// all, and docs/usage.md says so.
test('region and tier change nothing', () => {
  const cost = (usage: Json) =>
    one(inspected(folder({ 'a.jsonl': [answer('a', 'x', { usage })] })), 'a').usage[0]?.costMicroUsd;
  expect(cost({ inference_geo: 'us', service_tier: 'batch' })).toBe(cost({}));
});
