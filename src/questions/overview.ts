/** The figures of the dashboard's Overview tab. Pure. */
import { writtenName } from '../session/naming';
import * as z from 'zod';
import { activeIn, spanOf } from '../analysis/family';
import { conversationsOf, type Conversation } from '../analysis/metrics';
import { totalOf, usageBy } from '../analysis/usage';
import { tellingLine } from '../findings/finding';
import { openOf } from '../findings/registry';
import { SessionSeverity, bySeverity } from '../signals/severity';
import type { SessionFigures } from '../store/figures';
import { tokensOf } from '../usage/rows';
import { FoundSession, foundOf } from './findSessions';
import {
  active,
  boundsOf,
  Day,
  DAY_MS,
  daysFrom,
  historyOf,
  orphans,
  Range,
  stepped,
  within,
  type Bounds,
  type DashboardSources,
} from './shared/ranges';
import { dashboardOf, goneIn, rowIn, type Sources } from './shared/sources';
import { nothing, sumOf, Used, usedOf, type UsageSum } from './shared/used';

export const args = z.object({ range: Range });

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
  /** Tokens of the last 90 days, whatever the range. */
  activity: z.array(z.object({ day: Day, tokens: z.number() })),
  /** Requests by weekday (0 is Monday) and hour. */
  hours: z.array(z.object({ weekday: z.number(), hour: z.number(), requests: z.number() })),
  models: z.array(Used.extend({ model: z.string() })),
  /** The sessions of the range that cost most. */
  top: z.array(FoundSession),
  /** Sessions of the last seven days in which something is to be looked at, and those that wait for a person: the worst first, of those the newest. */
  attention: z.object({
    total: z.number(),
    /** The first of them. */
    rows: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        project: z.string().nullable(),
        endedAt: z.string().nullable(),
        severity: SessionSeverity,
        /** The worst finding that is open, with the line that tells it; null when it is listed for another reason. */
        finding: z.object({ sentence: z.string(), at: z.number(), file: z.number() }).nullable(),
        waiting: z.boolean(),
      }),
    ),
  }),
});
export type Overview = z.infer<typeof Overview>;
export const reply = Overview;

export const answer = ({ range }: z.output<typeof args>, sources: Sources): Overview =>
  overview(
    range,
    dashboardOf(sources),
    goneIn(sources),
    (figures) => rowIn(sources, figures).state === 'waiting',
  );

const ACTIVITY_DAYS = 90;
/** Sessions the overview names. */
const MOST_TOP = 10;
const MOST_ATTENTION = 8;
/** Sessions that ended longer ago want no attention, as with alerts. */
const RECENT_MS = 7 * DAY_MS;

/** `isGone`: the log is neither on the disk nor in the vault. `isWaiting`: the session is live, and it is the person's move. */
export function overview(
  range: Range,
  sources: DashboardSources,
  isGone: (file: string) => boolean,
  isWaiting: (figures: SessionFigures) => boolean = () => false,
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
  const hours = new Map<string, { weekday: number; hour: number; requests: number }>();
  const weekdays = new Map(shown.map((day) => [day, (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7]));
  for (const one of figures)
    for (const { day, hour, requests } of one.cells) {
      const weekday = day === null ? undefined : weekdays.get(day);
      if (weekday === undefined || hour === null) continue;
      const key = `${weekday} ${hour}`;
      const known = hours.get(key);
      if (known === undefined) hours.set(key, { weekday, hour, requests });
      else known.requests += requests;
    }
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
    activity: [...daysFrom(stepped(dayOf(now), 1 - ACTIVITY_DAYS), to)].map((day) => ({
      day,
      tokens: byDay.get(day)?.tokens ?? 0,
    })),
    hours: [...hours.values()].sort((a, b) => a.weekday - b.weekday || a.hour - b.hour),
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
    attention: attention(conversations, now, isWaiting),
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

/** Sessions of the last days that are not well, or wait for a person. */
function attention(
  conversations: readonly Conversation[],
  now: number,
  isWaiting: (figures: SessionFigures) => boolean,
): Overview['attention'] {
  const since = new Date(now - RECENT_MS).toISOString();
  const rows = conversations.flatMap((one): Overview['attention']['rows'] => {
    const { figures: of } = one;
    const { endedAt } = spanOf(one);
    if (endedAt === null || endedAt < since) return [];
    const { severity } = of;
    const waiting = of.waiting && isWaiting(of);
    if (severity !== 'warn' && severity !== 'critical' && !waiting) return [];
    const found = openOf(of.findings)[0];
    const finding = found === undefined ? null : { sentence: found.sentence, ...tellingLine(found) };
    const project = of.repository ?? of.project;
    return [{ id: of.id, name: writtenName(of), project, endedAt, severity, finding, waiting }];
  });
  rows.sort(
    (a, b) =>
      bySeverity(a, b) ||
      ((a.endedAt ?? '') > (b.endedAt ?? '') ? -1 : (a.endedAt ?? '') < (b.endedAt ?? '') ? 1 : 0) ||
      (a.id < b.id ? -1 : 1),
  );
  return { total: rows.length, rows: rows.slice(0, MOST_ATTENTION) };
}
