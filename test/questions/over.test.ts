/** Charts over time: days, weeks or months, and the same totals in each. */
import { expect, test } from 'vitest';
import { overview } from '../../src/questions/overview';
import { models } from '../../src/questions/models';
import { axisOf, firstDayOf, keysOf, overOf, stepsOf } from '../../src/usage/over';
import { stepped } from '../../src/usage/days';
import { tools } from '../../src/questions/tools';
import { session, sources } from './dashboardRig';

test('a chart has the smallest steps that can be distinguished', () => {
  expect([1, 92, 93, 728, 729, 1_830].map(overOf)).toEqual(['day', 'day', 'week', 'week', 'month', 'month']);
});

test('steps follow each other without gaps; the first and the last may be cut', () => {
  // 2026-03-04 is a Wednesday.
  expect(stepsOf('week', '2026-03-04', '2026-03-17')).toEqual([
    { key: '2026-W10', from: '2026-03-04', to: '2026-03-08' },
    { key: '2026-W11', from: '2026-03-09', to: '2026-03-15' },
    { key: '2026-W12', from: '2026-03-16', to: '2026-03-17' },
  ]);
  expect(stepsOf('month', '2025-12-31', '2026-02-01').map(({ key }) => key)).toEqual([
    '2025-12',
    '2026-01',
    '2026-02',
  ]);
});

test('the first day of a step is in it, and the day before is not', () => {
  for (const over of ['day', 'week', 'month'] as const)
    for (const { key } of stepsOf(over, '2020-12-20', '2026-01-20')) {
      const first = firstDayOf(over, key);
      expect([keysOf(over)(first), keysOf(over)(stepped(first, -1)) < key]).toEqual([key, true]);
    }
});

test('an axis shows most of the days that fit on one', () => {
  expect(axisOf([])).toBeNull();
  expect(axisOf(['2026-03-04'])).toEqual({ from: '2026-03-04', to: '2026-03-04' });
  expect(axisOf(['2026-03-04', '2024-01-01'])).toEqual({ from: '2024-01-01', to: '2026-03-04' });
  expect(axisOf(['1970-01-01', '2026-03-04', '2026-03-05', '2099-01-01'])).toEqual({
    from: '2026-03-04',
    to: '2026-03-05',
  });
});

test.each([
  ['2026-02-01', 'day'],
  ['2025-06-01', 'week'],
  ['2022-03-09', 'month'],
] as const)('from %s on, by %s: the steps come to the same as the days', (first, over) => {
  const figures = [
    session('first', first, 7),
    // On three days in two weeks and two months.
    session('long', '2026-02-28', 300, { endedAt: '2026-03-02T11:00:00.000Z' }),
    session('last', '2026-03-09', 50),
  ];
  const all = { ...sources, figures };
  const home = overview('all', all, () => false);
  const sum = (amounts: readonly (number | null)[]): number =>
    amounts.reduce<number>((a, b) => a + (b ?? 0), 0);
  expect(home.over).toBe(over);
  expect(home.steps.length).toBeLessThanOrEqual(104);
  expect([home.steps[0]?.from, home.steps.at(-1)?.to]).toEqual([first, '2026-03-10']);
  expect(sum(home.steps.map(({ costMicroUsd }) => costMicroUsd))).toBe(3_570);
  expect(sum(home.steps.map(({ tokens }) => tokens))).toBe(home.now.tokens);
  for (const stack of [home.stacks.model, home.stacks.project]) {
    expect(stack.series.map(({ totalMicroUsd }) => totalMicroUsd)).toEqual([3_570]);
    expect(stack.steps.map(sum)).toEqual(home.steps.map(({ costMicroUsd }) => costMicroUsd));
  }
  // A session counts once in each step it was active in, not once for each day.
  const ofMarch = home.steps.filter(({ from }) => from >= '2026-03-01');
  expect(sum(ofMarch.map(({ sessions }) => sessions))).toBe({ day: 3, week: 2, month: 2 }[over]);
  expect(sum(tools('all', all).steps.map(({ calls }) => calls))).toBe(30);
  expect(sum(models('all', all).steps.map(({ tokens }) => tokens['m'] ?? 0))).toBe(357);
});
