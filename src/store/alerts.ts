/** What is stored of alerts: the state of each, since when, and on which days its condition held. `detectors/life.ts` changes them. */
import * as z from 'zod';
import { identifyingLine, type Found } from '../findings/finding';
import { valueIn } from '../log/json';
import { Severity } from '../signals/severity';
import { mergeRecords } from './mergeRecords';
import type { Database } from './sqlite';

export const ALERT_STATES = ['new', 'seen', 'dismissed', 'muted', 'snoozed', 'resolved'] as const;
export const AlertState = z.enum(ALERT_STATES);
export type AlertState = z.infer<typeof AlertState>;

const ALERT_KINDS = [
  'finding',
  'signal',
  'context',
  'budget',
  'limit',
  'log',
  'waiting',
  'detector',
] as const;

/** What an alert says. */
export const AlertWords = z.object({
  kind: z.enum(ALERT_KINDS),
  /** Name of the detector or finding; for other alerts, their kind. */
  detector: z.string(),
  /** What happened, in plain words. */
  sentence: z.string(),
  detail: z.string(),
  session: z.string().nullable(),
  sessionName: z.string().nullable(),
  project: z.string().nullable(),
  /** When it happened, ISO; null if it has no time. */
  at: z.string().nullable(),
  /** The log line that shows it; null if there is none. */
  line: z.object({ at: z.number(), file: z.number() }).nullable(),
  /** The dashboard tab that shows it, and the query there; null if a session or a line shows it. */
  link: z.object({ tab: z.string(), query: z.string() }).nullable(),
});
export type AlertWords = z.infer<typeof AlertWords>;

/** What an alert of a session is about, whatever its severity: the part of its id after the session's. A measure has its name. */
export const ALERT_ABOUT = {
  /** A repaired finding that happens again begins with another line. */
  finding(found: Pick<Found, 'name' | 'evidence' | 'grows'>): string {
    const { at, file } = identifyingLine(found);
    return `finding ${found.name} ${file}:${at}`;
  },
  log: 'log',
  /** After a compaction, a full context is another alert. */
  context: (compactions: number): string => `context ${compactions}`,
  /** Each end of a turn is another alert. */
  waiting: (endedAt: string | null): string => `waiting ${endedAt}`,
};

/** The id of an alert: of a session (`about`: see `ALERT_ABOUT`), or of what a detector reports. */
export const alertId = (of: string, about: string): string => `${of} ${about}`;

const Time = z.number().min(0).max(8.64e15);

export const AlertRecord = z.object({
  /** Identifies the alert, whatever its severity. */
  id: z.string().min(1).max(5_000),
  state: AlertState,
  /** The condition held at the last check. */
  firing: z.boolean(),
  /** Current severity; for a dismissed or snoozed alert, the severity at that time. */
  severity: Severity,
  /** When it began, or began again, ms. */
  since: Time,
  /** When a person or the condition last changed the alert, ms: the newer of two records counts. */
  changedAt: Time,
  /** ms; null unless it is snoozed. */
  snoozedUntil: Time.nullable(),
  /** Days (`YYYY-MM-DD`) on which the condition was seen, oldest first. */
  days: z.array(z.string().regex(/^\d{4}-\d\d-\d\d$/)).max(100),
  /** Null where only its id is known. */
  words: AlertWords.nullable(),
});
export type AlertRecord = z.infer<typeof AlertRecord>;

/** Maximum length of a record, as JSON. */
const LONGEST = 50_000;
/** Maximum number of days stored: those that the strip shows, and a few more. */
export const MOST_DAYS = 60;

/** Parses a record; null if the text is not one. */
export const recordIn = (text: unknown): AlertRecord | null =>
  typeof text === 'string' && text.length <= LONGEST
    ? (AlertRecord.safeParse(valueIn(text)).data ?? null)
    : null;

/** All valid records, in the order of their ids. */
export const readAlerts = (db: Database): AlertRecord[] =>
  db.all('select record from alert order by id').flatMap(([text]) => recordIn(text) ?? []);

export function writeAlert(db: Database, record: AlertRecord): void {
  const text = JSON.stringify(record);
  if (text.length > LONGEST) return;
  db.run('insert or replace into alert (id, changed_at, record) values (?, ?, ?)', [
    record.id,
    Math.round(record.changedAt),
    text,
  ]);
}

export const removeAlert = (db: Database, id: string): void => db.run('delete from alert where id = ?', [id]);

/** The conversation an alert is about, if it is about one. */
export const conversationOfAlert = ({ id, words }: AlertRecord): string =>
  (words?.session ?? id.split(' ', 1)[0] ?? '').split('/', 1)[0] ?? '';

/**
 * Merges two records of one alert: the newer change, and the days of both. If both changed at the same time, the one whose condition holds
 * longer wins, so that it does not matter who merges.
 */
export function mergedAlert(a: AlertRecord, b: AlertRecord): AlertRecord {
  const later = a.changedAt !== b.changedAt ? (a.changedAt > b.changedAt ? a : b) : isLater(a, b) ? a : b;
  const days = [...new Set([...a.days, ...b.days])].sort().slice(-MOST_DAYS);
  return { ...later, days };
}

const isLater = (a: AlertRecord, b: AlertRecord): boolean => {
  const [x, y] = [a.days.at(-1) ?? '', b.days.at(-1) ?? ''];
  return x === y ? JSON.stringify(a) >= JSON.stringify(b) : x > y;
};

/** Merges the alerts of another store into ours. */
export const mergeAlerts = (ours: Database, theirs: Database): ReturnType<typeof mergeRecords> =>
  mergeRecords(
    readAlerts(ours),
    readAlerts(theirs),
    ({ id }) => id,
    mergedAlert,
    (one) => writeAlert(ours, one),
  );
