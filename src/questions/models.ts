/** Cost › Models: what each used and cost, and its share by week. Pure. */
import * as z from 'zod';
import { cubeOf, modelsIn, usedDays } from '../analysis/cube';
import { weekOf } from '../analysis/usage';
import { daysFrom, mondayOf, weekdayOf } from '../usage/days';
import { boundsOf, Day, historyOf, Range, within, type DashboardSources } from './shared/ranges';
import { dashboardOf, Query, type Sources } from './shared/sources';
import { Used, usedOf } from './shared/used';

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
  /** Tokens of each model by week, oldest first; weeks without work between them have none. */
  weeks: z.array(z.object({ week: z.string(), tokens: z.record(z.string(), z.number()) })),
  /** Tokens in none of these weeks: no readable time; of all time also one that cannot be. */
  outside: z.number(),
});
export type Models = z.infer<typeof Models>;
export const reply = Models;

export const answer = ({ range, query }: z.output<typeof args>, sources: Sources): Models =>
  models(range, dashboardOf(sources, query));

export function models(range: Range, sources: DashboardSources): Models {
  const { now } = boundsOf(range, sources);
  const cube = cubeOf(sources.figures);
  const first =
    now.from ??
    historyOf(
      [...usedDays(cube).keys()].map((day) => ({ day })),
      sources,
    ).from;
  const weeks = new Map<string, Map<string, number>>();
  const days: string[] = [];
  let outside = 0;
  for (const [day, { models: used }] of cube) {
    if (used.size === 0) continue;
    const on = day !== null && day >= first && day <= now.to;
    const week = on ? (weeks.get(weekOf(day)) ?? new Map<string, number>()) : null;
    if (on && week !== null) {
      weeks.set(weekOf(day), week);
      days.push(day);
    }
    for (const { key: model, tokens } of used.values())
      if (week !== null) week.set(model, (week.get(model) ?? 0) + tokens);
      else if (day === null || range === 'all') outside += tokens;
  }
  days.sort();
  return {
    ...now,
    models: modelsIn(cube, within(now)).map((group) => ({
      model: group.key,
      requests: group.requests,
      input: group.input,
      output: group.output,
      cacheRead: group.cacheRead,
      cacheWrite: group.cacheWrite5m + group.cacheWrite1h,
      ...usedOf(group),
    })),
    weeks: weeksFrom(days.at(0), days.at(-1)).map((week) => ({
      week,
      tokens: Object.fromEntries([...(weeks.get(week) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))),
    })),
    outside,
  };
}

/** Every week from that of a day to that of another, so that time is to scale. */
const weeksFrom = (first: string | undefined, last: string | undefined): string[] =>
  first === undefined || last === undefined
    ? []
    : [...daysFrom(mondayOf(first), last)].filter((day) => weekdayOf(day) === 0).map(weekOf);
