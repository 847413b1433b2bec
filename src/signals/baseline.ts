/**
 * What is usual for this person: thresholds, percentile and trend from their own sessions. The first sessions are the
 * yardstick, so that a slow decline does not move it.
 */
import * as z from 'zod';
import { en } from '../l10n/english';
import { compareTexts } from '../log/compareTexts';
import { quantile } from './quantile';
import { signals } from './registry';
import { Thresholds, type Alarm, type SignalReading } from './signal';

/** One session as the baseline sees it. */
export interface Judged {
  id: string;
  startedAt: string | null;
  signals: readonly Pick<SignalReading, 'name' | 'value' | 'measure'>[];
}

/** What is usual in one signal. */
export const Usual = z.object({
  name: z.string(),
  /** Sessions in the baseline, and how many it waits for. */
  sessions: z.number(),
  wanted: z.number(),
  /** Values of these sessions, ascending: what percentiles are told from. */
  values: z.array(z.number()),
  /** Values of the last sessions, oldest first, at most `TREND`. */
  trend: z.array(z.number()),
  /** Null when the signal never alarms. */
  thresholds: Thresholds.nullable(),
  /** Where the thresholds come from. */
  from: z.enum(['default', 'setting', 'baseline']),
});
export type Usual = z.infer<typeof Usual>;

/** Sessions in a mini-trend. */
export const TREND = 12;

const clamp = (value: number, a: number, b: number): number =>
  Math.min(Math.max(value, Math.min(a, b)), Math.max(a, b));

/**
 * Personal thresholds: p80 and p95 of the baseline (p20 and p5 where low is worse), kept between the bounds of the
 * signal, so that neither a lucky nor a bad start makes the alarm ring always or never.
 */
export function personalThresholds(ascending: readonly number[], alarm: Alarm): Thresholds | null {
  if (alarm.bounds === null) return null;
  const [warnAt, criticalAt] = alarm.worse === 'low' ? [0.2, 0.05] : [0.8, 0.95];
  const warn = quantile(ascending, warnAt);
  const critical = quantile(ascending, criticalAt);
  if (warn === null || critical === null) return null;
  const { strictest, loosest } = alarm.bounds;
  return {
    warn: clamp(warn, strictest.warn, loosest.warn),
    critical: clamp(critical, strictest.critical, loosest.critical),
  };
}

const isDefault = (thresholds: Thresholds, { defaults }: Alarm): boolean =>
  thresholds.warn === defaults.warn && thresholds.critical === defaults.critical;

/** What `make` gives for the first items for which it gives something, `count` at most: most of thousands are not looked at. */
function take<T, R>(items: readonly T[], count: number, make: (item: T) => R | null): R[] {
  const taken: R[] = [];
  for (const item of items) {
    if (taken.length === count) break;
    const made = make(item);
    if (made !== null) taken.push(made);
  }
  return taken;
}

export interface BaselineRules {
  enabled: boolean;
  /** Sessions it is made of. */
  sessions: number;
  /** Day (`YYYY-MM-DD`) from which sessions count; '' is from the first. Compared with the start in UTC. */
  since: string;
}

/**
 * What is usual in each signal. `sessions`: all that have ended, in any order; the first ones by start that can be judged
 * make the baseline. Thresholds that a person set (`given` differs from the defaults) are used as they are.
 */
export function usualOf(
  sessions: readonly Judged[],
  given: Readonly<Record<string, Thresholds>>,
  { enabled, sessions: wanted, since }: BaselineRules,
): Usual[] {
  const inOrder = sessions
    .filter(({ startedAt }) => startedAt !== null && startedAt.slice(0, 10) >= since)
    .sort((a, b) => compareTexts(a.startedAt ?? '', b.startedAt ?? '') || compareTexts(a.id, b.id));
  return signals.map(({ name, alarm }) => {
    // A signal that alarms is judged by its measure; the others say a value as soon as they can.
    const judge = ({ signals: readings }: Judged): { value: number; judgement: number } | null => {
      const { value = null, measure = null } = readings.find((one) => one.name === name) ?? {};
      const judgement = alarm === null ? value : measure;
      // A count that is no share is its own value.
      return judgement === null ? null : { value: value ?? judgement, judgement };
    };
    const first = take(inOrder, wanted, judge);
    const last = take(inOrder.toReversed(), TREND, judge).toReversed();
    const ascending = (list: number[]): number[] => list.sort((a, b) => a - b);
    const set = given[name] ?? alarm?.defaults ?? null;
    const own =
      alarm === null || !enabled || first.length < wanted || set === null || !isDefault(set, alarm)
        ? null
        : personalThresholds(ascending(first.map(({ judgement }) => judgement)), alarm);
    return {
      name,
      sessions: first.length,
      wanted,
      values: ascending(first.map(({ value }) => value)),
      trend: last.map(({ value }) => value),
      thresholds: own ?? set,
      from:
        own !== null
          ? 'baseline'
          : set !== null && alarm !== null && !isDefault(set, alarm)
            ? 'setting'
            : 'default',
    };
  });
}

const BARS = '▁▂▃▄▅▆▇█';

/** Values as a line of bars from the least to the greatest; '' of fewer than two. */
export function sparkline(values: readonly number[]): string {
  if (values.length < 2) return '';
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  return values
    .map((value) => BARS[span === 0 ? 0 : Math.round(((value - least) / span) * (BARS.length - 1))])
    .join('');
}

/** With fewer of the sessions than this on either side, a value is a usual one. */
const USUAL = 0.8;

/** “about usual for you”, or “higher than 80 % of your first 20 sessions”, ties left out; '' when there is too little to compare with. */
export function standing(value: number | null, { values }: Pick<Usual, 'values'>): string {
  const n = values.length;
  if (value === null || n < 5) return '';
  const below = values.filter((one) => one < value).length;
  const above = values.filter((one) => one > value).length;
  if (Math.max(below, above) < USUAL * n) return en('about usual for you');
  return below > 0
    ? en('higher than {n0} of your first {n1} sessions', `${Math.floor((below / n) * 100)} %`, n)
    : en('not higher than in any of your first {n0} sessions', n);
}
