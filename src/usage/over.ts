/** Time axes of charts and tables, in steps of a day, week or month, without gaps. Pure. */
import * as z from 'zod';
import { DAY_MS, daysFrom, mondayOf, stepped, weekOf } from './days';

/** The length of a step. */
export const Over = z.enum(['day', 'week', 'month']);
export type Over = z.infer<typeof Over>;

/** A day, a week or a month, with its first and last day on the axis (`YYYY-MM-DD`). */
export const Step = z.object({ key: z.string(), from: z.string(), to: z.string() });
export type Step = z.infer<typeof Step>;

/** With more days or weeks, bars are too thin to see or to click. */
const MOST_DAYS = 92;
const MOST_WEEKS = 104;

/** Most days of an axis: about five years. Days outside, as from a wrong clock, are reported separately. */
export const LONGEST_AXIS = 1_830;

/** The smallest steps for so many days. */
export const overOf = (days: number): Over =>
  days <= MOST_DAYS ? 'day' : days <= 7 * MOST_WEEKS ? 'week' : 'month';

/** Returns a function that gives the key of a day's step: `2026-03-04`, `2026-W10`, `2026-03`. */
export function keysOf(over: Over): (day: string) => string {
  const known = new Map<string, string>();
  return (day) => {
    if (over === 'day') return day;
    if (over === 'month') return day.slice(0, 7);
    const week = known.get(day) ?? weekOf(day);
    known.set(day, week);
    return week;
  };
}

/** The first day of the step with this key. */
export function firstDayOf(over: Over, key: string): string {
  if (over === 'day') return key;
  if (over === 'month') return `${key}-01`;
  // The fourth of January is always in the first week.
  return stepped(mondayOf(`${key.slice(0, 4)}-01-04`), 7 * (Number(key.slice(6)) - 1));
}

/** All steps from one day to another, oldest first. */
export const stepsOf = (over: Over, from: string, to: string): Step[] =>
  [...Map.groupBy(daysFrom(from, to), keysOf(over))].map(([key, days]) => ({
    key,
    from: days[0] ?? from,
    to: days.at(-1) ?? to,
  }));

/** Number of days from one to another, both included. */
const lengthOf = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;

/** The first and last day of the axis that shows most of these days; null without days. */
export function axisOf(days: readonly string[]): { from: string; to: string } | null {
  const sorted = days.toSorted();
  let begin = 0;
  let best: { from: string; to: string; shown: number } | null = null;
  for (const [end, to] of sorted.entries()) {
    while (lengthOf(sorted[begin] ?? to, to) > LONGEST_AXIS) begin++;
    const shown = end - begin + 1;
    if (best === null || shown >= best.shown) best = { from: sorted[begin] ?? to, to, shown };
  }
  return best === null ? null : { from: best.from, to: best.to };
}

/** The axis for these days, in the smallest possible steps; without days it has no steps. */
export function timeAxis(days: readonly string[]): { over: Over; steps: Step[] } {
  const axis = axisOf(days);
  if (axis === null) return { over: 'day', steps: [] };
  const over = overOf(lengthOf(axis.from, axis.to));
  // From the beginning of the first step on, so that the step is complete.
  return { over, steps: stepsOf(over, firstDayOf(over, keysOf(over)(axis.from)), axis.to) };
}
