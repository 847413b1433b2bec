/** Time in steps, as charts go over it: every day, week or month, so that time is to scale. Pure. */
import * as z from 'zod';
import { weekOf } from '../../analysis/usage';
import { daysFrom } from '../../usage/days';
import { Day } from './ranges';

/** What a chart goes over. */
export const Over = z.enum(['day', 'week', 'month']);
export type Over = z.infer<typeof Over>;

/** A day, a week or a month, with its first and last day on the axis. */
export const Step = z.object({ key: z.string(), from: Day, to: Day });
export type Step = z.infer<typeof Step>;

/** Bars of more days than these, or of more weeks, are too thin to be seen or hit. */
const MOST_DAYS = 92;
const MOST_WEEKS = 104;

/** The smallest steps in which so many days can be shown. */
export const overOf = (days: number): Over =>
  days <= MOST_DAYS ? 'day' : days <= 7 * MOST_WEEKS ? 'week' : 'month';

/** Gives the key of the step a day is in: `2026-03-04`, `2026-W10`, `2026-03`. */
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

/** Every step from a day to another, oldest first, also those in which nothing happened. */
export const stepsOf = (over: Over, from: string, to: string): Step[] =>
  [...Map.groupBy(daysFrom(from, to), keysOf(over))].map(([key, days]) => ({
    key,
    from: days[0] ?? from,
    to: days.at(-1) ?? to,
  }));
