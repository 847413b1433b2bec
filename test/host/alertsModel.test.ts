import { expect, test } from 'vitest';
import { factOf, groupsOf, muteName, sentenceOf } from '../../src/host/alertsModel';
import type { Alert } from '../../src/questions/alerts';
import { t } from './rig';

const alert = (part: Partial<Alert>): Alert => ({
  id: 's1 finding guard_bypassed 0:70 critical',
  kind: 'finding',
  severity: 'critical',
  title: 'Skipped the hooks',
  detail: 'Look at it',
  session: 's1',
  sessionName: 'A title',
  project: '/here',
  at: '2026-08-01T10:00:00.000Z',
  line: { at: 70, file: 0 },
  ...part,
});

test('now: what is live, waits or is about money; recently: what was found before; this workspace first', () => {
  const all = [
    alert({ id: '1', session: 'gone', project: '/there' }),
    alert({ id: '2', session: 'gone' }),
    alert({ id: '3', session: 'live', project: '/there' }),
    alert({ id: '4', session: 'live' }),
    alert({ id: '5', kind: 'budget', session: null, project: null }),
    alert({ id: '6', kind: 'waiting', session: 'live', project: '/there' }),
  ];
  const { now, recently } = groupsOf(all, new Set(['live']), (project) => project === '/here');
  expect(now.map(({ id }) => id)).toEqual(['4', '5', '3', '6']);
  expect(recently.map(({ id }) => id)).toEqual(['2', '1']);
});

test.each<[string, Partial<Alert>]>([
  ['guard_bypassed', {}],
  ['guard_bypassed', { id: 'a/b c finding guard_bypassed 0:70 critical', session: 'a/b c' }],
  ['stop_phrase', { id: 's1 stop_phrase warn', kind: 'signal' }],
  ['waiting', { id: 's1 waiting 2026 ok', kind: 'waiting' }],
  ['budget', { id: 'budget day 2026-08-01  warn', kind: 'budget', session: null }],
])('muted by %s', (name, part) => expect(muteName(alert(part))).toBe(name));

test('each says the shortest that tells it', () => {
  const now = Date.parse('2026-08-01T10:07:30.000Z');
  expect(sentenceOf(alert({ kind: 'waiting', title: 'Waits for you' }), t)).toBe('Claude waits for you');
  expect(factOf(alert({ kind: 'waiting' }), now, t)).toBe('7 min');
  expect(factOf(alert({ kind: 'waiting' }), 0, t)).toBe('0 min');
  expect(factOf(alert({ kind: 'context', detail: '93 % used' }), now, t)).toBe('93 %');
  expect(factOf(alert({ kind: 'budget', detail: '$61 of $60' }), now, t)).toBe('$61 of $60');
  expect(factOf(alert({}), now, t)).toBe('');
});
