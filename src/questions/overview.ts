/** What Home, the first tab of the dashboard, shows. */
import * as z from 'zod';
import { activeIn, spanOf } from '../analysis/family';
import { conversationsOf, type Conversation } from '../analysis/metrics';
import { totalOf, usageBy } from '../analysis/usage';
import type { SessionFigures } from '../store/figures';
import { Spend } from '../usage/budget';
import { tokensOf } from '../usage/rows';
import { FoundSession, foundOf } from './findSessions';
import {
  active,
  boundsOf,
  Day,
  daysFrom,
  historyOf,
  orphans,
  Range,
  stepped,
  within,
  type Bounds,
  type DashboardSources,
} from './shared/ranges';
import { boundsIn, Bounds as Unknown, LiveCard, liveCards, Look, looks } from './shared/atHome';
import { dashboardOf, goneIn, Query, type Sources } from './shared/sources';
import { Stack, stackOf } from './shared/stacks';
import { nothing, sumOf, Used, usedOf, type UsageSum } from './shared/used';

export const args = z.object({ range: Range, query: Query });

export const Totals = Used.extend({
  sessions: z.number(),
  prompts: z.number(),
  calls: z.number(),
  errors: z.number(),
});
export type Totals = z.infer<typeof Totals>;

export const Overview = z.object({
  from: Day.nullable(),
  to: Day,
  now: Totals,
  /** The same number of days before; null for all time. */
  before: Totals.nullable(),
  /** Oldest first, without gaps. Sessions are those active on the day. */
  days: z.array(Used.extend({ day: Day, sessions: z.number() })),
  /** What stands on none of these days: no readable time; of all time also one that cannot be. */
  outside: Used,
  /** Of `now`: what sub-agents used whose session is not known. */
  orphans: Used.extend({ runs: z.number(), calls: z.number() }),
  /** Days with usage: of `days`, and of as many before. */
  activeDays: z.object({ now: z.number(), before: z.number() }),
  /** What the days cost, by what it went to. */
  stacks: z.object({ project: Stack, model: Stack }),
  /** The last weeks up to today, whole from their Mondays, whatever the range. */
  weeks: z.array(Used.extend({ day: Day })),
  /** Why amounts of the days, of this week and of this month are lower bounds. */
  unknown: Unknown,
  /** Requests by weekday (0 is Monday) and hour. */
  hours: z.array(z.object({ weekday: z.number(), hour: z.number(), requests: z.number() })),
  models: z.array(Used.extend({ model: z.string() })),
  /** The sessions of the range that cost most. */
  top: z.array(FoundSession),
});
export type Overview = z.infer<typeof Overview>;

export const Home = Overview.extend({
  /** ms since the epoch: what is said of the moment is said of this one. */
  at: z.number(),
  /** Sessions there are, of all days, whatever is chosen. */
  known: z.number(),
  /** Those that wait for a person first. */
  live: z.array(LiveCard),
  /** Whatever is chosen: budgets and limits are not those of some sessions. */
  spend: Spend,
  /** The plan is a flat rate: amounts are what it would cost at API prices (P33). */
  flatRate: z.boolean(),
  /** The worst first, with those that were dismissed. */
  looks: z.array(Look),
});
export type Home = z.infer<typeof Home>;
export const reply = Home;

export function answer({ range, query }: z.output<typeof args>, sources: Sources): Home {
  const asked = dashboardOf(sources, query);
  const all = dashboardOf(sources);
  const persons = conversationsOf(all.figures);
  const days = boundsOf(range, all).now;
  const ids = new Set(asked.figures.map(({ id }) => id));
  const isAsked = (id: string): boolean => ids.has(id);
  return {
    ...overview(range, asked, goneIn(sources)),
    // One note for all amounts, and those of budgets are of all projects.
    unknown: unknownIn(persons, days.from, all.dayOf(all.now), all.dayOf),
    at: asked.now,
    known: persons.length,
    live: liveCards(sources, isAsked),
    spend: sources.spend(),
    flatRate: sources.settings().plan === 'subscription',
    looks: looks(sources, isAsked),
  };
}

/** Weeks the calendar shows. */
const WEEKS = 6;
/** Sessions that are named. */
const MOST_TOP = 10;

/** What is counted by days. Pure. `isGone`: the log is neither on the disk nor in the vault. */
export function overview(
  range: Range,
  sources: DashboardSources,
  isGone: (file: string) => boolean,
): Overview {
  const { figures, now } = sources;
  const dayOf = remembering(sources.dayOf);
  const conversations = conversationsOf(figures);
  const bounds = boundsOf(range, sources);
  const all = usageBy('day', figures, { from: null, to: null }).map(({ key, ...group }) => ({
    ...group,
    day: /^\d/.test(key) ? key : null,
  }));
  const byDay = new Map(all.map((group) => [group.day, group]));
  const { to } = bounds.now;
  const first = bounds.now.from ?? historyOf(all, sources).from;
  const shown = [...daysFrom(first, to)];
  const sessions = sessionsByDay(conversations, shown, dayOf);
  const inRange = active(conversations, bounds.now, dayOf);
  const today = dayOf(now);
  const monday = mondayOf(today);
  return {
    ...bounds.now,
    now: totals(sources, inRange, all, bounds.now),
    before:
      bounds.before === null
        ? null
        : totals(sources, active(conversations, bounds.before, dayOf), all, bounds.before),
    days: shown.map((day, at) => ({
      day,
      ...usedOf(byDay.get(day) ?? nothing()),
      sessions: sessions[at] ?? 0,
    })),
    outside: usedOf(
      sumOf(all.filter(({ day }) => day === null || (range === 'all' && (day < first || day > to)))),
    ),
    orphans: orphansIn(sources, conversations, bounds.now),
    activeDays: {
      now: activeDays(byDay, first, to),
      before: bounds.before?.from == null ? 0 : activeDays(byDay, bounds.before.from, bounds.before.to),
    },
    stacks: {
      project: stackOf('project', figures, shown),
      model: stackOf('model', figures, shown),
    },
    weeks: [...daysFrom(stepped(monday, 7 * (1 - WEEKS)), today)].map((day) => ({
      day,
      ...usedOf(byDay.get(day) ?? nothing()),
    })),
    unknown: unknownIn(conversations, bounds.now.from, today, dayOf),
    hours: byHour(figures, shown),
    models: usageBy('model', figures, within(bounds.now)).map((group) => ({
      model: group.key,
      ...usedOf(group),
    })),
    top: inRange
      .toSorted(
        ({ figures: a, amounts: x }, { figures: b, amounts: y }) =>
          (y.costMicroUsd ?? -1) - (x.costMicroUsd ?? -1) ||
          tokensOf(y) - tokensOf(x) ||
          (a.id < b.id ? -1 : 1),
      )
      .slice(0, MOST_TOP)
      .map((one) => foundOf(one, isGone)),
  };
}

/**
 * What was used in the days: tokens and money by the day of the response, tool calls by the day of the call. Sessions are those
 * active in the days, and prompts those of these sessions.
 */
function totals(
  { figures }: DashboardSources,
  inRange: readonly Conversation[],
  byDay: readonly DayUsage[],
  bounds: Bounds,
): Totals {
  return {
    sessions: inRange.length,
    prompts: inRange.reduce((sum, one) => sum + one.figures.prompts, 0),
    ...usedOf(sumOf(byDay.filter(({ day }) => isWithin(day, bounds)))),
    ...callsIn(figures, bounds),
  };
}

/** Usage of a day; of null that without a readable time. */
type DayUsage = UsageSum & { day: string | null };

/** Of all time all counts, also what has no readable time, or one that cannot be. */
const isWithin = (day: string | null, { from, to }: Bounds): boolean =>
  from === null || (day !== null && day >= from && day <= to);

/** Tool calls, and how many failed; of all time also those of lines without a time. */
function callsIn(
  figures: readonly SessionFigures[],
  { from, to }: Bounds,
): { calls: number; errors: number } {
  const rows = figures.flatMap(({ tools: all, toolDays: days }): { calls: number; errors: number }[] =>
    from === null ? all : days.filter(({ day }) => day >= from && day <= to),
  );
  return {
    calls: rows.reduce((sum, { calls }) => sum + calls, 0),
    errors: rows.reduce((sum, { errors }) => sum + errors, 0),
  };
}

/** The same, asked once for each time: days of the same times are asked for again and again. */
function remembering(dayOf: (t: number) => string): (t: number) => string {
  const days = new Map<number, string>();
  return (t) => {
    const known = days.get(t) ?? dayOf(t);
    days.set(t, known);
    return known;
  };
}

/** How many conversations were active on each of the days, which follow each other. */
function sessionsByDay(
  conversations: readonly Conversation[],
  days: readonly string[],
  dayOf: (t: number) => string,
): number[] {
  const at = new Map(days.map((day, i) => [day, i]));
  const [first, last] = [days[0] ?? '', days.at(-1) ?? ''];
  const steps = Array.from({ length: days.length + 1 }, () => 0);
  for (const one of conversations) {
    const { startedAt, endedAt } = spanOf(one);
    if (startedAt === null || endedAt === null) continue;
    const [from, to] = [dayOf(Date.parse(startedAt)), dayOf(Date.parse(endedAt))];
    if (to < first || from > last || from > to) continue;
    const [begin, end] = [from < first ? 0 : at.get(from)!, to > last ? days.length : at.get(to)! + 1];
    steps[begin]! += 1;
    steps[end]! -= 1;
  }
  let count = 0;
  return days.map((_, i) => (count += steps[i] ?? 0));
}

function orphansIn(
  { figures, dayOf }: DashboardSources,
  conversations: readonly Conversation[],
  bounds: Bounds,
): Overview['orphans'] {
  const all = orphans(figures, conversations);
  const days = within(bounds);
  const runs = all.filter(activeIn(days, dayOf)).length;
  return { runs, ...usedOf(totalOf(all, days, dayOf)), calls: callsIn(all, bounds).calls };
}

/** Why amounts from a day on, of this week and of this month are lower bounds; `from` of null: of all time. */
const unknownIn = (
  conversations: readonly Conversation[],
  from: string | null,
  today: string,
  dayOf: (t: number) => string,
): Unknown =>
  boundsIn(
    active(
      conversations,
      { from: earlier(earlier(from, monthOf(today)), mondayOf(today)), to: today },
      dayOf,
    ),
  );

/** Requests by weekday and hour on these days. */
function byHour(figures: readonly SessionFigures[], days: readonly string[]): Overview['hours'] {
  const hours = new Map<string, Overview['hours'][number]>();
  const weekdays = new Map(days.map((day) => [day, weekdayOf(day)]));
  for (const one of figures)
    for (const { day, hour, requests } of one.cells) {
      const weekday = day === null ? undefined : weekdays.get(day);
      if (weekday === undefined || hour === null) continue;
      const key = `${weekday} ${hour}`;
      const known = hours.get(key);
      if (known === undefined) hours.set(key, { weekday, hour, requests });
      else known.requests += requests;
    }
  return [...hours.values()].sort((a, b) => a.weekday - b.weekday || a.hour - b.hour);
}

/** 0 is Monday. */
const weekdayOf = (day: string): number => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
const mondayOf = (day: string): string => stepped(day, -weekdayOf(day));
/** The first day of its month. */
const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
/** The earlier of two days; null is before all. */
const earlier = (a: string | null, b: string): string | null => (a === null || a < b ? a : b);

/** Days from one to another on which something was used. */
const activeDays = (
  byDay: ReadonlyMap<string | null, { tokens: number }>,
  from: string,
  to: string,
): number =>
  [...byDay].filter(([day, { tokens }]) => day !== null && day >= from && day <= to && tokens > 0).length;
