/** The data of Home, the first tab of the dashboard. */
import * as z from 'zod';
import { activeIn } from '../analysis/family';
import { conversationsOf, type Conversation } from '../analysis/metrics';
import { cubeOf, modelsIn, type Cube } from '../analysis/cube';
import { totalOf } from '../analysis/usage';
import { Spend } from '../usage/budget';
import { tokensOf } from '../usage/rows';
import { FoundSession, foundOf } from './findSessions';
import { boundsIn, LowerBounds, LiveCard, liveCards, Look, looks } from './shared/dashboard/atHome';
import { callsIn, DaysUsed, daysUsed } from './shared/dashboard/days';
import {
  active,
  dayRangesOf,
  Day,
  orphans,
  Range,
  countedDays,
  type DayRange,
  type DashboardSources,
} from './shared/dashboard/ranges';
import { dashboardOf, goneIn, Query, type Sources } from './shared/sources';
import { nothing, Used, usedOf } from './shared/dashboard/used';
import { compareTexts } from '../log/compareTexts';
import { daysFrom, mondayOf, stepped, weekdayOf } from '../usage/days';

export const args = z.object({ range: Range, query: Query });

export const Overview = DaysUsed.extend({
  /** The part of `now` used by sub-agents of unknown sessions. */
  orphans: Used.extend({ runs: z.number(), calls: z.number() }),
  /** The last weeks up to today, from a Monday on, independent of the range. */
  weeks: z.array(Used.extend({ day: Day })),
  /** Requests by weekday (0 is Monday) and hour. */
  hours: z.array(z.object({ weekday: z.number(), hour: z.number(), requests: z.number() })),
  models: z.array(Used.extend({ model: z.string() })),
  /** The most expensive sessions of the range. */
  top: z.array(FoundSession),
});
export type Overview = z.infer<typeof Overview>;

export const Home = Overview.extend({
  /** Reasons why amounts of the range, of this week and of this month are lower bounds. */
  unknown: LowerBounds,
  /** The time of the answer, ms since the epoch. */
  at: z.number(),
  /** Number of all sessions, independent of range and query. */
  known: z.number(),
  /** Those waiting for a person first. */
  live: z.array(LiveCard),
  /** Independent of range and query: budgets and limits apply to all sessions. */
  spend: Spend,
  /** The plan is a flat rate: amounts are what it would cost at API prices (P33). */
  flatRate: z.boolean(),
  /** The worst first, including dismissed ones. */
  looks: z.array(Look),
});
export type Home = z.infer<typeof Home>;
export const reply = Home;

export function answer({ range, query }: z.output<typeof args>, sources: Sources): Home {
  const asked = dashboardOf(sources, query);
  const all = query === '' ? asked : dashboardOf(sources);
  const persons = conversationsOf(all.figures);
  const days = dayRangesOf(range, all).now;
  const ids = new Set(asked.figures.map(({ id }) => id));
  const isAsked = (id: string): boolean => ids.has(id);
  return {
    ...overview(range, asked, goneIn(sources)),
    // One note for all amounts; budgets cover all projects, so it is independent of the query.
    unknown: unknownIn(persons, days.from, all.dayOf(all.now), all.dayOf),
    at: asked.now,
    known: persons.length,
    live: liveCards(sources, isAsked),
    spend: sources.spend(),
    flatRate: sources.settings().plan === 'subscription',
    looks: looks(sources, isAsked),
  };
}

const WEEKS = 6;
/** Number of sessions in `top`. */
const MOST_TOP = 10;

/** The part of Home that depends on the range. Pure. `isGone`: the log is neither on disk nor in the vault. */
export function overview(
  range: Range,
  sources: DashboardSources,
  isGone: (file: string) => boolean,
): Overview {
  const { figures } = sources;
  const { used, byDay, inRange } = daysUsed(range, sources);
  const { from, to } = used;
  const today = sources.dayOf(sources.now);
  return {
    ...used,
    orphans: orphansIn(sources, conversationsOf(figures), { from, to }),
    weeks: [...daysFrom(stepped(mondayOf(today), 7 * (1 - WEEKS)), today)].map((day) => ({
      day,
      ...usedOf(byDay.get(day) ?? nothing()),
    })),
    hours: byHour(
      cubeOf(figures),
      used.days.map(({ day }) => day),
    ),
    models: modelsIn(cubeOf(figures), countedDays({ from, to })).map((group) => ({
      model: group.key,
      ...usedOf(group),
    })),
    top: inRange
      .toSorted(
        ({ figures: a, amounts: x }, { figures: b, amounts: y }) =>
          (y.costMicroUsd ?? -1) - (x.costMicroUsd ?? -1) ||
          tokensOf(y) - tokensOf(x) ||
          compareTexts(a.id, b.id),
      )
      .slice(0, MOST_TOP)
      .map((one) => foundOf(one, isGone)),
  };
}

function orphansIn(
  { figures, dayOf }: DashboardSources,
  conversations: readonly Conversation[],
  bounds: DayRange,
): Overview['orphans'] {
  const all = orphans(figures, conversations);
  const days = countedDays(bounds);
  const runs = all.filter(activeIn(days, dayOf)).length;
  return { runs, ...usedOf(totalOf(all, days, dayOf)), calls: callsIn(cubeOf(all), bounds).calls };
}

/** Reasons why amounts from a day on, of this week and of this month are lower bounds; `from` is null for all time. */
export const unknownIn = (
  conversations: readonly Conversation[],
  from: string | null,
  today: string,
  dayOf: (t: number) => string,
): LowerBounds =>
  boundsIn(
    active(
      conversations,
      { from: earlier(earlier(from, monthOf(today)), mondayOf(today)), to: today },
      dayOf,
    ),
  );

/** Requests by weekday and hour on these days. */
function byHour(cube: Cube, days: readonly string[]): Overview['hours'] {
  const hours = new Map<string, Overview['hours'][number]>();
  for (const day of days) {
    const weekday = weekdayOf(day);
    for (const [hour, requests] of cube.get(day)?.hours ?? []) {
      const key = `${weekday} ${hour}`;
      const known = hours.get(key);
      if (known === undefined) hours.set(key, { weekday, hour, requests });
      else known.requests += requests;
    }
  }
  return [...hours.values()].sort((a, b) => a.weekday - b.weekday || a.hour - b.hour);
}

/** The first day of a day's month. */
const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
/** The earlier of two days; null is before all others. */
const earlier = (a: string | null, b: string): string | null => (a === null || a < b ? a : b);
