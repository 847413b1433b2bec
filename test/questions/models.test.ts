/** Cost › Models, with values computed by hand. */
import { expect, test } from 'vitest';
import { Models } from '../../src/questions/models';
import { models } from '../../src/questions/models';
import { sources } from './dashboardRig';

test('models over time', () => {
  const found = Models.parse(models('all', sources));
  expect(found.models).toMatchObject([{ model: 'm', requests: 5, output: 1_750, costMicroUsd: 17_500 }]);
  // Days without work are included, so that the time axis has no gaps.
  expect([found.over, found.steps.length]).toEqual(['day', 65]);
  expect(
    found.steps.flatMap(({ key, tokens }) => (tokens['m'] === undefined ? [] : [[key, tokens]])),
  ).toEqual([
    ['2026-01-05', { m: 1_000 }],
    ['2026-03-01', { m: 400 }],
    ['2026-03-05', { m: 200 }],
    ['2026-03-10', { m: 150 }],
  ]);
  // What was used on other days than those of a range lacks nowhere.
  expect([found.outside, models('7d', sources).outside]).toEqual([0, 0]);
});
