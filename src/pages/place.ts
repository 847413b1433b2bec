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

export interface TimeWriter {
  /** Date and time of an ISO string; `unknown time` when there is none. */
  dateTime(iso: string | null): string;
  /** Hour and minute; `–` when there is none. */
  clock(iso: string | null): string;
  /** `Nov 23` of a day as `YYYY-MM-DD`. */
  dayName(day: string): string;
  /** `Mon` of a day as `YYYY-MM-DD`. */
  weekday(day: string): string;
  /** The day of a time in ms, as `YYYY-MM-DD`. */
  dayOf(t: number): string;
}

/** Writes times in a place; a zone or language that is none falls back to the machine's. */
export function timeWriter({ locale, timeZone }: PagePlace): TimeWriter {
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
  const time = format({ dateStyle: 'medium', timeStyle: 'short' });
  const hour = format({ timeStyle: 'short' });
  // A day is one of the calendar, whatever the zone.
  const short = format({ month: 'short', day: 'numeric', timeZone: 'UTC' });
  const week = format({ weekday: 'short', timeZone: 'UTC' });
  const write = (iso: string | null, writer: () => Intl.DateTimeFormat, unknown: string): string => {
    const at = iso === null ? Number.NaN : Date.parse(iso);
    return Number.isNaN(at) ? unknown : writer().format(at);
  };
  const days = once(() => dayIn(timeZone));
  return {
    dateTime: (iso) => write(iso, time, t('unknown time')),
    clock: (iso) => write(iso, hour, '–'),
    // It often ends a sentence, which has a full stop of its own.
    dayName: (day) => write(day, short, day).replace(/\.$/, ''),
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
