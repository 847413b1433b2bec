import { expect, test } from 'vitest';
import { alarmsToTell } from '../../src/host/alarms';
import type { LiveSession } from '../../src/library/sessionRow';
import { found, live, reading } from './rig';

const here = ['/home/ada/app'];
const bad = reading({ name: 'stop_phrase', severity: 'critical' });
const harm = found({ name: 'guard_bypassed', severity: 'critical', sentence: 'Skipped the hooks' });
const told = (
  sessions: readonly LiveSession[],
  part: { told?: string[]; muted?: string[]; measures?: boolean } = {},
) =>
  alarmsToTell(
    sessions,
    { told: new Set(part.told), muted: part.muted ?? [], measures: part.measures ?? false, words: [] },
    here,
    false,
  );
const keys = (...args: Parameters<typeof told>) => told(...args).map(({ key }) => key);
const sessions = [
  { ...live({ id: 'a' }, [bad]), findings: [harm, found()] },
  { ...live({ id: 'ended', state: 'ended' }), findings: [harm] },
  { ...live({ id: 'elsewhere', project: '/other' }), findings: [harm] },
  { ...live({ id: 'b', state: 'waiting' }, [bad, reading({ severity: 'critical' })]), findings: [harm] },
];

test('only what is critical, in a live session of this workspace, is told, once each', () => {
  expect(keys(sessions)).toEqual(['a guard_bypassed 0:70', 'b guard_bypassed 0:70']);
  expect(keys(sessions, { told: ['a guard_bypassed 0:70'] })).toEqual(['b guard_bypassed 0:70']);
  expect(keys(sessions, { muted: ['guard_bypassed'] })).toEqual([]);
});

test('what happens again is told again; it says the sentence and leads to the line that tells it', () => {
  const again = {
    ...harm,
    evidence: [
      { at: 90, len: 1, note: '', against: true },
      { at: 99, len: 1, file: 1, note: '', against: true },
    ],
  };
  const [one] = told([{ ...live({ id: 'a' }), findings: [again] }], { told: ['a guard_bypassed 0:70'] });
  expect(one).toMatchObject({
    sentence: 'Skipped the hooks',
    title: 'Guard bypassed',
    line: { at: 99, file: 1 },
  });
});

test('measures are told only to who wants codevigil’s behaviour', () => {
  expect(keys(sessions, { measures: true })).toEqual([
    'a guard_bypassed 0:70',
    'a stop_phrase',
    'b guard_bypassed 0:70',
    'b stop_phrase',
    'b read_edit_ratio',
  ]);
  const unread = reading({ name: 'parse_health', severity: 'critical' });
  expect(keys([live({ id: 'a' }, [unread])], { measures: true })).toEqual([]);
});
