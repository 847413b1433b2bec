/**
 * Has it changed? Two sets of sessions, metric by metric, with what keeps such comparisons from crying wolf: sessions are the unit,
 * enough of them, an effect of a size that matters, control over the number of metrics, and confounders named. The method follows
 * regression-finder, whose authors measured 147 false alarms in 150 histories when turns are taken for the unit. Pure.
 */
import { en } from '../l10n/english';
import { inGroups } from '../l10n/locale';
import { groupsOf, LEAST_CELL } from './cohorts';
import type { CohortDimension } from './cohortNames';
import { COHORT_TITLES } from './dimensions';
import { boundOf, METRICS, metricWords, type Conversation, type Metric, type MetricWords } from './metrics';
import {
  benjaminiHochberg,
  designEffect,
  formatP,
  hedges,
  mannWhitney,
  mean,
  ranks,
  reaches,
  sessionsNeeded,
  stdev,
  studentP,
  welch,
  type RankTest,
  type TTest,
} from './statistics';
import { median } from '../signals/quantile';
import { compareTexts } from '../log/compareTexts';
import { formatShare } from '../usage/format';

/** Sessions a side needs before anything is said (regression-finder). */
export const LEAST_SIDE = 20;
/** The smallest change of the mean that is called one, as a share (regression-finder). */
export const LEAST_EFFECT = 0.2;
/** Days with sessions that each side needs: sessions of one day are alike, and no witnesses for each other. */
export const LEAST_DAYS = 8;
/** Rate of false discoveries among what is called a change. */
export const FALSE_DISCOVERIES = 0.05;
/** A group whose share of the sessions moved by so much may be the reason of any change. */
const CONFOUNDED_FROM = 0.2;

export interface Side {
  n: number;
  mean: number | null;
  median: number | null;
  stdev: number | null;
  /** Mean and median are at least this much: some of it has no price or no final usage. */
  lowerBound: boolean;
}

/** What may be said of a change, which is data and words at once. */
const VERDICTS = {
  worse: en('worse'),
  better: en('better'),
  changed: en('changed'),
  'no change': en('no change'),
  'no evidence': en('no evidence'),
  'too few sessions': en('too few sessions'),
};
export type Verdict = keyof typeof VERDICTS;

export interface MetricComparison extends MetricWords {
  before: Side;
  after: Side;
  /** After less before, of the means; and as a share of before. Null where it cannot be said. */
  delta: number | null;
  relative: number | null;
  welch: TTest | null;
  rank: RankTest | null;
  /** Of the test over sessions and days, over all metrics by Benjamini and Hochberg; null when it could not be made. */
  adjustedP: number | null;
  hedges: number | null;
  verdict: Verdict;
  /** The verdict with its power, for a person. */
  words: string;
}

export interface Confounder {
  dimension: CohortDimension;
  title: string;
  group: string;
  /** Share of the sessions, 0 to 1. */
  before: number;
  after: number;
}

export interface Comparison {
  before: { label: string; sessions: number };
  after: { label: string; sessions: number };
  metrics: MetricComparison[];
  confounders: Confounder[];
}

export interface Sides {
  before: readonly Conversation[];
  after: readonly Conversation[];
  labels: { before: string; after: string };
}

/** The sessions before a day and those from it on; sessions without a readable time are in neither. */
export function aroundDay(
  conversations: readonly Conversation[],
  pivot: string,
  dayOf: (t: number) => string,
): Sides {
  const days = conversations.flatMap((one) => {
    const { startedAt } = one.figures;
    return startedAt === null ? [] : [{ one, day: dayOf(Date.parse(startedAt)) }];
  });
  return {
    before: days.filter(({ day }) => day < pivot).map(({ one }) => one),
    after: days.filter(({ day }) => day >= pivot).map(({ one }) => one),
    labels: { before: en('before {0}', pivot), after: en('from {0}', pivot) },
  };
}

/** The value of a metric in one session, and the session's day. */
export interface Point {
  day: string;
  value: number;
}

export interface ClusteredTest {
  /** Over sessions. */
  rank: RankTest;
  /** The worse of the tests over sessions and over the medians of days; 1 when they point in different ways. */
  p: number;
}

/** Sessions and days a side needs at least; other questions than "before and after" have other sides. */
export interface Least {
  sessions: number;
  days: number;
}

const LEAST: Least = { sessions: LEAST_SIDE, days: LEAST_DAYS };

/**
 * Mann–Whitney's test over sessions that holds although sessions of a day share a task, a person's mood and a codebase: the
 * medians of the days must say the same. Null when a side has too few sessions or days, or nothing varies.
 */
export function clusteredTest(
  before: readonly Point[],
  after: readonly Point[],
  least: Least = LEAST,
): ClusteredTest | null {
  const rank = sessionTest(before, after, least);
  return rank === null ? null : dayTest(rank, before, after);
}

/** The first half of it, over sessions: the whole test finds no less likely what this finds likely. Null where that is. */
export function sessionTest(
  before: readonly Point[],
  after: readonly Point[],
  least: Least = LEAST,
): RankTest | null {
  const isEnough = (side: readonly Point[]): boolean =>
    side.length >= least.sessions && daysOf(side) >= least.days;
  const values = (points: readonly Point[]): number[] => points.map(({ value }) => value);
  return isEnough(before) && isEnough(after) ? mannWhitney(values(before), values(after)) : null;
}

/** The other half: the medians of the days must say the same. */
export function dayTest(rank: RankTest, before: readonly Point[], after: readonly Point[]): ClusteredTest {
  const [a, b] = [daily(before), daily(after)];
  const days = mannWhitney(a, b);
  if (days === null || Math.sign(days.delta) !== Math.sign(rank.delta)) return { rank, p: 1 };
  return { rank, p: Math.max(rank.p, persistentP(days, a, b)) };
}

/** The p of a rank test over days of which neighbours are alike: as many independent days as they are worth, and Student's t for them. */
function persistentP({ z }: RankTest, a: readonly number[], b: readonly number[]): number {
  const all = ranks([...a, ...b]);
  const effect = designEffect([all.slice(0, a.length), all.slice(a.length)]);
  return studentP(z / Math.sqrt(effect), Math.max(1, (a.length + b.length) / effect - 2));
}

/** The medians of the days, in the order of the days. */
const daily = (points: readonly Point[]): number[] =>
  [...Map.groupBy(points, ({ day }) => day)]
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([, day]) => median(day.map(({ value }) => value)) ?? 0);

const dayIn = ({ figures: { startedAt } }: Conversation, dayOf: (t: number) => string): string =>
  startedAt === null ? '' : dayOf(Date.parse(startedAt));

const pointsOf = (
  metric: Metric,
  conversations: readonly Conversation[],
  dayOf: (t: number) => string,
): Point[] =>
  conversations.flatMap((one) => {
    const value = metric.of(one);
    return value === null ? [] : [{ day: dayIn(one, dayOf), value }];
  });

/** Of fewer than `LEAST_CELL` sessions only their number is told, as in cohorts. */
const sideOf = (values: readonly number[], lowerBound: boolean): Side =>
  values.length < LEAST_CELL
    ? { n: values.length, mean: null, median: null, stdev: null, lowerBound: false }
    : { n: values.length, mean: mean(values), median: median(values), stdev: stdev(values), lowerBound };

/** Compares two sets of sessions in every metric. */
export function compare(
  { before, after, labels }: Sides,
  dayOf: (t: number) => string,
  metrics: readonly Metric[] = METRICS,
): Comparison {
  const tested = metrics.map((metric) => {
    const [from, to] = [pointsOf(metric, before, dayOf), pointsOf(metric, after, dayOf)];
    const [a, b] = [from.map(({ value }) => value), to.map(({ value }) => value)];
    return { metric, a, b, days: [daysOf(from), daysOf(to)] as const, test: clusteredTest(from, to) };
  });
  const adjusted = benjaminiHochberg(tested.map(({ test }) => test?.p ?? null));
  return {
    before: { label: labels.before, sessions: before.length },
    after: { label: labels.after, sessions: after.length },
    metrics: tested.map(({ metric, a, b, days, test }, i) => {
      const [was, is] = [sideOf(a, boundOf(metric, before)), sideOf(b, boundOf(metric, after))];
      const delta = was.mean === null || is.mean === null ? null : is.mean - was.mean;
      const relative =
        delta === null || was.mean === null || was.mean === 0 ? null : delta / Math.abs(was.mean);
      const adjustedP = adjusted[i] ?? null;
      const isComparable = delta !== null;
      const rank = isComparable ? (test?.rank ?? mannWhitney(a, b)) : null;
      const judged = judge({ a, b, days, relative, delta, adjustedP, worse: metric.worse, rank });
      return {
        ...metricWords(metric),
        before: was,
        after: is,
        delta,
        relative,
        welch: isComparable ? welch(a, b) : null,
        rank,
        adjustedP,
        hedges: isComparable ? hedges(a, b) : null,
        ...judged,
      };
    }),
    confounders: confounders(before, after, dayOf),
  };
}

const daysOf = (points: readonly Point[]): number => new Set(points.map(({ day }) => day)).size;

const enough = (a: readonly number[], b: readonly number[]): boolean =>
  a.length >= LEAST_SIDE && b.length >= LEAST_SIDE;

function judge({
  a,
  b,
  days,
  relative,
  delta,
  adjustedP,
  worse,
  rank,
}: {
  a: readonly number[];
  b: readonly number[];
  days: readonly [number, number];
  relative: number | null;
  delta: number | null;
  adjustedP: number | null;
  worse: Metric['worse'];
  rank: RankTest | null;
}): { verdict: Verdict; words: string } {
  if (!enough(a, b)) {
    const missing = [a, b].map(({ length }) => Math.max(0, LEAST_SIDE - length));
    return {
      verdict: 'too few sessions',
      words: en(
        'too few sessions: {n0} more before and {n1} more after are needed to judge',
        missing[0]!,
        missing[1]!,
      ),
    };
  }
  if (Math.min(...days) < LEAST_DAYS)
    return {
      verdict: 'too few sessions',
      words: en(
        'too few days: {n0} with sessions on each side are needed to judge, there are {n1} and {n2}',
        LEAST_DAYS,
        ...days,
      ),
    };
  const most = relative === null ? delta !== null && delta !== 0 : reaches(Math.abs(relative), LEAST_EFFECT);
  // The ranks and the means must point the same way: a mean that one session moved is no change of the sessions.
  const agree = rank !== null && delta !== null && Math.sign(rank.delta) === Math.sign(delta);
  if (adjustedP !== null && adjustedP <= FALSE_DISCOVERIES && most && agree) {
    const up = (delta ?? 0) > 0;
    const verdict = verdictOfChange(worse, up);
    return { verdict, words: changeWords(verdict, up, relative, adjustedP) };
  }
  const needed = neededFor(a, b);
  const more = needed === null ? null : Math.max(0, needed - Math.min(a.length, b.length));
  if (more === 0)
    return {
      verdict: 'no change',
      words: en(
        'no change of {n0} or more: there are sessions enough to see one',
        formatShare(LEAST_EFFECT, 1),
      ),
    };
  return {
    verdict: 'no evidence',
    words:
      more === null
        ? en('no evidence of a change')
        : more > MOST_NAMED
          ? en(
              'no evidence; values vary too much to see a {n0} change in thousands of sessions',
              formatShare(LEAST_EFFECT, 1),
            )
          : en(
              'no evidence; {n0} more sessions on the smaller side would be needed to see a {n1} change',
              inGroups(more),
              formatShare(LEAST_EFFECT, 1),
            ),
  };
}

/** What a change that counts is called, by the direction that is worse. */
export const verdictOfChange = (worse: Metric['worse'], up: boolean): 'worse' | 'better' | 'changed' =>
  worse === null ? 'changed' : up === (worse === 'high') ? 'worse' : 'better';

/** A change in words: which way, by how much and how sure. */
function changeWords(verdict: Verdict, up: boolean, relative: number | null, adjustedP: number): string {
  const p = formatP(adjustedP);
  return relative === null
    ? en(up ? '{w0}: up (adjusted p {n1})' : '{w0}: down (adjusted p {n1})', verdict, p)
    : en(
        up ? '{w0}: up by {n1} (adjusted p {n2})' : '{w0}: down by {n1} (adjusted p {n2})',
        verdict,
        formatShare(Math.abs(relative), 1),
        p,
      );
}

/** Sessions a side needs to see the least change that counts; null when nothing varies or the mean is 0. */
function neededFor(a: readonly number[], b: readonly number[]): number | null {
  const was = mean(a);
  const [sa, sb] = [stdev(a) ?? 0, stdev(b) ?? 0];
  const sd = Math.sqrt((sa ** 2 + sb ** 2) / 2);
  return was === 0 || sd === 0 ? null : sessionsNeeded(sd, Math.abs(was) * LEAST_EFFECT);
}

/** More sessions than this nobody has: no number then. */
const MOST_NAMED = 5_000;

const MIXES: readonly CohortDimension[] = ['model', 'version', 'task', 'project', 'mode'];

/** Groups whose share of the sessions moved much between the sides: they may be the reason, whatever is compared. */
export function confounders(
  before: readonly Conversation[],
  after: readonly Conversation[],
  dayOf: (t: number) => string,
): Confounder[] {
  if (before.length === 0 || after.length === 0) return [];
  return MIXES.flatMap((dimension) => {
    const groups = groupsOf(dimension, [...before, ...after], dayOf);
    const [was, is] = [before, after].map((side) => {
      const members = new Set(side);
      return (group: string): number =>
        (groups.get(group) ?? []).filter((one) => members.has(one)).length / side.length;
    }) as [(group: string) => number, (group: string) => number];
    return [...groups.keys()]
      .map((group) => ({
        dimension,
        title: COHORT_TITLES[dimension],
        group,
        before: was(group),
        after: is(group),
      }))
      .filter((one) => reaches(Math.abs(one.after - one.before), CONFOUNDED_FROM))
      .sort(
        (a, b) =>
          Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || compareTexts(a.group, b.group),
      )
      .slice(0, 2);
  });
}
