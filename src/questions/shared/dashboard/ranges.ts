/** The range of days of a dashboard tab, and the sessions in it. Pure. */
import * as z from 'zod';
import { daysOf } from '../../../analysis/family';
import { history } from '../../../analysis/history';
import { conversationsOf, type Conversation } from '../../../analysis/metrics';
import type { Days } from '../../../analysis/family';
import type { SessionFigures } from '../../../store/figures';
import { DAY_MS, daysOfRange, NAMED_RANGES, stepped } from '../../../usage/days';
import { LONGEST_AXIS } from '../../../usage/over';
import { noAmounts } from '../../../usage/rows';
import { ownDays } from './ownDays';

export const NamedRange = z.enum(NAMED_RANGES);
export type NamedRange = z.infer<typeof NamedRange>;

/** From one day to another, both included: `2026-03-04..2026-03-10`. */
const OwnRange = z.string().refine((text) => ownDays(text) !== null);

export const Range = z.union([NamedRange, OwnRange]);
export type Range = z.infer<typeof Range>;

/** A day as `YYYY-MM-DD`. */
export const Day = z.string();

export interface DashboardSources {
  figures: readonly SessionFigures[];
  now: number;
  dayOf: (t: number) => string;
  /** Means are marked, as in codevigil. */
  marks?: boolean;
  /** Kinds of task are on. */
  tasks?: boolean;
}

export interface DayRange {
  from: string | null;
  to: string;
}

/** First and last day of a range, and of the same number of days before. */
export function dayRangesOf(
  range: Range,
  { now, dayOf }: DashboardSources,
): { now: DayRange; before: DayRange | null } {
  const today = dayOf(now);
  const named = NamedRange.safeParse(range);
  const days = named.success ? daysOfRange(named.data, today) : ownDays(range);
  if (days === null) return { now: { from: null, to: today }, before: null };
  const { to } = days;
  const earliest = stepped(to, 1 - LONGEST_AXIS);
  const from = days.from > earliest ? days.from : earliest;
  const count = daysIn({ from, to })!;
  return { now: { from, to }, before: { from: stepped(from, -count), to: stepped(from, -1) } };
}

export const daysIn = ({ from, to }: DayRange): number | null =>
  from === null ? null : Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;

/** The days from the first entry to today, without days in the future or too long ago. */
export function historyOf(
  entries: Iterable<{ day: string | null }>,
  { now, dayOf }: DashboardSources,
): { from: string; to: string } {
  const to = dayOf(now);
  const earliest = stepped(to, 1 - LONGEST_AXIS);
  let from = to;
  for (const { day } of entries) if (day !== null && day >= earliest && day < from) from = day;
  return { from, to };
}

/** The days that count. For all time, usage without a readable time or with an impossible one counts too. */
export const countedDays = ({ from, to }: DayRange): Days =>
  from === null ? { from: null, to: null } : { from, to };

/** Conversations that were active in the days, from the first to the last line of the session and its sub-agents. */
export function active(
  conversations: readonly Conversation[],
  { from, to }: DayRange,
  dayOf: (t: number) => string,
): Conversation[] {
  if (from === null) return [...conversations];
  return conversations.filter((one) => {
    const days = daysOf(one, dayOf);
    return days.from !== null && days.to !== null && days.to >= from && days.from <= to;
  });
}

/** Sub-agents without a conversation: their session has no log, or an empty one. */
export function orphans(
  figures: readonly SessionFigures[],
  conversations: readonly Conversation[],
): SessionFigures[] {
  const known = new Set(conversations.map(({ figures: { id } }) => id));
  return figures.filter(({ parent }) => parent !== null && !known.has(parent));
}

/** Figures of sessions and sub-agents that were active in the range. A sub-agent of an unknown session counts by itself. */
export function activeInRange(range: Range, sources: DashboardSources): SessionFigures[] {
  const { now } = dayRangesOf(range, sources);
  const conversations = conversationsOf(sources.figures);
  const alone = orphans(sources.figures, conversations).map((figures) => ({
    figures,
    subAgents: [],
    amounts: noAmounts(),
  }));
  return active([...conversations, ...alone], now, sources.dayOf).flatMap(({ figures, subAgents }) => [
    figures,
    ...subAgents,
  ]);
}

/** Conversations that began in the days (for all time: all), in the order of a report. */
export function begun(range: Range, sources: DashboardSources): Conversation[] {
  const { from, to } = dayRangesOf(range, sources).now;
  const days = from === null ? {} : { since: from, until: to };
  return history(conversationsOf(sources.figures), days, sources.dayOf);
}
