/** Figures as the tree and the tooltip write them. Nothing here knows of `vscode`. */
import { visible } from '../log/visible';
import { beyondWindow, type Context } from '../usage/context';

/** `vscode.l10n.t` or a stand-in: fills `{0}`, `{1}` … with the arguments, in the language of the editor. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** How dates and times are written: the locale of the editor and the zone that decides what a day is. */
export interface Place {
  locale: string;
  /** IANA name; undefined is the zone of the machine. */
  timeZone: string | undefined;
}

export interface Cost {
  /** Micro-dollars; null when nothing of it is priced. */
  costMicroUsd: number | null;
  lowerBound: boolean;
  unpriced: readonly string[];
  /** Conditions of requests whose price is not known (P66). */
  conditions?: readonly string[];
}

/** Dollars from micro-dollars, two places: `$1.20`. More than nothing but less than half a cent is `<$0.01`. */
export function dollars(microUsd: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
  });
  return microUsd > 0 && microUsd < 5_000 ? `<${format.format(0.01)}` : format.format(microUsd / 1e6);
}

/**
 * A cost that says what it leaves out: `≥ $1.20` when some requests never got a final usage or were made under a condition
 * without a known price, and the word
 * "unpriced" for models without a price (law 1: unknown is never zero). Without a request there is no cost: ''.
 */
export function costText(cost: Cost, locale: string, t: Translate): string {
  const unpriced = cost.unpriced.length > 0;
  if (cost.costMicroUsd === null) return unpriced ? t('unpriced') : '';
  const atLeast = cost.lowerBound || (cost.conditions?.length ?? 0) > 0;
  const sum = `${atLeast ? '≥ ' : ''}${dollars(cost.costMicroUsd, locale)}`;
  return unpriced ? t('{0} + unpriced', sum) : sum;
}

/** A count in few characters: `950`, `12.3K`, `4M`. */
export function short(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count);
}

/** A share of `whole`, to the nearest: `38 %`, `2.6 %` below ten; `100 %` only when it is all of it. */
export function percent(part: number, whole: number): string {
  if (whole <= 0) return '?';
  const share = (100 * part) / whole;
  const rounded = share < 9.95 ? Math.round(10 * share) / 10 : Math.round(share);
  return `${share < 100 ? Math.min(rounded, 99) : rounded} %`;
}

/** A time in minutes, hours from sixty of them: `7 min`, `1 h 05 min`. */
export function minutes(ms: number, t: Translate): string {
  const all = Math.floor(ms / 60_000);
  if (all < 60) return t('{0} min', all);
  return t('{0} h {1} min', Math.floor(all / 60), String(all % 60).padStart(2, '0'));
}

/** How full a context is, in a word or two: a share, that it is beyond the window, or its tokens when the window is not known. */
export function fillText(context: Context, locale: string, t: Translate): string {
  if (beyondWindow(context)) return t('beyond the window');
  return context.window === null
    ? t('{0} tokens', short(context.tokens, locale))
    : percent(context.tokens, context.window);
}

/** Hour and minute of an ISO time; '' when there is none. */
export function clock(iso: string | null, { locale, timeZone }: Place): string {
  if (iso === null) return '';
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(
    new Date(iso),
  );
}

/** When something was, in few characters: the time today, the weekday in the week before, else the date; '' when there is none. */
export function shortTime(iso: string | null, now: number, { locale, timeZone }: Place): string {
  if (iso === null) return '';
  const [day, today] = [dayOf(Date.parse(iso), timeZone), dayOf(now, timeZone)];
  const ago = (Date.parse(today) - Date.parse(day)) / 86_400_000;
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

/** Date, hour and minute of an ISO time; '' when there is none. */
export function dateAndClock(iso: string | null, { locale, timeZone }: Place): string {
  if (iso === null) return '';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(iso),
  );
}

/** Day of a time (ms since the epoch) in a zone, `YYYY-MM-DD`. */
export function dayOf(ms: number, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
  }).formatToParts(ms);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Title of a day: "Today", "Yesterday", else weekday and date. `today` and `day` are `YYYY-MM-DD`. */
export function dayTitle(day: string | null, today: string, locale: string, t: Translate): string {
  if (day === null) return t('No date');
  if (day === today) return t('Today');
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Date.parse(`${today}T00:00:00Z`) - midnight === 86_400_000) return t('Yesterday');
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

/** The text up to `limit` characters with hidden ones shown, with an ellipsis when cut; never half a surrogate pair. */
export function clip(text: string, limit: number): string {
  const chars = Array.from(text.slice(0, limit * 2));
  return visible(chars.length > limit ? `${chars.slice(0, limit - 1).join('')}…` : text);
}
