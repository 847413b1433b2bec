/** The range of days of a tab. */
import { expect, test } from 'vitest';
import { ownDays } from '../../src/questions/shared/dashboard/ownDays';
import { dayRangesOf, daysIn, Range } from '../../src/questions/shared/dashboard/ranges';
import { models } from '../../src/questions/models';
import { overview } from '../../src/questions/overview';
import { tools } from '../../src/questions/tools';
import { trend } from '../../src/questions/trends';
import { sources } from './dashboardRig';

test('today is one day, compared with the one before', () => {
  expect(dayRangesOf('today', sources)).toEqual({
    now: { from: '2026-03-10', to: '2026-03-10' },
    before: { from: '2026-03-09', to: '2026-03-09' },
  });
});

test('yesterday is one day, compared with the one before', () => {
  expect(dayRangesOf('yesterday', sources)).toEqual({
    now: { from: '2026-03-09', to: '2026-03-09' },
    before: { from: '2026-03-08', to: '2026-03-08' },
  });
});

test('months of the calendar, compared with as many days before', () => {
  expect(dayRangesOf('month', sources)).toEqual({
    now: { from: '2026-03-01', to: '2026-03-10' },
    before: { from: '2026-02-19', to: '2026-02-28' },
  });
  expect(dayRangesOf('last-month', sources)).toEqual({
    now: { from: '2026-02-01', to: '2026-02-28' },
    before: { from: '2026-01-04', to: '2026-01-31' },
  });
  const firstOfYear = { ...sources, now: Date.parse('2026-01-01T12:00:00Z') };
  expect(dayRangesOf('month', firstOfYear).now).toEqual({ from: '2026-01-01', to: '2026-01-01' });
  expect(dayRangesOf('last-month', firstOfYear).now).toEqual({ from: '2025-12-01', to: '2025-12-31' });
});

test('custom days, compared with as many before, over months and leap days', () => {
  expect(dayRangesOf('2024-02-28..2024-03-01', sources)).toEqual({
    now: { from: '2024-02-28', to: '2024-03-01' },
    before: { from: '2024-02-25', to: '2024-02-27' },
  });
  expect(daysIn({ from: '2026-03-05', to: '2026-03-05' })).toBe(1);
  // No axis is longer than five years.
  expect(dayRangesOf('1970-01-01..2026-03-10', sources).now.from).toBe('2021-03-07');
});

test.each([
  '2026-03-05',
  '2026-03-05..',
  '2026-03-06..2026-03-05',
  '2026-13-01..2026-13-02',
  '2026-02-30..2026-03-01',
  '8d',
  '',
])('“%s” is no range', (text) => {
  expect(Range.safeParse(text).success).toBe(false);
  expect(ownDays(text)).toBeNull();
});

test('on every tab the range ends with custom days', () => {
  const range = '2026-02-28..2026-03-05';
  expect(Range.safeParse(range).success).toBe(true);
  const home = overview(range, sources, () => false);
  expect([home.from, home.to, home.days.length, home.now.tokens, home.now.sessions]).toEqual([
    '2026-02-28',
    '2026-03-05',
    6,
    600,
    2,
  ]);
  // The calendar continues to today.
  expect(home.weeks.at(-1)?.day).toBe('2026-03-10');
  expect(
    tools(range, sources)
      .steps.map(({ key }) => key)
      .at(-1),
  ).toBe('2026-03-05');
  expect(models(range, sources).models[0]?.tokens).toBe(600);
  const { buckets, series } = trend({ metric: 'total_tokens', over: 'day', split: 'none', range }, sources);
  expect([buckets[0]?.key, buckets.at(-1)?.key]).toEqual(['2026-02-28', '2026-03-05']);
  expect(series.length).toBeGreaterThan(0);
});
