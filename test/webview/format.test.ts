import { expect, test } from 'vitest';
import { clock, clocks, dayName, dayNames, dayOf } from '../../webview/shared/format';

test('days of more than a year tell their year, others do not', () => {
  expect(dayNames(['2026-03-09', '2026-11-24'])).toEqual([dayName('2026-03-09'), dayName('2026-11-24')]);
  expect(dayNames(['2025-03-09', '2026-03-09'])).toEqual(['2025-03-09', '2026-03-09']);
  expect(dayNames([])).toEqual([]);
});

test('times of several days tell the day where another begins, those of one day tell none', () => {
  const [first, later, other] = [0, 60_000, 3 * 86_400_000].map((ms) =>
    new Date(Date.UTC(2026, 2, 9, 12) + ms).toISOString(),
  );
  const day = (iso: string): string => dayName(dayOf(Date.parse(iso)));
  expect(clocks([first!, later!, null, other!])).toEqual([
    { day: day(first!), clock: clock(first!) },
    { day: '', clock: clock(later!) },
    { day: '', clock: '–' },
    { day: day(other!), clock: clock(other!) },
  ]);
  expect(clocks([first!, later!]).map((one) => one.day)).toEqual(['', '']);
});
