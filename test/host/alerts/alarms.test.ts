import { expect, test } from 'vitest';
import { newAlarms, WAIT_MS, waitsToTell } from '../../../src/host/alerts/alarms';
import { badgeOf } from '../../../src/badge/badge';
import { reasonsOf } from '../../../src/badge/reasons';
import { findings } from '../../../src/findings/registry';
import type { LiveSession } from '../../../src/library/sessionRow';
import { Settings } from '../../../src/settings/settings';
import type { Spend } from '../../../src/usage/budget';
import { found, live, reading } from '../rig';

const NAMES = new Set(findings.map(({ name }) => name));
const bad = reading({ name: 'stop_phrase', severity: 'critical' });
const harm = found({ name: 'guard_bypassed', severity: 'critical', sentence: 'Skipped the hooks' });
const sum = { tokens: 0, costMicroUsd: null, unpricedTokens: 0, lowerBound: 0, conditions: [] };
const limit = { t: 0, window: 'weekly' as const, reached: false, resetsAt: 10, at: 5, len: 1 };
const money = (share: number): Spend => ({
  block: null,
  limits: [],
  official: [],
  day: sum,
  week: sum,
  month: sum,
  budgets: [{ budget: { per: 'day', usd: 60 }, spentMicroUsd: 60_000_000 * share, share }],
});
const told = (
  sessions: readonly LiveSession[],
  part: {
    told?: string[];
    muted?: string[];
    settings?: object;
    spend?: Spend;
    now?: number;
    focused?: boolean;
  } = {},
) => {
  const facts = {
    words: [],
    spend: part.spend ?? null,
    settings: Settings.parse(part.settings ?? {}),
    now: part.now ?? 0,
    timeFormat: { locale: 'en', timeZone: 'UTC' },
    notKept: 'not kept',
    reading: null,
    stopped: false,
  };
  return newAlarms(reasonsOf(badgeOf(sessions, ['/home/ada/app'], false), facts), NAMES, {
    reported: new Set(part.told),
    muted: part.muted ?? [],
    focused: part.focused ?? true,
  });
};
const keys = (...args: Parameters<typeof told>) => told(...args).map(({ key }) => key);
const sessions = [
  { ...live({ id: 'a' }, [bad]), findings: [harm, found()] },
  { ...live({ id: 'ended', state: 'ended' }), findings: [harm] },
  { ...live({ id: 'elsewhere', project: '/other' }), findings: [harm] },
  { ...live({ id: 'b', state: 'waiting' }, [bad, reading({ severity: 'critical' })]), findings: [harm] },
];

test('harm in a live session of this workspace is told, once each', () => {
  expect(keys(sessions)).toEqual(['a guard_bypassed 0:70', 'b guard_bypassed 0:70']);
  expect(keys(sessions, { told: ['a guard_bypassed 0:70'] })).toEqual(['b guard_bypassed 0:70']);
  expect(keys(sessions, { muted: ['guard_bypassed'] })).toEqual([]);
  expect(keys(sessions, { settings: { alerts: { muted: ['guard_bypassed'] } } })).toEqual([]);
});

test('what happens again is told again, and leads to the line that tells it', () => {
  const again = {
    ...harm,
    evidence: [
      { at: 90, len: 1, note: '', against: true },
      { at: 99, len: 1, file: 1, note: '', against: true },
    ],
  };
  const [one] = told([{ ...live({ id: 'a' }), findings: [again] }], { told: ['a guard_bypassed 0:70'] });
  expect(one).toMatchObject({ sentence: 'Skipped the hooks', line: { at: 99, file: 1 } });
});

test('a measure is never told, whatever is set', () => {
  expect(keys([live({ id: 'a' }, [bad])], { settings: { alerts: { measures: true } } })).toEqual([]);
});

test('context, limit and budget, each once until it is another', () => {
  const full = (tokens: number) => [{ ...live({ id: 'a' }), context: { tokens, window: 200_000 } }];
  expect(keys(full(182_000))).toEqual(['a context warn']);
  expect(keys(full(184_000), { told: ['a context warn'] })).toEqual([]);
  expect(keys(full(191_000), { told: ['a context warn'] })).toEqual(['a context critical']);
  expect(keys([], { spend: money(0.9) })).toEqual(['budget day 1970-01-01  false']);
  expect(keys([], { spend: money(1.1), told: ['budget day 1970-01-01  false'] })).toHaveLength(1);
  expect(
    keys([], { spend: money(0.9), now: 86_400_000, told: ['budget day 1970-01-01  false'] }),
  ).toHaveLength(1);
  const near = { ...live({ id: 'a' }), limits: [limit] };
  expect(keys([near])).toEqual(['limit weekly 10 false']);
  expect(
    keys([{ ...near, limits: [limit, { ...limit, reached: true }] }], { told: ['limit weekly 10 false'] }),
  ).toEqual(['limit weekly 10 true']);
});

test('limits and budgets are told by the window the person is at, not by each; harm by that of its workspace', () => {
  expect(keys(sessions, { spend: money(1.1), focused: true })).toHaveLength(3);
  expect(keys(sessions, { spend: money(1.1), focused: false })).toEqual([
    'a guard_bypassed 0:70',
    'b guard_bypassed 0:70',
  ]);
  const near = { ...live({ id: 'a' }), limits: [limit] };
  expect(keys([near], { focused: true })).toEqual(['limit weekly 10 false']);
  expect(keys([near], { focused: false })).toEqual([]);
});

test('a wait is told of once it has lasted, each end of a turn once', () => {
  const at = Date.parse('2026-08-01T10:05:00.000Z');
  const waiting = live({ id: 'a', state: 'waiting' });
  expect(waitsToTell([waiting], new Set(), at + 5_000)).toEqual({ due: [], next: WAIT_MS - 5_000 });
  expect(waitsToTell([waiting, live({ id: 'b' })], new Set(), at + WAIT_MS)).toEqual({
    due: [waiting],
    next: null,
  });
  expect(waitsToTell([{ ...waiting, dismissed: ['waiting'] }], new Set(), at + WAIT_MS).due).toEqual([]);
  const key = 'a waits 2026-08-01T10:05:00.000Z';
  expect(waitsToTell([waiting], new Set([key]), at + WAIT_MS)).toEqual({ due: [], next: null });
  // A log whose last line lies in the future is looked at again soon, not in years.
  expect(waitsToTell([waiting], new Set(), 0).next).toBe(WAIT_MS);
});
