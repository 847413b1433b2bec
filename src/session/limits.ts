/**
 * Parses Claude Code's notices of plan limits: which limit, and when it resets (P69). The wording changed often; all known forms are in
 * `test/session/limits.test.ts`. Pure: a clock time without a zone is kept, and resolved where the zone is known (`usage/resets.ts`).
 */
import * as z from 'zod';
import { memoize } from './memoize';
import { isZone } from './zones';
import { getOwn } from '../log/own';

/** Which limit: five hours, a week, a model per week, extra usage paid beyond the plan (`credits`), or not stated. */
export const LimitWindow = z.enum(['fiveHour', 'weekly', 'model', 'credits', 'unknown']);
export type LimitWindow = z.infer<typeof LimitWindow>;

export const Resets = z.object({
  /** ms since the epoch if the text has an absolute time, else null. */
  at: z.number().nullable(),
  /** Clock time in minutes of the day; null without one. */
  minute: z.number().nullable(),
  /** `MM-DD`, `YYYY-MM-DD`, a weekday (`mon` … `sun`) or `tomorrow`; null: a clock time alone (see `usage/resets.ts`). */
  day: z.string().nullable(),
  /** IANA zone, or an offset such as `+02:00`; null: that of the machine that wrote the log. */
  zone: z.string().nullable(),
});
export type Resets = z.infer<typeof Resets>;

export interface Limit {
  window: LimitWindow;
  /** False if it was only near. */
  reached: boolean;
  /** Null if the text does not say. */
  resets: Resets | null;
}

/** Longer texts are no notice of a limit. Characters. */
const LONGEST = 400;

const REACHED =
  /\b(?:limit (?:was )?reached|hit (?:your|the) [\w\s'.-]{0,40}?limit|reached (?:your|the) [\w\s'.-]{0,40}?limit|out of (?:extra usage|usage credits?)|limit exhausted|usage limit exceeded)\b/i;
const NEAR =
  /\b(?:approaching (?:your |the )?[\w\s-]{0,30}?limit|(?:used|at) \d{1,3}\s?% of your [\w\s-]{0,30}?limit|close to (?:your |the )?[\w\s-]{0,30}?limit)\b/i;
/** A server that is briefly busy is no limit of the plan. */
const BUSY = /temporarily limiting|not your usage limit|overloaded|requests? per minute/i;
/** Too many requests at once are none, either, unless the notice names a window or a reset. */
const TOO_FAST = /\brate.?limit/i;

const WINDOWS: readonly (readonly [LimitWindow, RegExp])[] = [
  ['credits', /extra usage|usage credits?|spend(?:ing)? limit|monthly|budget/i],
  ['model', /\b(?:opus|sonnet|haiku|fable|mythos)\b[\w\s.-]{0,20}limit/i],
  ['weekly', /\bweek(?:ly)?\b|\b(?:7|seven)[- ]day/i],
  ['fiveHour', /\b(?:5|five)[- ]?h(?:ou)?rs?\b|\bsession limit/i],
];

/** The limit in a notice of Claude Code; null if the text is no such notice. `t`: time of its line, ms since the epoch. */
export function limitOf(text: string, t: number | null): Limit | null {
  if (text.length > LONGEST || !/limit|usage/i.test(text)) return null;
  const flat = text.replaceAll('\u2019', "'").replace(/[\s\u00a0\u202f]+/g, ' ');
  const reached = REACHED.exec(flat);
  const phrase = reached ?? NEAR.exec(flat);
  if (phrase === null || BUSY.test(flat)) return null;
  // After the reset time there may be advice that names another limit.
  const window =
    windowIn(flat.slice(0, phrase.index + phrase[0].length)) ?? windowIn(flat.split(/\breset/i)[0]!);
  const resets = resetsOf(flat, t);
  if (window === undefined && resets === null && TOO_FAST.test(flat)) return null;
  return { window: window ?? 'unknown', reached: reached !== null, resets };
}

const windowIn = (text: string): LimitWindow | undefined =>
  WINDOWS.find(([, words]) => words.test(text))?.[0];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY =
  /^(?:(?<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?<tomorrow>tomorrow)|today|(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?<year>20\d\d))?)\b,?(?: at)? ?/i;
const CLOCK =
  /^(?<hour>\d{1,2})(?::(?<minute>\d\d))? ?(?<half>[ap])\.?m\b\.?|^(?<h24>\d{1,2}):(?<m24>\d\d)\b/i;
const SPAN =
  /^in (?:about )?(?<span>(?:\d{1,4} ?(?:d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)\b[ ,]*(?:and )?)+)/i;
const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
const INSTANT = /^(20\d\d-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(Z|UTC|[+-]\d\d:?\d\d)/i;
const YEARS = { from: Date.UTC(2020, 0), to: Date.UTC(2100, 0) };

function resetsOf(text: string, t: number | null): Resets | null {
  const instant = (at: number): Resets | null =>
    at >= YEARS.from && at < YEARS.to ? { at, minute: null, day: null, zone: null } : null;
  // The API's form: seconds or milliseconds after `|`.
  const bar = /\| ?(\d{10}|\d{13})\b/.exec(text)?.[1];
  if (bar !== undefined) return instant(Number(bar) * (bar.length === 10 ? 1000 : 1));
  const rest = /\b(?:resets?|renews?|try again|available again)\b(?: (?:at|on))? ?(.*)$/i.exec(text)?.[1];
  if (rest === undefined) return null;
  const dated = INSTANT.exec(rest);
  if (dated !== null) {
    const offset = /^(?:z|utc)$/i.test(dated[3]!) ? 'Z' : dated[3]!.replace(/^(...)(\d\d)$/, '$1:$2');
    return instant(Date.parse(`${dated[1]}T${dated[2]}${offset}`));
  }
  const span = (SPAN.exec(rest) ?? SPAN.exec(`in ${rest}`))?.groups?.['span'];
  if (span !== undefined) return t === null ? null : instant(t + lengthOf(span));
  return clockOf(rest);
}

const lengthOf = (span: string): number =>
  [...span.matchAll(/(\d{1,6}) ?([dhms])/gi)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (UNITS[unit!.toLowerCase()] ?? 0),
    0,
  );

/** Parses `3pm`, `Mon 12:00am`, `Oct 6, 1pm (Europe/Berlin)`, `4pm UTC`; null without a clock time. */
function clockOf(rest: string): Resets | null {
  const before = DAY.exec(rest);
  const clock = CLOCK.exec(rest.slice(before?.[0].length ?? 0))?.groups;
  const day = before === null ? null : dayOf(before.groups ?? {});
  if (clock === undefined || day === undefined) return null;
  const noon = clock['half']?.toLowerCase();
  const hour = Number(clock['hour'] ?? clock['h24']);
  const minute = Number(clock['minute'] ?? clock['m24'] ?? 0);
  if (minute > 59 || (noon === undefined ? hour > 23 : hour < 1 || hour > 12)) return null;
  const hours = noon === undefined ? hour : (hour % 12) + (noon === 'p' ? 12 : 0);
  const at = (before?.[0].length ?? 0) + (CLOCK.exec(rest.slice(before?.[0].length ?? 0))?.[0].length ?? 0);
  return { at: null, minute: hours * 60 + minute, day, zone: zoneOf(rest.slice(at)) };
}

/** The day as in `Resets`; undefined for an impossible date. */
function dayOf(groups: Record<string, string | undefined>): string | null | undefined {
  const { weekday, tomorrow, month, day, year } = groups;
  if (weekday !== undefined) return weekday.toLowerCase();
  if (tomorrow !== undefined) return 'tomorrow';
  if (month === undefined || day === undefined) return null;
  if (Number(day) < 1 || Number(day) > 31) return undefined;
  const date = `${String(MONTHS.indexOf(month.toLowerCase()) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return year === undefined ? date : `${year}-${date}`;
}

const ZONES: Readonly<Record<string, string>> = {
  utc: 'UTC',
  gmt: 'UTC',
  z: 'UTC',
  pt: 'America/Los_Angeles',
  pst: '-08:00',
  pdt: '-07:00',
  mt: 'America/Denver',
  mst: '-07:00',
  mdt: '-06:00',
  ct: 'America/Chicago',
  et: 'America/New_York',
  est: '-05:00',
  edt: '-04:00',
  bst: '+01:00',
  cet: '+01:00',
  cest: '+02:00',
  jst: '+09:00',
};

/** The zone after a clock time: `(Europe/Berlin)`, `UTC`, `GMT+2`, `PT`; null without one. */
function zoneOf(text: string): string | null {
  const named = /^ ?\(([A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){1,2})\)/.exec(text)?.[1];
  if (named !== undefined) return knownZone(named) ? named : null;
  const offset = /^ ?\(?(?:utc|gmt) ?([+-])(\d{1,2})(?::?(\d\d))?\b/i.exec(text);
  if (offset !== null) return `${offset[1]}${offset[2]!.padStart(2, '0')}:${offset[3] ?? '00'}`;
  const word = /^ ?\(?([A-Za-z]{1,4})\b/.exec(text)?.[1]?.toLowerCase();
  return word === undefined ? null : (getOwn(ZONES, word) ?? null);
}

const knownZone = memoize(isZone);
