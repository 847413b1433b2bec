/** Official limits: which reports are kept, how long they are shown, and their effect on the running block. */
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

test('limits that have reset, and reports that are too old or in the future, are not shown', () => {
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

test('an official reset is the end of the running block, preferred over a log’s notice of the same reset', () => {
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

test('the file is private, is not rewritten without a change, and is ignored if invalid', () => {
  const folder = tempFolder();
  const file = join(folder, 'official.json');
  const windows = [{ session: 's', tokens: 1_000_000, at: 1 }];
  keepOfficial(folder, smallFiles, { limits: [limit(0.2, 5 * HOUR, 1)], windows });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const before = readFileSync(file, 'utf8');
  keepOfficial(folder, smallFiles, { limits: [limit(0.2, 5 * HOUR, 2)], windows });
  expect(readFileSync(file, 'utf8')).toBe(before);
  // Two sessions that report alternately do not write more often than one.
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
