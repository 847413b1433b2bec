/** Times and spans on a page. Numbers, money and shares are in `src/usage/format.ts`. */

import { timeWriter } from '../../src/pages/place';
import { pagePlace } from './pageData';
import { formatShare, formatSpan } from '../../src/usage/format';

/** What is shown is sample data. */
export const isSample: boolean = pagePlace.sample === true;

/** Folders of the workspace the page was opened in. */
export const folders: readonly string[] = pagePlace.folders ?? [];

/** Date and time, hour and minute, day, weekday, the day of a time: in the zone of the settings and the language of the editor. */
export const { dateTime, clock, dayName, monthName, weekday, dayOf } = timeWriter(pagePlace, Date.now);

/** Times in order as hour and minute, each that is the first of another day with its day before it. */
export function clocks(times: readonly (string | null)[]): { day: string; clock: string }[] {
  const days = times.map((iso) => (iso === null ? null : dayOf(Date.parse(iso))));
  const several = new Set(days.filter((day) => day !== null)).size > 1;
  return times.map((iso, i) => {
    const day = days[i] ?? null;
    return { day: several && day !== null && day !== days[i - 1] ? dayName(day) : '', clock: clock(iso) };
  });
}

/** Time between two ISO times; `–` when one is missing. */
export const span = (from: string | null, to: string | null): string =>
  from === null || to === null ? '–' : formatSpan(Math.max(0, Date.parse(to) - Date.parse(from)));

/** A share as `formatShare` writes it; its signs stay with its figure. */
export const percent = (part: number, whole: number): string =>
  formatShare(part, whole).replaceAll(' ', '\u00a0');
