/** What Cost › Models says, with values worked out by hand. */
import { expect, test } from 'vitest';
import { Models } from '../../src/questions/models';
import { models } from '../../src/questions/models';
import { sources } from './dashboardRig';

test('models by week', () => {
  const found = Models.parse(models('all', sources));
  expect(found.models).toMatchObject([{ model: 'm', requests: 5, output: 1_750, costMicroUsd: 17_500 }]);
  expect(found.weeks).toEqual([
    { week: '2026-W02', tokens: { m: 1_000 } },
    // Weeks without work are there, so that time is to scale.
    ...[3, 4, 5, 6, 7, 8].map((n) => ({ week: `2026-W0${n}`, tokens: {} })),
    { week: '2026-W09', tokens: { m: 400 } },
    { week: '2026-W10', tokens: { m: 200 } },
    { week: '2026-W11', tokens: { m: 150 } },
  ]);
});
