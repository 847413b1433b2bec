/** The calendar of the last weeks: what each day cost, and a shade that ranks it. Pure. */
import type { Overview } from '../../../src/questions/overview';
import { t } from '../../shared/l10n';

type Day = Overview['weeks'][number];

/** A day in the calendar; `step` 1 to 5 is the fifth of the days with a cost it is in, 0 is none. */
export interface Cell extends Day {
  step: number;
}

export interface Week {
  monday: string;
  days: Cell[];
  /** Null where no token of the week has a price. */
  costMicroUsd: number | null;
  tokens: number;
}

/** On how many of the days somebody worked; nothing of a single one. */
export const workedDaysText = (days: readonly Pick<Day, 'tokens'>[]): string =>
  days.length < 2
    ? ''
    : t('Worked on {0} of these {1} days.', days.filter(({ tokens }) => tokens > 0).length, days.length);

const STEPS = 5;

/** Days in weeks, oldest first, without the weeks before the first day of work. */
export function weeksOf(days: readonly Day[]): Week[] {
  const costs = days
    .map(({ costMicroUsd }) => costMicroUsd ?? 0)
    .filter((cost) => cost > 0)
    .toSorted((a, b) => a - b);
  /** Equal days have equal shades. */
  const stepOf = (cost: number): number =>
    cost === 0 ? 0 : 1 + Math.floor((STEPS * costs.indexOf(cost)) / costs.length);
  const weeks: Week[] = [];
  for (let at = 0; at < days.length; at += 7) {
    const week = days.slice(at, at + 7);
    const priced = week.filter(({ costMicroUsd }) => costMicroUsd !== null);
    weeks.push({
      monday: week[0]?.day ?? '',
      days: week.map((one) => ({ ...one, step: stepOf(one.costMicroUsd ?? 0) })),
      costMicroUsd:
        priced.length === 0 ? null : priced.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0),
      tokens: week.reduce((sum, { tokens }) => sum + tokens, 0),
    });
  }
  const first = weeks.findIndex(({ tokens }) => tokens > 0);
  return first === -1 ? [] : weeks.slice(first);
}

/** Where an arrow leads from one day: by days and weeks, not over the ends. */
export function stepTo(key: string, at: number, days: number): number | null {
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key];
  if (by === undefined) return null;
  const to = at + by;
  return to < 0 || to >= days ? at : to;
}
