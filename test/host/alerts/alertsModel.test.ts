import { expect, test } from 'vitest';
import { factOf, groupsOf, sentenceOf } from '../../../src/host/alerts/alertsModel';
import { muteName } from '../../../src/detectors/alertStates';
import type { Alert } from '../../../src/questions/alerts';

const alert = (part: Partial<Alert>): Alert => ({
  id: 's1 finding guard_bypassed 0:70',
  kind: 'finding',
  detector: 'guard_bypassed',
  state: 'seen',
  severity: 'critical',
  sentence: 'Skipped the hooks',
  detail: 'Look at it',
  session: 's1',
  sessionName: 'A title',
  project: '/here',
  at: '2026-08-01T10:00:00.000Z',
  line: { at: 70, file: 0 },
  link: null,
  since: '2026-08-01T10:00:00.000Z',
  resolvedAt: null,
  snoozedUntil: null,
  strip: [],
  ...part,
});

test('now: what is live, waits or is about money; recently: what was found before; what was put away nowhere', () => {
  const all = [
    alert({ id: '1', session: 'gone', project: '/there' }),
    alert({ id: '2', session: 'gone' }),
    alert({ id: '3', session: 'live', project: '/there' }),
    alert({ id: '4', session: 'live' }),
    alert({ id: '5', kind: 'budget', session: null, project: null }),
    alert({ id: '6', kind: 'waiting', session: 'live', project: '/there' }),
    alert({ id: '7', kind: 'detector', session: null, project: null }),
    alert({ id: '8', session: 'live', state: 'resolved' }),
    ...(['dismissed', 'snoozed', 'muted'] as const).map((state) =>
      alert({ id: state, session: 'live', state }),
    ),
  ];
  const { now, recently, resolved } = groupsOf(all, new Set(['live']), (project) => project === '/here');
  expect(now.map(({ id }) => id)).toEqual(['4', '5', '7', '3', '6']);
  expect(recently.map(({ id }) => id)).toEqual(['2', '1']);
  expect(resolved.map(({ id }) => id)).toEqual(['8']);
});

test('of those that are resolved the first fifty are listed, of those found before the first two hundred', () => {
  const many = (part: Partial<Alert>): Alert[] =>
    Array.from({ length: 300 }, (_, n) => alert({ id: `${n}`, session: 'gone', ...part }));
  const groups = (part: Partial<Alert>) => groupsOf(many(part), new Set(), () => true);
  const first = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n}`);
  expect(groups({ state: 'resolved' }).resolved.map(({ id }) => id)).toEqual(first(50));
  expect(groups({}).recently.map(({ id }) => id)).toEqual(first(200));
});

test.each<[string, Partial<Alert>]>([
  ['guard_bypassed', {}],
  ['stop_phrase', { kind: 'signal', detector: 'stop_phrase' }],
  ['context', { kind: 'context', detector: 'context' }],
  ['detectors.context', { kind: 'detector', detector: 'context', session: null }],
  ['budget', { kind: 'budget', detector: 'budget', session: null }],
])('muted by %s', (name, part) => expect(muteName(alert(part))).toBe(name));

test('each says the shortest that tells it', () => {
  const now = Date.parse('2026-08-01T10:07:30.000Z');
  expect(sentenceOf(alert({ kind: 'waiting', sentence: 'Waits for you' }))).toBe('Claude waits for you');
  expect(factOf(alert({ kind: 'waiting' }), now)).toBe('7 min');
  expect(factOf(alert({ kind: 'waiting' }), Date.parse('2026-08-01T10:00:59.000Z'))).toBe('');
  expect(factOf(alert({ kind: 'waiting' }), 0)).toBe('');
  expect(factOf(alert({ kind: 'context', detail: '93 % used' }), now)).toBe('93 %');
  expect(factOf(alert({ kind: 'budget', detail: '$61 of $60' }), now)).toBe('$61 of $60');
  expect(factOf(alert({}), now)).toBe('');
});
