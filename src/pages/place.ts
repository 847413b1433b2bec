/** Where a page is: how it writes times, and in which workspace, as the extension tells it. */
import { t } from '../l10n/texts';
import { dayFormatter } from '../usage/days';

export interface PagePlace {
  /** Of the editor. */
  locale?: string | undefined;
  /** IANA name; absent: the zone of the machine. */
  timeZone?: string | undefined;
  /** Paths of the workspace's folders. */
  folders?: readonly string[];
  /** What is shown is made up. */
  sample?: boolean;
}

/** ISO text, or ms since the epoch; null: there is none. */
type Time = string | number | null;

export interface TimeWriter {
  /** Date and time; `unknown time` when there is none. */
  dateTime(time: Time): string;
  /** Hour and minute; `–` when there is none. */
  clock(time: Time): string;
  /** `Nov 23` of a day as `YYYY-MM-DD`, `Nov 23, 2025` where it is of another year. */
  dayName(day: string): string;
  /** `Nov 2026` of a day as `YYYY-MM-DD`. */
  monthName(day: string): string;
  /** `Mon` of a day as `YYYY-MM-DD`. */
  weekday(day: string): string;
  /** The day of a time in ms, as `YYYY-MM-DD`. */
  dayOf(t: number): string;
}

/** Writes times in a place; a zone or language that is none falls back to the machine's. `now` says which year it is. */
export function timeWriter({ locale, timeZone }: PagePlace, now: () => number): TimeWriter {
  // Each is made when it first writes: that takes milliseconds, and a page begins with few of them.
  const format = (style: Intl.DateTimeFormatOptions) =>
    once(() => {
      for (const language of [locale, undefined])
        try {
          return new Intl.DateTimeFormat(language, { timeZone, ...style });
        } catch {
          // The next one will do.
        }
      return new Intl.DateTimeFormat(undefined, style);
    });
  const long = format({ dateStyle: 'medium', timeStyle: 'short' });
  const hour = format({ timeStyle: 'short' });
  // A day is one of the calendar, whatever the zone.
  const short = format({ month: 'short', day: 'numeric', timeZone: 'UTC' });
  const withYear = format({ month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' });
  const month = format({ month: 'short', year: 'numeric', timeZone: 'UTC' });
  const week = format({ weekday: 'short', timeZone: 'UTC' });
  const write = (time: Time, writer: () => Intl.DateTimeFormat, unknown: string): string => {
    const at = typeof time === 'number' ? time : Date.parse(time ?? '');
    return Number.isNaN(at) ? unknown : writer().format(at);
  };
  const days = once(() => dayIn(timeZone));
  const isThisYear = (day: string): boolean => day.slice(0, 4) === days()(now()).slice(0, 4);
  return {
    dateTime: (time) => write(time, long, t('unknown time')),
    clock: (time) => write(time, hour, '–'),
    // It often ends a sentence, which has a full stop of its own.
    dayName: (day) => write(day, isThisYear(day) ? short : withYear, day).replace(/\.$/, ''),
    monthName: (day) => write(day, month, day),
    weekday: (day) => write(day, week, day),
    dayOf: (at) => days()(at),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function dayIn(timeZone: string | undefined): (t: number) => string {
  try {
    return dayFormatter(timeZone);
  } catch {
    return dayFormatter(undefined);
  }
}
