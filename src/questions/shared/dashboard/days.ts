/** Usage in a range and by day, for Home and Cost. Pure. */
import * as z from 'zod';
import { daysOf, isDayWithin } from '../../../analysis/family';
import { conversationsOf, type Conversation } from '../../../analysis/metrics';
import { cubeOf, toolsIn, usedDays, type Cube } from '../../../analysis/cube';
import {
  active,
  dayRangesOf,
  Day,
  historyOf,
  countedDays,
  type DayRange,
  type DashboardSources,
  type Range,
} from './ranges';
import { Over, overOf, Step, stepsOf } from '../../../usage/over';
import { Stack, stackOf } from './stacks';
import { nothing, sumOf, Used, usedOf, type UsageSum } from './used';
import { daysFrom } from '../../../usage/days';

export const Totals = Used.extend({
  sessions: z.number(),
  prompts: z.number(),
  calls: z.number(),
  errors: z.number(),
});
export type Totals = z.infer<typeof Totals>;

export const DaysUsed = z.object({
  from: Day.nullable(),
  to: Day,
  now: Totals,
  /** The same number of days before; null for all time. */
  before: Totals.nullable(),
  /** Oldest first, without gaps. Sessions are those active on the day. */
  days: z.array(Used.extend({ day: Day, sessions: z.number() })),
  /** The same in steps large enough for a chart. */
  over: Over,
  steps: z.array(Step.extend({ ...Used.shape, sessions: z.number() })),
  /** Usage on none of these days: without a readable time or, for all time, with an impossible one. */
  outside: Used,
  /** Number of days with usage: in `days`, and in as many days before. */
  activeDays: z.object({ now: z.number(), before: z.number() }),
  /** Cost of the steps, by project and by model. */
  stacks: z.object({ project: Stack, model: Stack }),
});
export type DaysUsed = z.infer<typeof DaysUsed>;

/** Usage in a range, with the usage of all days and the active sessions. */
export function daysUsed(
  range: Range,
  sources: DashboardSources,
): { used: DaysUsed; byDay: ReadonlyMap<string | null, UsageSum>; inRange: readonly Conversation[] } {
  const { figures, dayOf } = sources;
  const conversations = conversationsOf(figures);
  const bounds = dayRangesOf(range, sources);
  const cube = cubeOf(figures);
  const byDay = usedDays(cube);
  const all = [...byDay].map(([day, group]) => ({ ...group, day }));
  const { to } = bounds.now;
  const first = bounds.now.from ?? historyOf(all, sources).from;
  const shown = [...daysFrom(first, to)];
  const over = overOf(shown.length);
  const steps = stepsOf(over, first, to);
  const perDay = sessionsIn(stepsOf('day', first, to), conversations, dayOf);
  const perStep = sessionsIn(steps, conversations, dayOf);
  const inRange = active(conversations, bounds.now, dayOf);
  const used = {
    ...bounds.now,
    now: totals(cube, inRange, all, bounds.now),
    before:
      bounds.before === null
        ? null
        : totals(cube, active(conversations, bounds.before, dayOf), all, bounds.before),
    days: shown.map((day, at) => ({
      day,
      ...usedOf(byDay.get(day) ?? nothing()),
      sessions: perDay[at] ?? 0,
    })),
    over,
    steps: steps.map((step, at) => ({
      ...step,
      ...usedOf(sumOf([...daysFrom(step.from, step.to)].flatMap((day) => byDay.get(day) ?? []))),
      sessions: perStep[at] ?? 0,
    })),
    outside: usedOf(
      sumOf(all.filter(({ day }) => day === null || (range === 'all' && (day < first || day > to)))),
    ),
    activeDays: {
      now: activeDays(byDay, first, to),
      before: bounds.before?.from == null ? 0 : activeDays(byDay, bounds.before.from, bounds.before.to),
    },
    stacks: {
      project: stackOf('project', cube, steps),
      model: stackOf('model', cube, steps),
    },
  };
  return { used, byDay, inRange };
}

/**
 * Usage in the days: tokens and money by the day of the response, tool calls by the day of the call. Sessions are those
 * active in the days, and prompts those of these sessions.
 */
function totals(
  cube: Cube,
  inRange: readonly Conversation[],
  byDay: readonly DayUsage[],
  bounds: DayRange,
): Totals {
  return {
    sessions: inRange.length,
    prompts: inRange.reduce((sum, one) => sum + one.figures.prompts, 0),
    ...usedOf(sumOf(byDay.filter(({ day }) => isDayWithin(day, countedDays(bounds))))),
    ...callsIn(cube, bounds),
  };
}

/** Usage of a day; null: without a readable time. */
type DayUsage = UsageSum & { day: string | null };

/** Tool calls and failures; for all time including those without a time. */
export function callsIn(cube: Cube, bounds: DayRange): { calls: number; errors: number } {
  const { calls, errors } = toolsIn(cube, countedDays(bounds));
  return { calls, errors };
}

/** How many conversations were active in each of these consecutive steps. */
function sessionsIn(
  steps: readonly Step[],
  conversations: readonly Conversation[],
  dayOf: (t: number) => string,
): number[] {
  const at = new Map(steps.flatMap((step, i) => [...daysFrom(step.from, step.to)].map((day) => [day, i])));
  const [first, last] = [steps[0]?.from ?? '', steps.at(-1)?.to ?? ''];
  const changes = Array.from({ length: steps.length + 1 }, () => 0);
  for (const one of conversations) {
    const { from, to } = daysOf(one, dayOf);
    if (from === null || to === null || to < first || from > last || from > to) continue;
    const [begin, end] = [from < first ? 0 : at.get(from)!, to > last ? steps.length : at.get(to)! + 1];
    changes[begin]! += 1;
    changes[end]! -= 1;
  }
  let count = 0;
  return steps.map((_, i) => (count += changes[i] ?? 0));
}

/** Number of days with usage. */
const activeDays = (
  byDay: ReadonlyMap<string | null, { tokens: number }>,
  from: string,
  to: string,
): number =>
  [...byDay].filter(([day, { tokens }]) => day !== null && day >= from && day <= to && tokens > 0).length;
