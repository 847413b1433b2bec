/** The life of an alert: every state, every thing that can happen to it. */
import { expect, test } from 'vitest';
import { acted, advance, ACTS, ends, recordFiring, stripOf, type Firing } from '../../src/detectors/life';
import { ALERT_STATES, AlertRecord, mergedAlert, type AlertState } from '../../src/store/alerts';

const NOW = Date.parse('2026-03-10T12:00:00.000Z');
const AT = { now: NOW, day: '2026-03-10' };
const LATER = { now: NOW + 3_600_000, day: '2026-03-10' };

const firing = (more: Partial<Firing> = {}): Firing => ({
  id: 'cost /w/app',
  severity: 'warn',
  words: {
    kind: 'detector',
    detector: 'cost',
    sentence: 'Sessions in app cost more',
    detail: '',
    session: null,
    sessionName: null,
    project: '/w/app',
    at: null,
    line: null,
    link: null,
  },
  ...more,
});

const record = (state: AlertState, more: Partial<AlertRecord> = {}): AlertRecord =>
  AlertRecord.parse({
    ...recordFiring(null, firing(), AT),
    state,
    firing: state !== 'resolved',
    snoozedUntil: state === 'snoozed' ? NOW + 7_200_000 : null,
    ...more,
  });

const HAPPENINGS = {
  'fires again': (one) => recordFiring(one, firing(), LATER),
  'fires worse': (one) => recordFiring(one, firing({ severity: 'critical' }), LATER),
  'fires less': (one) => recordFiring(one, firing({ severity: 'ok' }), LATER),
  'fires after the snooze': (one) => recordFiring(one, firing(), { now: NOW + 7_200_000, day: AT.day }),
  over: (one) => ends(one, 'over', LATER),
  aged: (one) => ends(one, 'aged', LATER),
  see: (one) => acted(one, 'see', null, LATER),
  dismiss: (one) => acted(one, 'dismiss', null, LATER),
  mute: (one) => acted(one, 'mute', null, LATER),
  snooze: (one) => acted(one, 'snooze', NOW + 86_400_000, LATER),
  'snooze until before': (one) => acted(one, 'snooze', NOW, LATER),
  takeBack: (one) => acted(one, 'takeBack', null, LATER),
  'takeBack when over': (one) => acted({ ...one, firing: false }, 'takeBack', null, LATER),
} satisfies Record<string, (one: AlertRecord) => AlertRecord>;

/** What comes of each state, in the order new, seen, dismissed, muted, snoozed, resolved. */
const TABLE: Record<
  keyof typeof HAPPENINGS,
  [AlertState, AlertState, AlertState, AlertState, AlertState, AlertState]
> = {
  'fires again': ['new', 'seen', 'dismissed', 'muted', 'snoozed', 'new'],
  'fires worse': ['new', 'new', 'new', 'muted', 'new', 'new'],
  'fires less': ['new', 'seen', 'dismissed', 'muted', 'snoozed', 'new'],
  'fires after the snooze': ['new', 'seen', 'dismissed', 'muted', 'new', 'new'],
  over: ['resolved', 'resolved', 'resolved', 'muted', 'resolved', 'resolved'],
  aged: ['resolved', 'resolved', 'dismissed', 'muted', 'resolved', 'resolved'],
  see: ['seen', 'seen', 'dismissed', 'muted', 'snoozed', 'resolved'],
  dismiss: ['dismissed', 'dismissed', 'dismissed', 'muted', 'dismissed', 'resolved'],
  mute: ['muted', 'muted', 'muted', 'muted', 'muted', 'muted'],
  snooze: ['snoozed', 'snoozed', 'snoozed', 'muted', 'snoozed', 'resolved'],
  'snooze until before': ['new', 'seen', 'dismissed', 'muted', 'snoozed', 'resolved'],
  takeBack: ['new', 'seen', 'seen', 'seen', 'seen', 'resolved'],
  'takeBack when over': ['new', 'seen', 'resolved', 'resolved', 'resolved', 'resolved'],
};

const CASES = Object.entries(TABLE).flatMap(([what, states]) =>
  ALERT_STATES.map((from, i) => [from, what as keyof typeof HAPPENINGS, states[i]!] as const),
);

test.each(CASES)('%s, %s: %s', (from, what, to) => {
  const before = record(from);
  const after = HAPPENINGS[what](before);
  expect(after.state).toBe(to);
  expect(AlertRecord.safeParse(after).success).toBe(true);
  // What changes is newer than what was; what does not change is not, so that it wins over nobody's act.
  if (to === from && what !== 'fires worse' && what !== 'fires less' && after.firing === before.firing)
    expect(what === 'snooze' || after.changedAt === before.changedAt || what.startsWith('takeBack')).toBe(
      true,
    );
  if (to !== from) expect(after.changedAt).toBeGreaterThan(before.changedAt);
  // Only what is snoozed has an end.
  expect(after.snoozedUntil !== null).toBe(to === 'snoozed');
});

test('every act has its row in the table', () => {
  for (const act of ACTS) expect(Object.keys(TABLE)).toContain(act);
});

test('what comes back begins anew, and keeps its days', () => {
  const first = recordFiring(null, firing(), AT);
  expect(first).toMatchObject({ state: 'new', since: NOW, days: ['2026-03-10'] });
  const dismissed = acted(first, 'dismiss', null, AT);
  const over = ends(dismissed, 'over', { now: NOW + 86_400_000, day: '2026-03-11' });
  const again = recordFiring(over, firing(), { now: NOW + 3 * 86_400_000, day: '2026-03-13' });
  expect(again).toMatchObject({
    state: 'new',
    since: NOW + 3 * 86_400_000,
    days: ['2026-03-10', '2026-03-13'],
  });
  const strip = stripOf(again, '2026-03-13');
  expect([strip.length, strip.slice(-4)]).toEqual([30, [true, false, false, true]]);
  expect(stripOf(again, '2026-05-13')).toEqual(Array(30).fill(false));
});

test('worse is measured by how bad it was when it was put away, not by what came between', () => {
  const critical = acted(recordFiring(null, firing({ severity: 'critical' }), AT), 'dismiss', null, AT);
  const better = recordFiring(critical, firing(), LATER);
  expect(better).toMatchObject({ state: 'dismissed', severity: 'critical' });
  expect(recordFiring(better, firing({ severity: 'critical' }), LATER).state).toBe('dismissed');
});

test('it began when it happened, where that is known and not to come', () => {
  const at = (time: string | null) =>
    recordFiring(null, firing({ words: { ...firing().words, at: time } }), AT).since;
  expect(at('2026-03-09T12:00:00.000Z')).toBe(NOW - 86_400_000);
  for (const none of [null, '2027-01-01T00:00:00.000Z', 'yesterday', '1950-01-01T00:00:00.000Z'])
    expect(at(none)).toBe(NOW);
});

test('one look: what fires, what ended, what is forgotten; a second look changes nothing', () => {
  const old = record('resolved', { id: 'old', changedAt: NOW - 61 * 86_400_000 });
  const muted = record('muted', { id: 'quiet', firing: false, changedAt: NOW - 400 * 86_400_000 });
  const before = [record('seen', { id: 'gone' }), record('dismissed', { id: 'aged' }), old, muted];
  const { changed, removed } = advance(before, [firing()], ({ id }) => id === 'aged', AT);
  expect(changed.map(({ id, state, firing: now }) => [id, state, now])).toEqual([
    ['gone', 'resolved', false],
    ['aged', 'dismissed', false],
    ['cost /w/app', 'new', true],
  ]);
  expect(removed).toEqual(['old']);
  const after = [...changed, muted];
  expect(advance(after, [firing()], ({ id }) => id === 'aged', LATER)).toEqual({ changed: [], removed: [] });
  // Another day is noted, and is no change that wins over what a person did elsewhere meanwhile.
  const tomorrow = { now: NOW + 86_400_000, day: '2026-03-11' };
  const [noted] = advance(after, [firing()], ({ id }) => id === 'aged', tomorrow).changed;
  expect(noted).toMatchObject({ days: ['2026-03-10', '2026-03-11'], changedAt: NOW });
});

test('more records than are kept: the oldest that neither fire nor are muted go', () => {
  const many = Array.from({ length: 5_003 }, (_, i) =>
    record('resolved', { id: `r${i}`, changedAt: NOW - 5_003 + i }),
  );
  expect(advance(many, [], () => false, AT).removed).toEqual(['r0', 'r1', 'r2']);
});

test('of two records of one alert the later changed counts, with the days of both, whoever merges', () => {
  const mine = record('dismissed', { changedAt: NOW + 5, days: ['2026-03-01', '2026-03-10'] });
  const theirs = record('seen', { changedAt: NOW, days: ['2026-03-05', '2026-03-10'] });
  for (const merged of [mergedAlert(mine, theirs), mergedAlert(theirs, mine)])
    expect(merged).toMatchObject({ state: 'dismissed', days: ['2026-03-01', '2026-03-05', '2026-03-10'] });
  const [a, b] = [record('seen'), record('muted')];
  expect(mergedAlert(a, b)).toEqual(mergedAlert(b, a));
});
