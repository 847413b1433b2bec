import { expect, test } from 'vitest';
import { clipName, fromTo, shortTime, isolated } from '../../src/host/format';

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

test('a name from right to left does not turn round what stands behind it; others stay as they are', () => {
  expect(isolated('إصلاح login.ts')).toBe('\u2068إصلاح login.ts\u2069');
  expect(isolated('תיקון')).toBe('\u2068תיקון\u2069');
  expect([isolated('Fix login.ts'), isolated('修正 ログイン')]).toEqual(['Fix login.ts', '修正 ログイン']);
});

test('from one time to another the day is told once, where it is one', () => {
  const place = { locale: 'en', timeZone: 'UTC' };
  const written = (from: string | null, to: string | null): string =>
    fromTo(from, to, place).replace(/\s/g, ' ');
  const [first, later, next] = ['2026-11-27T01:49:00Z', '2026-11-27T03:37:00Z', '2026-11-28T03:37:00Z'];
  expect(written(first, later)).toBe('Nov 27, 2026, 1:49 – 3:37 AM');
  expect(written(first, next)).toBe('Nov 27, 2026, 1:49 AM – Nov 28, 2026, 3:37 AM');
  expect([written(first, null), written(null, null)]).toEqual(['Nov 27, 2026, 1:49 AM', '']);
});

test('a name that is cut keeps its quotation mark, and has no blank before the sign of it', () => {
  expect(clipName('“Rewrite the store so that it survives”', 14)).toBe('“Rewrite the…”');
  expect(clipName('Rewrite the store', 13)).toBe('Rewrite the…');
  expect(clipName('“Go on”', 14)).toBe('“Go on”');
});
