import { expect, onTestFinished, test } from 'vitest';
import { tomorrow } from '../../src/usage/days';
import { fromTo, shortTime } from '../../src/usage/times';

const NOW = Date.parse('2026-11-28T10:00:00Z');
test.each([
  ['2026-11-28T08:05:00Z', '8:05 AM'],
  ['2026-11-28T23:00:00Z', '11:00 PM'],
  ['2026-11-27T23:59:00Z', 'Fri'],
  ['2026-11-22T00:00:00Z', 'Sun'],
  ['2026-11-21T23:59:00Z', 'Nov 21'],
  ['2025-12-31T12:00:00Z', 'Dec 31, 2025'],
  [null, ''],
])('%s is written %s', (iso, text) =>
  expect(shortTime(iso, NOW, { locale: 'en', timeZone: 'UTC' })).toBe(text),
);

test('the zone decides what is today', () => {
  const place = { locale: 'en', timeZone: 'Pacific/Kiritimati' };
  expect(shortTime('2026-11-28T10:00:00Z', NOW, place)).toBe('12:00 AM');
  expect(shortTime('2026-11-28T09:59:00Z', NOW, place)).toBe('Sat');
});

test('a range within a day names the day once', () => {
  const place = { locale: 'en', timeZone: 'UTC' };
  const written = (from: string | null, to: string | null): string =>
    fromTo(from, to, place).replace(/\s/g, ' ');
  const [first, later, next] = ['2026-11-27T01:49:00Z', '2026-11-27T03:37:00Z', '2026-11-28T03:37:00Z'];
  expect(written(first, later)).toBe('Nov 27, 2026, 1:49 – 3:37 AM');
  expect(written(first, next)).toBe('Nov 27, 2026, 1:49 AM – Nov 28, 2026, 3:37 AM');
  expect([written(first, null), written(null, null)]).toEqual(['Nov 27, 2026, 1:49 AM', '']);
});

test.each([
  ['UTC', '2026-11-28T10:00:00Z', '2026-11-29T08:00:00Z'],
  // Just after midnight, the next calendar day's morning is meant.
  ['UTC', '2026-11-28T00:00:00Z', '2026-11-29T08:00:00Z'],
  // This day has 25 hours, and 24 hours later it is the same day.
  ['Europe/Berlin', '2026-10-24T22:30:00Z', '2026-10-26T07:00:00Z'],
  // The day after has 23 hours, and 24 hours later it is over.
  ['Europe/Berlin', '2026-03-28T22:30:00Z', '2026-03-29T06:00:00Z'],
  ['Asia/Kathmandu', '2026-12-31T18:10:00Z', '2027-01-01T02:15:00Z'],
])('tomorrow in %s, asked at %s, begins at %s', (zone, now, morning) => {
  const before = process.env['TZ'];
  onTestFinished(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });
  process.env['TZ'] = zone;
  expect(new Date(tomorrow(Date.parse(now))).toISOString()).toBe(morning.replace('Z', '.000Z'));
});
