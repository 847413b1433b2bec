import { expect, test } from 'vitest';
import { clock, clocks, dayName, dayOf, percent, span } from '../../webview/shared/format';

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

test('a share is not parted from its sign at the end of a line', () => {
  expect([percent(0, 7), percent(1, 3), percent(1, 9999), percent(1, 0)]).toEqual([
    '0\u00a0%',
    '33\u00a0%',
    '<\u00a00.1\u00a0%',
    '–',
  ]);
});

test('how long something took; a clock that was set back in between makes no negative time', () => {
  const [from, to] = ['2026-03-09T12:00:00.000Z', '2026-03-09T12:00:42.000Z'];
  expect([span(from, to), span(to, from), span(from, null), span(null, to)]).toEqual([
    '42 s',
    '0 s',
    '–',
    '–',
  ]);
});
