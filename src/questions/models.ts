/** Cost › Models: usage and cost of each model, and its share over time. Pure. */
import * as z from 'zod';
import { cubeOf, modelsIn, usedDays } from '../analysis/cube';
import { daysFrom } from '../usage/days';
import { Over, overOf, Step, stepsOf } from '../usage/over';
import {
  dayRangesOf,
  Day,
  historyOf,
  Range,
  countedDays,
  type DashboardSources,
} from './shared/dashboard/ranges';
import { dashboardOf, Query, type Sources } from './shared/sources';
import { compareTexts } from '../log/compareTexts';
import { Used, usedOf } from './shared/dashboard/used';

export const args = z.object({ range: Range, query: Query });

export const Models = z.object({
  /** The days. */
  from: Day.nullable(),
  to: Day,
  models: z.array(
    Used.extend({
      model: z.string(),
      requests: z.number(),
      input: z.number(),
      output: z.number(),
      cacheRead: z.number(),
      cacheWrite: z.number(),
    }),
  ),
  /** Tokens of each model over time, oldest first. */
  over: Over,
  steps: z.array(Step.extend({ tokens: z.record(z.string(), z.number()) })),
  /** Tokens in none of these steps: without a readable time or, for all time, with an impossible one. */
  outside: z.number(),
});
export type Models = z.infer<typeof Models>;
export const reply = Models;

export const answer = ({ range, query }: z.output<typeof args>, sources: Sources): Models =>
  models(range, dashboardOf(sources, query));

export function models(range: Range, sources: DashboardSources): Models {
  const { now } = dayRangesOf(range, sources);
  const cube = cubeOf(sources.figures);
  const used = usedDays(cube);
  const first =
    now.from ??
    historyOf(
      [...used.keys()].map((day) => ({ day })),
      sources,
    ).from;
  const over = overOf([...daysFrom(first, now.to)].length);
  const beyond = [...used].filter(
    ([day]) => day === null || (range === 'all' && (day < first || day > now.to)),
  );
  return {
    ...now,
    models: modelsIn(cube, countedDays(now)).map((group) => ({
      model: group.key,
      requests: group.requests,
      input: group.input,
      output: group.output,
      cacheRead: group.cacheRead,
      cacheWrite: group.cacheWrite5m + group.cacheWrite1h,
      ...usedOf(group),
    })),
    over,
    steps: stepsOf(over, first, now.to).map((step) => ({
      ...step,
      tokens: Object.fromEntries(
        modelsIn(cube, step)
          .map(({ key, tokens }) => [key, tokens] as const)
          .sort(([a], [b]) => compareTexts(a, b)),
      ),
    })),
    outside: beyond.reduce((sum, [, { tokens }]) => sum + tokens, 0),
  };
}
