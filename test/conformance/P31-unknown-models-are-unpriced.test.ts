import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// An unknown model has no price: null, never zero and never the price of another. Dates, variants and providers in
// a known model's name do not hide it.
test('unpriced is null and named; the rest is summed', () => {
  const inspection = inspected(
    folder({
      'a.jsonl': [
        answer('a', 'x', { model: 'claude-next-9' }),
        answer('a', 'y', { model: 'global.anthropic.claude-opus-4-6-20260205-v1:0' }),
      ],
    }),
  );
  expect(one(inspection, 'a').usage.map(({ costMicroUsd }) => costMicroUsd)).toEqual([null, 750]);
  expect(inspection.totals).toMatchObject({ costMicroUsd: 750, unpricedModels: ['claude-next-9'] });
});
