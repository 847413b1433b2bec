/** Figures, times and text from logs as the tree and the tooltip write them. Nothing here knows of `vscode`. */
import { t } from '../l10n/texts';
import { clip, visible } from '../log/visible';
import { DAY_MS, dayFormatter } from '../usage/days';
import { formatCost } from '../usage/format';

export { clip } from '../log/visible';

/** How dates and times are written: the locale of the editor and the zone that decides what a day is. */
export interface Place {
  locale: string;
  /** IANA name. */
  timeZone: string;
  /** What is shown is made up. */
  sample?: boolean;
}

export interface Cost {
  /** Micro-dollars; null when nothing of it is priced. */
  costMicroUsd: number | null;
  lowerBound: boolean;
  unpriced: readonly string[];
  /** Conditions of requests whose price is not known (P66). */
  conditions?: readonly string[];
}

/**
 * A cost that says what it leaves out: `≥ $1.20` when some requests never got a final usage or were made under a condition
 * without a known price, and the word
 * "unpriced" for models without a price (law 1: unknown is never zero). Without a request there is no cost: ''.
 */
export function costText(cost: Cost): string {
  const unpriced = cost.unpriced.length > 0;
  if (cost.costMicroUsd === null) return unpriced ? t('unpriced') : '';
  const lowerBound = cost.lowerBound || (cost.conditions?.length ?? 0) > 0;
  const sum = formatCost(cost.costMicroUsd, { lowerBound });
  return unpriced ? t('{0} + unpriced', sum) : sum;
}

/** Hour and minute of a time (ISO text, or ms since the epoch); '' when there is none. */
export function clock(time: string | number | null, { locale, timeZone }: Place): string {
  if (time === null) return '';
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(new Date(time));
}

/** When something was, in few characters: the time today, the weekday in the week before, else the date; '' when there is none. */
export function shortTime(iso: string | null, now: number, { locale, timeZone }: Place): string {
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

/** Date, hour and minute of a time (ISO text, or ms since the epoch); '' when there is none. */
export function dateAndClock(time: string | number | null, { locale, timeZone }: Place): string {
  if (time === null) return '';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(time),
  );
}

/** From one time to another (ISO text), what is alike in both told once; the one there is, '' when there is none. */
export function fromTo(from: string | null, to: string | null, { locale, timeZone }: Place): string {
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

/**
 * Text from a log made safe to stand in Markdown: every character with a meaning there is escaped, `$(`
 * included, which would be an icon; line breaks become spaces.
 */
export function escapeMarkdown(text: string): string {
  return visible(text.replace(/\s+/g, ' ')).replace(/[\\`*_{}[\]()#+\-.!|<>~$&:@]/g, '\\$&');
}

/** Text from a log in a label, where `$(name)` would be drawn as an icon. */
export const plainLabel = (text: string): string => visible(text).replaceAll('$(', '$ (');

/** The name of a session, cut; what was typed keeps its quotation mark. */
export function clipName(name: string, limit: number): string {
  const cut = clip(name, limit);
  const open = cut.startsWith('“') && cut.endsWith('…');
  return open ? `${cut.slice(0, -1).trimEnd()}…”` : cut.replace(/\s+…$/, '…');
}

/** Scripts that are written from right to left. */
const FROM_THE_RIGHT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name as it stands before other words: one that is written from right to left would turn their order round, too. */
export const isolated = (name: string): string => (FROM_THE_RIGHT.test(name) ? `\u2068${name}\u2069` : name);
