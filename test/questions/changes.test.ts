/** Lasting changes over many sessions, for the dashboard. */
import { expect, test } from 'vitest';
import { Changes, changes } from '../../src/questions/changes';
import { usage } from '../store/makers';
import { session, sources } from './dashboardRig';

const day = (i: number): string => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
/** Two sessions a day; from a day on, so many of ten calls fail, with another version. */
const figures = (errors: number) =>
  Array.from({ length: 120 }, (_, n) => {
    const i = Math.floor(n / 2);
    const later = i >= 30;
    return session(`s${n}`, day(i), 1, {
      claudeVersions: [later ? '2.1.9' : '2.1.8'],
      tools: [
        {
          name: 'Bash',
          server: null,
          calls: 20,
          errors: (later ? errors : 1) + (n % 3),
          denied: 0,
          interrupted: 0,
          cancelled: 0,
        },
      ],
    });
  });

test('a large change is found on its day, with the version that was new then', () => {
  const found = Changes.parse(changes('all', { ...sources, figures: figures(9) }));
  expect(found.sessions).toBe(120);
  expect(found.changes.find(({ name }) => name === 'tool_error_share')).toMatchObject({
    day: day(30),
    to: '2.1.9',
    verdict: 'worse',
    before: expect.closeTo(0.1) as number,
    after: expect.closeTo(0.5) as number,
  });
  expect(found.firstUsed).toEqual([{ day: day(30), text: 'version 2.1.9' }]);
});

test('without a change nothing is found; first uses before the range are not listed', () => {
  const found = changes('7d', { ...sources, figures: figures(1) });
  expect([found.changes, found.firstUsed]).toEqual([[], []]);
});

test('a change with a missing price or final usage is a lower bound', () => {
  const dearer = figures(1).map((one, n) => ({
    ...one,
    usage: [usage({ costMicroUsd: (n < 60 ? 1_000 : 9_000) + (n % 7), lowerBound: n === 100 ? 1 : 0 })],
  }));
  const found = changes('all', { ...sources, figures: dearer }).changes;
  expect(found.find(({ name }) => name === 'cost')).toMatchObject({ day: day(30), lowerBound: true });
  const exact = changes('all', { ...sources, figures: figures(9) }).changes;
  expect(exact.find(({ name }) => name === 'tool_error_share')?.lowerBound).toBe(false);
});
