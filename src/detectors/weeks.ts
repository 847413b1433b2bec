/**
 * The last full week against a person's own weeks before it, by the tests of comparisons (`analysis/compare.ts`): sessions are the
 * unit, days must say the same, an effect of a size that matters, and a correction for all that was tried. Pure.
 */
import { en } from '../l10n/english';
import { FALSE_ALARMS } from '../analysis/changePoints';
import { clusteredTest, confounders, LEAST_EFFECT, type Point } from '../analysis/compare';
import { LEAST_CELL } from '../analysis/cohorts';
import type { Conversation } from '../analysis/metrics';
import { benjaminiHochberg, formatP, mean, reaches } from '../analysis/statistics';
import { DAY_MS, stepped } from '../usage/days';
import type { Detected, Series } from './detector';
import { formatShare } from '../usage/format';

const WEEK = 7;
/** Weeks that are looked back at: what is longer ago is another story. */
const MOST_WEEKS = 12;
/** Weeks with sessions enough that must lie before the last. */
export const LEAST_WEEKS = 4;
/** Sessions and days of the last week that are needed. */
const LEAST = { sessions: 10, days: 3 } as const;

export interface Weeks {
  /** First and last day of the last seven full days; today is not one. */
  from: string;
  to: string;
  /** First day that counts. */
  since: string;
}

/** The last seven full days before `today`, and the twelve weeks before those. */
export const weeksBefore = (today: string): Weeks => ({
  from: stepped(today, -WEEK),
  to: stepped(today, -1),
  since: stepped(today, -WEEK * (MOST_WEEKS + 1)),
});

/** How many weeks before the last a day lies, 0 for the last week itself; null outside of what counts. */
function weekOfDay(day: string, { from, to, since }: Weeks): number | null {
  if (day < since || day > to) return null;
  return Math.ceil((Date.parse(from) - Date.parse(day)) / DAY_MS / WEEK);
}

interface Tried {
  series: Series;
  detector: string;
  p: number;
  /** Means. */
  was: number;
  is: number;
  sessions: { before: number; last: number };
  /** Weeks before that were compared with. */
  weeks: number;
  /** The last week is worse than each of them. */
  beyondAll: boolean;
  /** The difference is of a size that matters, ranks and means agree, and it is for the worse. */
  matters: boolean;
}

/** The test of one series; null when there are too few sessions, days or weeks, or nothing varies. */
function tried(detector: string, series: Series, weeks: Weeks): Tried | null {
  const byWeek = Map.groupBy(series.points, ({ day }) => weekOfDay(day, weeks));
  const last = byWeek.get(0) ?? [];
  const full = [...byWeek].filter(
    ([week, points]) => week !== null && week > 0 && points.length >= LEAST_CELL,
  );
  if (full.length < LEAST_WEEKS) return null;
  const before = full.flatMap(([, points]) => points);
  const test = clusteredTest(before, last, LEAST);
  if (test === null) return null;
  const [was, is] = [meanOf(before), meanOf(last)];
  const sign = series.worse === 'high' ? 1 : -1;
  const beyond = (value: number): boolean => sign * (is - value) > 0;
  const difference = sign * (is - was);
  return {
    series,
    detector,
    p: test.p,
    was,
    is,
    sessions: { before: before.length, last: last.length },
    weeks: full.length,
    beyondAll: full.every(([, points]) => beyond(meanOf(points))),
    matters:
      difference > 0 &&
      reaches(difference, series.least) &&
      reaches(difference, LEAST_EFFECT * Math.abs(was)) &&
      sign * test.rank.delta > 0,
  };
}

const meanOf = (points: readonly Point[]): number => mean(points.map(({ value }) => value));

/** What got worse, of all series of all detectors: the correction is for all that was tried. */
export function judgeWeek(
  all: readonly { detector: string; series: Series }[],
  weeks: Weeks,
  conversations: readonly Conversation[],
  dayOf: (t: number) => string,
): Detected[] {
  const tests = all.flatMap(({ detector, series }) => tried(detector, series, weeks) ?? []);
  const adjusted = benjaminiHochberg(tests.map(({ p }) => p));
  return tests.flatMap((test, i) => {
    const p = adjusted[i] ?? 1;
    const fires = p <= FALSE_ALARMS && test.matters && test.beyondAll;
    return fires ? [detectedBy(test, p, weeks, movedIn(conversations, weeks, dayOf))] : [];
  });
}

/** What else changed, as a phrase; '' when nothing did. */
function movedIn(
  conversations: readonly Conversation[],
  { from, to, since }: Weeks,
  dayOf: (t: number) => string,
): string {
  const between = (first: string, end: string) => (one: Conversation) => {
    const { startedAt } = one.figures;
    const day = startedAt === null ? '' : dayOf(Date.parse(startedAt));
    return day >= first && day <= end;
  };
  const before = conversations.filter(between(since, stepped(from, -1)));
  const last = conversations.filter(between(from, to));
  const moved = confounders(before, last, dayOf)
    .slice(0, 2)
    .map((one) =>
      en(
        '{w0} {1}: {n2} → {n3} of sessions',
        one.title,
        one.group,
        formatShare(one.before, 1),
        formatShare(one.after, 1),
      ),
    );
  const [first = '', second] = moved;
  return second === undefined ? first : en('{w0}, {w1}', first, second);
}

function detectedBy(test: Tried, p: number, { from, to }: Weeks, moved: string): Detected {
  const { series, detector, was, is, weeks, sessions } = test;
  const { key, lead, project, query } = series;
  const means = en(
    'Means of {n0} and {n1} sessions; worse than in each of those weeks (adjusted p {n2})',
    sessions.last,
    sessions.before,
    formatP(p),
  );
  return {
    detector,
    key,
    severity: 'warn',
    sentence: en(
      '{w0}: {w1} in the last 7 days, {w2} in the {n3} weeks before',
      lead,
      series.value(is),
      series.value(was),
      weeks,
    ),
    detail: moved === '' ? means : en('{w0}. Also changed: {w1}', means, moved),
    project,
    link: {
      tab: 'sessions',
      query: [query, `started:${from}..${to}`].filter((one) => one !== null).join(' '),
    },
  };
}
