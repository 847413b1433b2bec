/** Parses days and periods in options. */
import { isDay } from '../usage/days';
import { dayOption } from './options';
import { UsageError } from './output';

/** Parses `--from` and `--to`. Throws a `UsageError`. */
export function daysOf({ from, to }: { from?: string; to?: string }): {
  from: string | null;
  to: string | null;
} {
  const days = { from: dayOption(from, 'from'), to: dayOption(to, 'to') };
  if (days.from !== null && days.to !== null && days.from > days.to)
    throw new UsageError(`--from ${days.from} is after --to ${days.to}.`);
  return days;
}

/** Parses `2026-10-01..2026-10-31`. Throws a `UsageError`. */
export function period(given: string | undefined, flag: string): { from: string; to: string } | undefined {
  if (given === undefined) return undefined;
  const [from = '', to = '', rest] = given.split('..');
  if (rest !== undefined || !isDay(from) || !isDay(to) || from > to)
    throw new UsageError(
      `--${flag} ${given}: give two days as FIRST..LAST, for example 2026-10-01..2026-10-31.`,
    );
  return { from, to };
}
