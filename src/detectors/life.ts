/**
 * The life of an alert: new → seen → dismissed, muted or snoozed → resolved, and new again when it happens again. A pure state
 * machine; what it changes is kept in the archive (`store/alerts.ts`).
 */
import { rankOf, type Severity } from '../signals/severity';
import { MOST_DAYS, type AlertRecord, type AlertState, type AlertWords } from '../store/alerts';
import { DAY_MS, stepped } from '../usage/days';
import { isPutAway } from './alertStates';

/** The actions on an alert. */
export const ACTS = ['see', 'dismiss', 'mute', 'snooze', 'takeBack'] as const;
export type Act = (typeof ACTS)[number];

/** An alert that fires now. */
export interface Firing {
  id: string;
  severity: Severity;
  words: AlertWords;
}

export interface Moment {
  /** ms since the epoch. */
  now: number;
  /** Today, in the zone of the settings. */
  day: string;
}

/** The state that each action leads to; states that are not listed stay the same. */
const AFTER_ACT: Record<Act, Partial<Record<AlertState, AlertState>>> = {
  see: { new: 'seen' },
  dismiss: { new: 'dismissed', seen: 'dismissed', snoozed: 'dismissed' },
  mute: { new: 'muted', seen: 'muted', dismissed: 'muted', snoozed: 'muted', resolved: 'muted' },
  snooze: { new: 'snoozed', seen: 'snoozed', dismissed: 'snoozed', snoozed: 'snoozed' },
  takeBack: { dismissed: 'seen', muted: 'seen', snoozed: 'seen' },
};

/**
 * Why an alert no longer fires. `over`: its condition has ended; if it returns, it is a new alert. `aged`: its session is no longer watched;
 * a dismissed alert stays dismissed if the session continues.
 */
const AFTER_END: Record<'over' | 'aged', Partial<Record<AlertState, AlertState>>> = {
  over: { new: 'resolved', seen: 'resolved', dismissed: 'resolved', snoozed: 'resolved' },
  aged: { new: 'resolved', seen: 'resolved', snoozed: 'resolved' },
};

const isWorse = (now: Severity, then: Severity): boolean => rankOf(now) > rankOf(then);

/** A time after the last change, even if another machine's clock was ahead: the later of two changes counts. */
const changedNow = (record: AlertRecord, { now }: Moment): number => Math.max(now, record.changedAt + 1);

function stateFiring(record: AlertRecord, severity: Severity, { now }: Pick<Moment, 'now'>): AlertState {
  const { state } = record;
  if (state === 'resolved') return 'new';
  if (state === 'muted') return 'muted';
  if (isWorse(severity, record.severity)) return 'new';
  if (state === 'snoozed' && now >= (record.snoozedUntil ?? 0)) return 'new';
  return state;
}

/**
 * Tells of an alert that fires whether it is dismissed, muted or snoozed: no longer if it is worse than it was then, or the snooze has
 * ended. `now`: ms since the epoch.
 */
export function putAwayIn(records: readonly AlertRecord[]) {
  const known = new Map(records.map((one) => [one.id, one]));
  return (id: string, severity: Severity, now: number): boolean => {
    const record = known.get(id);
    return record !== undefined && isPutAway({ state: stateFiring(record, severity, { now }) });
  };
}

/** Records that an alert fires; `record` is null the first time. */
export function recordFiring(
  record: AlertRecord | null,
  { id, severity, words }: Firing,
  at: Moment,
): AlertRecord {
  if (record === null)
    return {
      id,
      state: 'new',
      firing: true,
      severity,
      since: beganAt(words, at),
      changedAt: at.now,
      snoozedUntil: null,
      days: [at.day],
      words,
    };
  const state = stateFiring(record, severity, at);
  const again = record.state === 'resolved';
  // Worse means worse than when it was dismissed, muted or snoozed.
  const putAway = state === 'dismissed' || state === 'snoozed';
  const next: AlertRecord = {
    ...record,
    state,
    firing: true,
    severity: putAway ? record.severity : severity,
    since: again ? at.now : record.since,
    snoozedUntil: state === 'snoozed' ? record.snoozedUntil : null,
    days: withDay(record.days, at.day),
    words,
  };
  const other = state !== record.state || !record.firing || next.severity !== record.severity;
  return other ? { ...next, changedAt: changedNow(record, at) } : next;
}

function beganAt({ at }: AlertWords, { now }: Moment): number {
  const t = at === null ? NaN : Date.parse(at);
  return t >= 0 && t <= now ? t : now;
}

const withDay = (days: readonly string[], day: string): string[] =>
  days.includes(day) ? [...days] : [...days, day].sort().slice(-MOST_DAYS);

/** Records that an alert no longer fires. */
export function ends(record: AlertRecord, how: 'over' | 'aged', at: Moment): AlertRecord {
  const state = AFTER_END[how][record.state] ?? record.state;
  if (state === record.state && !record.firing) return record;
  return {
    ...record,
    state,
    firing: false,
    snoozedUntil: state === 'snoozed' ? record.snoozedUntil : null,
    changedAt: changedNow(record, at),
  };
}

/** Applies an action of a person. `until`: end of a snooze, ms. */
export function acted(record: AlertRecord, act: Act, until: number | null, at: Moment): AlertRecord {
  const state = AFTER_ACT[act][record.state];
  if (state === undefined || (act === 'snooze' && !(until !== null && until > at.now))) return record;
  return {
    ...record,
    // A restored alert that no longer fires was resolved in the meantime.
    state: act === 'takeBack' && !record.firing ? 'resolved' : state,
    snoozedUntil: act === 'snooze' ? until : null,
    changedAt: changedNow(record, at),
  };
}

/** How long a resolved alert, or an aged dismissed one, is kept after its last change; ms. */
const KEPT_MS = 60 * DAY_MS;
/** Most records that are kept; the oldest are removed first. */
const MOST_RECORDS = 5_000;

export interface Advanced {
  /** Records that changed. */
  changed: AlertRecord[];
  /** Ids of records to delete. */
  removed: string[];
}

/** Updates all alerts: which fire, which ended, which are deleted. `aged`: whether an alert that does not fire ended only by time. */
export function advance(
  records: readonly AlertRecord[],
  firing: readonly Firing[],
  aged: (record: AlertRecord) => boolean,
  at: Moment,
): Advanced {
  const known = new Map(records.map((one) => [one.id, one]));
  const after = new Map(known);
  for (const one of firing) after.set(one.id, recordFiring(known.get(one.id) ?? null, one, at));
  const now = new Set(firing.map(({ id }) => id));
  for (const record of records)
    if (!now.has(record.id)) after.set(record.id, ends(record, aged(record) ? 'aged' : 'over', at));
  const removed = forgotten([...after.values()], at);
  return {
    changed: [...after.values()].filter((one) => !removed.has(one.id) && !isSame(one, known.get(one.id))),
    removed: [...removed].filter((id) => known.has(id)),
  };
}

/** Ids of records that are too old or too many. Firing and muted alerts are kept. */
function forgotten(records: readonly AlertRecord[], { now }: Moment): Set<string> {
  const idle = records
    .filter(({ firing, state }) => !firing && state !== 'muted')
    .sort((a, b) => a.changedAt - b.changedAt);
  const tooMany = Math.max(0, records.length - MOST_RECORDS);
  return new Set(
    idle.filter(({ changedAt }, i) => i < tooMany || now - changedAt > KEPT_MS).map(({ id }) => id),
  );
}

const isSame = (a: AlertRecord, b: AlertRecord | undefined): boolean =>
  b !== undefined && JSON.stringify(a) === JSON.stringify(b);

const STRIP_DAYS = 30;

/** Whether it fired on each of the last 30 days, today last. */
export function stripOf({ days }: Pick<AlertRecord, 'days'>, today: string): boolean[] {
  const fired = new Set(days);
  return Array.from({ length: STRIP_DAYS }, (_, i) => fired.has(stepped(today, i + 1 - STRIP_DAYS)));
}
