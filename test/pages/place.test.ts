import { expect, test } from 'vitest';
import { timeWriter } from '../../src/pages/place';

const NOW = Date.parse('2026-06-01T12:00:00.000Z');
const AT = '2026-03-08T16:30:00.000Z';

test('times are those of the zone that was chosen, in the language of the editor', () => {
  const plain = (text: string) => text.replace(/\s/g, ' ');
  const tokyo = timeWriter({ locale: 'en', timeZone: 'Asia/Tokyo' }, () => NOW);
  expect(plain(tokyo.dateTime(AT))).toBe('Mar 9, 2026, 1:30 AM');
  expect(plain(tokyo.clock(AT))).toBe('1:30 AM');
  const berlin = timeWriter({ locale: 'de', timeZone: 'Europe/Berlin' }, () => NOW);
  expect(berlin.clock(AT)).toBe('17:30');
});

test('what is unknown is said; a zone or language that is none costs that alone', () => {
  const { dateTime, clock } = timeWriter({ locale: 'no language!', timeZone: 'Asia/Tokyo' }, () => NOW);
  expect([dateTime(null), clock(null), dateTime('never')]).toEqual(['unknown time', '–', 'unknown time']);
  expect(clock(AT)).toMatch(/^0?1:30/);
  const here = timeWriter({ locale: 'en' }, () => NOW);
  expect(timeWriter({ locale: 'en', timeZone: 'Nowhere/At_all' }, () => NOW).clock(AT)).toBe(here.clock(AT));
});

test('the day is that of the zone, not of UTC', () => {
  const late = Date.parse('2026-03-08T23:30:00.000Z');
  expect(timeWriter({ timeZone: 'Asia/Tokyo' }, () => NOW).dayOf(late)).toBe('2026-03-09');
  expect(timeWriter({ timeZone: 'America/New_York' }, () => NOW).dayOf(late)).toBe('2026-03-08');
  expect(timeWriter({ timeZone: 'Nowhere/At_all' }, () => NOW).dayOf(late)).toMatch(/^2026-03-0[89]$/);
});

test('a day brings no full stop of its own to the end of a sentence', () => {
  expect(timeWriter({ locale: 'de', timeZone: 'UTC' }, () => NOW).dayName('2026-11-23')).toBe('23. Nov');
});

test('a day of another year tells its year, also when the year ends while the page is open', () => {
  let now = Date.parse('2026-12-31T14:59:00.000Z');
  const { dayName, monthName } = timeWriter({ locale: 'en', timeZone: 'Asia/Tokyo' }, () => now);
  expect(['2026-11-23', '2025-11-23'].map(dayName)).toEqual(['Nov 23', 'Nov 23, 2025']);
  now += 60_000;
  expect(['2026-11-23', '2027-01-01'].map(dayName)).toEqual(['Nov 23, 2026', 'Jan 1']);
  expect(monthName('2026-11-23')).toBe('Nov 2026');
});
