export const DAY_MS = 86_400_000;

/** A time (ms since the epoch) as ISO text; null for null. */
export const isoOf = (t: number | null): string | null => (t === null ? null : new Date(t).toISOString());

/** The day in UTC of a time (ms since the epoch), `YYYY-MM-DD`. */
export const utcDay = (t: number): string => new Date(t).toISOString().slice(0, 10);

/** True for a valid date `YYYY-MM-DD`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

/** The day so many days later. Counted on the calendar: a day of 23 or 25 hours is one day. */
export const stepped = (day: string, days: number): string => utcDay(Date.parse(day) + days * DAY_MS);

/** The last days up to today, `count` with it. Never reckoned from the time: when clocks change, 24 hours ago may be two days back, or today. */
export const lastDays = (today: string, count: number): { from: string; to: string } => ({
  from: stepped(today, 1 - count),
  to: today,
});

/** Days by name, for reports and the dashboard. */
export const NAMED_RANGES = ['today', 'yesterday', '7d', '30d', '90d', 'month', 'last-month', 'all'] as const;

const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;

/** First and last day of a range; null for all time. */
export function daysOfRange(
  range: (typeof NAMED_RANGES)[number],
  today: string,
): { from: string; to: string } | null {
  const first = firstOfMonth(today);
  switch (range) {
    case 'all':
      return null;
    case 'yesterday':
      return lastDays(stepped(today, -1), 1);
    case 'month':
      return { from: first, to: today };
    case 'last-month':
      return { from: firstOfMonth(stepped(first, -1)), to: stepped(first, -1) };
    default:
      return lastDays(today, { today: 1, '7d': 7, '30d': 30, '90d': 90 }[range]);
  }
}

/** 0 is Monday. */
export const weekdayOf = (day: string): number => (new Date(day).getUTCDay() + 6) % 7;
export const mondayOf = (day: string): string => stepped(day, -weekdayOf(day));

/** ISO week of a day, `2026-W47`. */
export function weekOf(day: string): string {
  // A week belongs to the year of its Thursday.
  const thursday = stepped(mondayOf(day), 3);
  const year = thursday.slice(0, 4);
  const week = Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** All days from the first to the last. */
export function* daysFrom(first: string, last: string): Generator<string> {
  for (let t = Date.parse(first); t <= Date.parse(last); t += DAY_MS) yield utcDay(t);
}

const QUARTER = 15 * 60_000;
/** Most quarter hours in the cache: about 20 years, a few megabytes at most. */
const REMEMBERED = 700_000;

/**
 * Returns a function that gives the day (`YYYY-MM-DD`) of a time (ms since the epoch) in an IANA zone (P23); undefined: the machine's zone.
 * It caches by quarter hour, as offsets change only on quarter hours. Throws a RangeError for an unknown zone.
 */
export function dayFormatter(timezone: string | undefined): (t: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'iso8601',
  });
  return byQuarter((t) => format.format(t));
}

/** Returns a function that gives the hour (0 to 23) of a time (ms since the epoch) in an IANA zone. Throws a RangeError for an unknown zone. */
export function hourFormatter(timezone: string): (t: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', hourCycle: 'h23' });
  return byQuarter((t) => Number(format.format(t)));
}

/** Caches `of` by quarter hour. */
function byQuarter<T>(of: (t: number) => T): (t: number) => T {
  const known = new Map<number, T>();
  return (t) => {
    const quarter = Math.floor(t / QUARTER);
    let value = known.get(quarter);
    if (value === undefined) {
      if (known.size > REMEMBERED) known.clear();
      value = of(quarter * QUARTER);
      known.set(quarter, value);
    }
    return value;
  };
}

/** When a day (`YYYY-MM-DD`) begins, ms since the epoch, found by bisection to the quarter hour. */
export function beginOfDay(day: string, dayOf: (t: number) => string): number {
  const middle = Date.parse(day);
  let before = middle - DAY_MS;
  let from = middle + DAY_MS;
  while (from - before > QUARTER) {
    const half = before + Math.round((from - before) / 2 / QUARTER) * QUARTER;
    if (dayOf(half) < day) before = half;
    else from = half;
  }
  return from;
}

/** Formats times in a zone. */
export interface Clock {
  /** IANA name of the zone, shown beside the times. */
  zone: string;
  /** A time (ms since the epoch) in that zone to the minute, `2026-08-01 12:00`. */
  time: (t: number) => string;
}

function clockIn(timezone: string): Clock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const day = dayFormatter(timezone);
  return { zone: timezone, time: (t) => `${day(t)} ${format.format(t)}` };
}

/** Functions for day, hour and clock time in a zone, and its name. Throws a RangeError for an unknown zone. */
export const calendarOf = (
  timezone: string,
): { day: (t: number) => string; hour: (t: number) => number; clock: Clock; zone: string } => ({
  zone: timezone,
  day: dayFormatter(timezone),
  hour: hourFormatter(timezone),
  clock: clockIn(timezone),
});

/** The hour at which alerts snoozed until tomorrow come back. */
const MORNING = 8;

/** The morning of the next calendar day in the machine's zone; both in ms since the epoch. */
export function tomorrow(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, MORNING).getTime();
}
