import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// A day is the calendar day of the response's first line in one chosen IANA zone, summer time included; cutting the
// UTC string gives wrong days.
const days = (zone: string, ...times: string[]) =>
  one(
    inspected(
      folder({ 'a.jsonl': times.map((timestamp) => answer('a', 'x', { more: { timestamp } })) }),
      zone,
    ),
    'a',
  ).usage.map(({ day, requests }) => [day, requests]);

test('midnight is that of the zone', () => {
  const times = ['2026-08-01T18:29:59.000Z', '2026-08-01T18:30:00.000Z'];
  expect(days('UTC', ...times)).toEqual([['2026-08-01', 2]]);
  expect(days('Asia/Kolkata', ...times)).toEqual([
    ['2026-08-01', 1],
    ['2026-08-02', 1],
  ]);
});
test('the day on which summer time ends has 25 hours', () => {
  const times = ['2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.000Z', '2026-10-25T23:00:00.000Z'];
  expect(days('Europe/Berlin', ...times)).toEqual([
    ['2026-10-25', 2],
    ['2026-10-26', 1],
  ]);
});
