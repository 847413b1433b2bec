/** What Claude Code itself says of limits: what is kept of it, for how long it is shown, and what it does to the running window. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { smallFiles } from '../../src/store/smallFiles';
import { keepOfficial, officialIn, readOfficial } from '../../src/store/officialFile';
import { blocksOf } from '../../src/usage/blocks';
import {
  NOTHING_REPORTED,
  officialWindow,
  shownOfficial,
  withReport,
  type OfficialLimit,
} from '../../src/usage/official';
import { tempFolder } from '../support/tempFolder';

const HOUR = 3_600_000;
const limit = (
  share: number,
  resetsAt: number,
  at: number,
  window: OfficialLimit['window'] = 'fiveHour',
) => ({
  window,
  share,
  resetsAt,
  at,
});
const told = (...limits: OfficialLimit[]) => ({ limits, windows: [] });
const after = (...all: OfficialLimit[]) =>
  all.reduce((known, one) => withReport(known, told(one)), NOTHING_REPORTED).limits;

test.each([
  ['more is used', limit(0.2, 5 * HOUR, 1), limit(0.3, 5 * HOUR, 2), 0.3],
  ['a quiet session tells what it heard long ago', limit(0.3, 5 * HOUR, 1), limit(0.2, 5 * HOUR, 2), 0.3],
  ['the same reset, rounded otherwise', limit(0.3, 5 * HOUR, 1), limit(0.2, 5 * HOUR + 60_000, 2), 0.3],
  ['a new window', limit(0.9, 5 * HOUR, 1), limit(0.01, 10 * HOUR, 2), 0.01],
  ['a window of before', limit(0.01, 10 * HOUR, 1), limit(0.9, 5 * HOUR, 2), 0.01],
])('%s', (_, first, second, share) => {
  expect(after(first, second).map((one) => one.share)).toEqual([share]);
});

test('what has reset, was said too long ago, or lies ahead of this clock is not shown', () => {
  const official = {
    ...NOTHING_REPORTED,
    limits: [limit(0.4, 5 * HOUR, HOUR), limit(0.5, 100 * HOUR, HOUR, 'weekly')],
  };
  const shown = (now: number) => shownOfficial(official, now).map(({ window }) => window);
  expect(shown(2 * HOUR)).toEqual(['fiveHour', 'weekly']);
  expect(shown(2 * HOUR + 1)).toEqual(['weekly']);
  expect(shown(26 * HOUR)).toEqual([]);
  expect(shown(0)).toEqual([]);
});

test('its reset is the end of the running window, before the words of a log that mean the same', () => {
  const spent = [4, 5].map((hour) => ({ t: hour * HOUR, tokens: 1, costMicroUsd: 1 }));
  const log = { t: 5 * HOUR, window: 'fiveHour' as const, reached: true, resetsAt: 8 * HOUR };
  const official = {
    ...log,
    t: 6 * HOUR,
    reached: false,
    resetsAt: 8 * HOUR + 120_000,
    official: true as const,
  };
  expect(blocksOf(spent, 6 * HOUR, [log, official])).toMatchObject([
    { start: 3 * HOUR + 120_000, end: 8 * HOUR + 120_000, known: 'official', reachedAt: 5 * HOUR },
  ]);
});

test('the file: kept for this person alone, not written again for nothing, anything else counts as none', () => {
  const folder = tempFolder();
  const file = join(folder, 'official.json');
  const windows = [{ session: 's', tokens: 1_000_000, at: 1 }];
  keepOfficial(folder, smallFiles, { limits: [limit(0.2, 5 * HOUR, 1)], windows });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const before = readFileSync(file, 'utf8');
  keepOfficial(folder, smallFiles, { limits: [limit(0.2, 5 * HOUR, 2)], windows });
  expect(readFileSync(file, 'utf8')).toBe(before);
  // Two sessions that tell by turns write no more than one.
  const turn = (session: string, at: number) =>
    keepOfficial(folder, smallFiles, { limits: [], windows: [{ session, tokens: 1_000_000, at }] });
  turn('t', 3);
  const two = readFileSync(file, 'utf8');
  expect(two).not.toBe(before);
  for (const [i, session] of ['s', 't', 's'].entries()) turn(session, 4 + i);
  expect(readFileSync(file, 'utf8')).toBe(two);
  let now = 0;
  const read = officialIn(folder, smallFiles, () => now);
  expect(officialWindow(read(), 's')).toBe(1_000_000);
  writeFileSync(file, '{"version":1,"limits":"many"}');
  expect(read()?.limits.length).toBe(1);
  now = HOUR;
  expect([read(), readOfficial(folder, smallFiles)]).toEqual([null, null]);
  expect(keepOfficial(folder, smallFiles, told(limit(0.5, 5 * HOUR, 3))).limits[0]?.share).toBe(0.5);
});
