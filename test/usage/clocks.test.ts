/** Days, hours and resets where clocks change, worked out by hand. */
import { expect, test } from 'vitest';
import { limitsNow, type LimitNotice } from '../../src/usage/blocks';
import { beginOfDay, dayFormatter, hourFormatter, lastDays } from '../../src/usage/days';
import { axisOf, overOf } from '../../src/usage/over';
import { resetTime } from '../../src/usage/resets';

const iso = (t: number | null): string | null => (t === null ? null : new Date(t).toISOString().slice(0, 16));
const utc = (text: string): number => Date.parse(`${text}Z`);

test.each([
  // Berlin goes from +1 to +2 at 01:00Z: 01:59 is followed by 03:00. In autumn 02:59 is followed by 02:00.
  ['Europe/Berlin', '2026-03-29T00:59', '2026-03-29', 1],
  ['Europe/Berlin', '2026-03-29T01:00', '2026-03-29', 3],
  ['Europe/Berlin', '2026-10-25T00:59', '2026-10-25', 2],
  ['Europe/Berlin', '2026-10-25T01:00', '2026-10-25', 2],
  ['Europe/Berlin', '2026-10-25T22:59', '2026-10-25', 23],
  // New York goes from −4 to −5 at 06:00Z: the hour from 1 to 2 comes twice.
  ['America/New_York', '2026-11-01T05:59', '2026-11-01', 1],
  ['America/New_York', '2026-11-01T06:00', '2026-11-01', 1],
  ['America/New_York', '2026-11-02T04:59', '2026-11-01', 23],
  // Lord Howe goes back half an hour, from +11 to +10:30, at 15:00Z: 01:59 is followed by 01:30.
  ['Australia/Lord_Howe', '2026-04-04T14:59', '2026-04-05', 1],
  ['Australia/Lord_Howe', '2026-04-04T15:00', '2026-04-05', 1],
  ['Australia/Lord_Howe', '2026-04-04T15:30', '2026-04-05', 2],
  // India is at +5:30 all year.
  ['Asia/Kolkata', '2026-08-01T18:29', '2026-08-01', 23],
  ['Asia/Kolkata', '2026-08-01T18:30', '2026-08-02', 0],
])('in %s %sZ is %s, hour %i', (zone, time, day, hour) => {
  expect([dayFormatter(zone)(utc(time)), hourFormatter(zone)(utc(time))]).toEqual([day, hour]);
});

test.each([
  // 23 hours, and 25.
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00'],
  ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00'],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00'],
  ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00'],
  ['Asia/Kolkata', '2026-08-02', '2026-08-01T18:30'],
  // +10:30.
  ['Australia/Lord_Howe', '2026-08-02', '2026-08-01T13:30'],
  // The day begins at one: clocks go from midnight to 01:00, which is +3.
  ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00'],
])('in %s the day %s begins at %sZ', (zone, day, begin) => {
  expect(iso(beginOfDay(day, dayFormatter(zone)))).toBe(begin);
});

test('the last days are those of the calendar', () => {
  expect(lastDays('2026-03-01', 1)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
  expect(lastDays('2026-03-02', 7)).toEqual({ from: '2026-02-24', to: '2026-03-02' });
});

const clock = (hour: number, minute: number) => ({
  at: null,
  minute: hour * 60 + minute,
  zone: null,
  day: null,
});

test.each([
  // 22:00 in Berlin; 01:30 comes before clocks change, at +2.
  ['Europe/Berlin', '2026-10-24T20:00', clock(1, 30), '2026-10-24T23:30'],
  // 03:30 comes after, at +1.
  ['Europe/Berlin', '2026-10-24T20:00', clock(3, 30), '2026-10-25T02:30'],
  // 20:00 in New York; 03:30 comes after clocks went forward at 07:00Z, at −4.
  ['America/New_York', '2026-03-08T01:00', clock(3, 30), '2026-03-08T07:30'],
  // At the very time it is that of tomorrow.
  ['UTC', '2026-03-08T12:00', clock(12, 0), '2026-03-09T12:00'],
  ['UTC', '2026-03-08T11:59', clock(12, 0), '2026-03-08T12:00'],
])('in %s a notice of %sZ of a reset %j: %s', (zone, time, resets, expected) => {
  expect(iso(resetTime(resets, utc(time), zone))).toBe(expected);
});

test('a clock time of the 5-hour limit that has passed is not that of tomorrow, also where clocks change', () => {
  // Berlin: 00:30 at +2 was at 22:30Z, the notice is at 03:10, after clocks went back.
  const at = resetTime(clock(0, 30), utc('2026-10-25T02:10'), 'Europe/Berlin', 'fiveHour');
  expect(iso(at)).toBe('2026-10-24T22:30');
  // Before midnight.
  expect(iso(resetTime(clock(23, 50), utc('2026-11-02T00:10'), 'UTC', 'fiveHour'))).toBe('2026-11-01T23:50');
  const notice: LimitNotice = { t: 5_000, window: 'fiveHour', reached: true, resetsAt: 4_000, at: 0, len: 1 };
  expect(limitsNow([notice], 5_001)).toEqual([]);
});

test('a date is the nearest one to its notice', () => {
  const dated = (day: string) => ({ at: null, minute: 600, zone: null, day });
  const of = (day: string, t: string): string | null => iso(resetTime(dated(day), utc(t), 'UTC'));
  expect(of('12-31', '2027-01-01T00:00')).toBe('2026-12-31T10:00');
  expect(of('01-02', '2026-12-30T00:00')).toBe('2027-01-02T10:00');
  expect(of('02-29', '2028-02-27T00:00')).toBe('2028-02-29T10:00');
  expect(of('02-30', '2028-02-27T00:00')).toBeNull();
});

test('a notice that is dated in the future is not shown yet', () => {
  const notice: LimitNotice = { t: 1_001, window: 'fiveHour', reached: true, resetsAt: 9_000, at: 0, len: 1 };
  expect([limitsNow([notice], 1_000), limitsNow([notice], 1_001)]).toEqual([[], [notice]]);
});

test('up to 92 days are shown by day, up to 104 weeks by week', () => {
  expect([92, 93, 728, 729].map(overOf)).toEqual(['day', 'week', 'week', 'month']);
});

// From 2020-01-01 to 2025-01-03 are 366 + 3 · 365 + 366 + 3 = 1,830 days. Of two days that are farther apart the later is shown.
test('an axis has 1,830 days at most', () => {
  const axis = (last: string) => axisOf(['2020-01-01', last]);
  expect(axis('2025-01-03')).toEqual({ from: '2020-01-01', to: '2025-01-03' });
  expect(axis('2025-01-04')).toEqual({ from: '2025-01-04', to: '2025-01-04' });
});
