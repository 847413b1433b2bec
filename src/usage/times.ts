/** Formats days and times for the badge, the views and tooltips. */
import { t } from '../l10n/texts';
import { DAY_MS, dayFormatter } from './days';

/** The editor's locale and the chosen time zone. */
export interface TimeFormat {
  locale: string;
  /** IANA name. */
  timeZone: string;
}

/** Hour and minute of a time (ISO text, or ms since the epoch); '' for null. */
export function clock(time: string | number | null, { locale, timeZone }: TimeFormat): string {
  if (time === null) return '';
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(new Date(time));
}

/** A time in few characters: the clock time today, the weekday in the last week, else the date; '' for null. */
export function shortTime(iso: string | null, now: number, { locale, timeZone }: TimeFormat): string {
  if (iso === null) return '';
  const [day, today] = [dayOf(Date.parse(iso), timeZone), dayOf(now, timeZone)];
  const ago = (Date.parse(today) - Date.parse(day)) / DAY_MS;
  if (ago <= 0) return clock(iso, { locale, timeZone });
  const written = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(new Date(iso));
  if (ago < 7) return written({ weekday: 'short' });
  return written({
    month: 'short',
    day: 'numeric',
    year: day.slice(0, 4) === today.slice(0, 4) ? undefined : 'numeric',
  });
}

/** Date, hour and minute of a time (ISO text, or ms since the epoch); '' for null. */
export function dateAndClock(time: string | number | null, { locale, timeZone }: TimeFormat): string {
  if (time === null) return '';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(time),
  );
}

/** A range of times (ISO text), without repeating what both have in common; if one is null, the other; '' if both are. */
export function fromTo(from: string | null, to: string | null, { locale, timeZone }: TimeFormat): string {
  if (from === null || to === null || to < from) return dateAndClock(from ?? to, { locale, timeZone });
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).formatRange(
    new Date(from),
    new Date(to),
  );
}

/** Day of a time (ms since the epoch) in a zone, `YYYY-MM-DD`. */
export const dayOf = (ms: number, timeZone: string): string => dayFormatter(timeZone)(ms);

/** Title of a day: "Today", "Yesterday", else weekday and date. `today` and `day` are `YYYY-MM-DD`. */
export function dayTitle(day: string | null, today: string, locale: string): string {
  if (day === null) return t('No date');
  if (day === today) return t('Today');
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Date.parse(`${today}T00:00:00Z`) - midnight === DAY_MS) return t('Yesterday');
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    year: sameYear ? undefined : 'numeric',
    timeZone: 'UTC',
  }).format(midnight);
}
