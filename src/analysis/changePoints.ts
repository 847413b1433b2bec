/**
 * When did it change? Days on which Claude Code's version, the model or the permission mode changed, and the days of a grid, are tried as
 * pivots in every metric. So many tests find something in any history, so a change is called only when it survives the correction for all of them, both by sessions
 * and by days (sessions of one day are alike), and is of a size that matters. `npm run no-change` measures the false alarms. Pure.
 */
import { compareTexts } from '../log/compareTexts';
import { mainModel } from './cohorts';
import { daysOf } from './family';
import { dayTest, LEAST_EFFECT, LEAST_SIDE, sessionTest, verdictOfChange, type Point } from './compare';
import { boundOf, METRICS, type Conversation, type Metric } from './metrics';
import { mean, reaches, type RankTest } from './statistics';
import { median } from '../signals/quantile';
import { DAY_MS, utcDay } from '../usage/days';

/** Chance of a false alarm in a whole history that is accepted. */
export const FALSE_ALARMS = 0.01;
/** Sessions on either side of a pivot that are compared: what is far away is another story. */
const WINDOW = 200;
/** A pivot by date every so many days. */
const GRID_DAYS = 7;

export interface Candidate {
  /** First day of what comes after, `YYYY-MM-DD`. */
  day: string;
  /** What changed then; `date` for the grid. */
  kind: 'version' | 'model' | 'mode' | 'date';
  /** The new version, model or mode; '' for a date. */
  to: string;
}

interface PointSide {
  n: number;
  mean: number;
  median: number;
  /** They are at least this much: some of it has no price or no final usage. */
  lowerBound: boolean;
}

export interface ChangePoint extends Candidate {
  metric: string;
  title: string;
  verdict: 'worse' | 'better' | 'changed';
  before: PointSide;
  after: PointSide;
  /** Of the means, as a share of before; null when that is 0. */
  relative: number | null;
  /** The worse of the two tests, times the number of tests. */
  adjustedP: number;
  /** Cliff's delta of the sessions. */
  effect: number;
}

interface Dated {
  day: string;
  conversation: Conversation;
}

/** Days on which a value first holds for most sessions of `LEAST_SIDE` to come, having held for few of those before. */
function boundaries(
  dated: readonly Dated[],
  kind: Candidate['kind'],
  valueOf: (one: Conversation) => string,
): Candidate[] {
  const found: Candidate[] = [];
  const values = dated.map(({ conversation }) => valueOf(conversation));
  const seen = new Set<string>();
  for (const [i, value] of values.entries()) {
    if (seen.has(value) || value === '') continue;
    const before = values.slice(Math.max(0, i - LEAST_SIDE), i);
    const after = values.slice(i, i + LEAST_SIDE);
    const share = (list: readonly string[]): number =>
      list.filter((one) => one === value).length / LEAST_SIDE;
    if (after.length < LEAST_SIDE || share(after) < 0.5) continue;
    seen.add(value);
    const day = dated[i]?.day;
    if (before.length === LEAST_SIDE && share(before) < 0.2 && day !== undefined)
      found.push({ day, kind, to: value });
  }
  return found;
}

/** The pivots worth trying, in order of time; a version, model or mode is preferred to a bare date nearby. */
export function candidates(dated: readonly Dated[]): Candidate[] {
  const named = [
    ...boundaries(dated, 'version', ({ figures }) => figures.claudeVersions.at(-1) ?? ''),
    ...boundaries(dated, 'model', mainModel),
    ...boundaries(dated, 'mode', ({ figures }) => figures.permissionModes.at(-1) ?? ''),
  ];
  const first = dated[0]?.day;
  const last = dated.at(-1)?.day;
  if (first === undefined || last === undefined) return [];
  const dates: Candidate[] = [];
  for (let t = Date.parse(first) + GRID_DAYS * DAY_MS; t <= Date.parse(last); t += GRID_DAYS * DAY_MS) {
    const near = named.some(({ day }) => Math.abs(Date.parse(day) - t) < (GRID_DAYS * DAY_MS) / 2);
    if (!near) dates.push({ day: utcDay(t), kind: 'date', to: '' });
  }
  return [...named, ...dates].sort((a, b) => compareTexts(a.day, b.day) || compareTexts(a.kind, b.kind));
}

const startOf = ({ conversation }: Dated): string => conversation.figures.startedAt ?? '';
const idOf = ({ conversation }: Dated): string => conversation.figures.id;

/** Changes in a history, the surest first; at most one for each metric. `dayOf` gives the day of a time. */
export function changePoints(
  conversations: readonly Conversation[],
  dayOf: (t: number) => string,
  metrics: readonly Metric[] = METRICS.filter(({ experimental }) => !experimental),
): ChangePoint[] {
  const dated = conversations
    .flatMap((conversation): Dated[] => {
      const day = daysOf(conversation, dayOf).began;
      return day === null ? [] : [{ day, conversation }];
    })
    .sort(
      (a, b) =>
        compareTexts(a.day, b.day) || compareTexts(startOf(a), startOf(b)) || compareTexts(idOf(a), idOf(b)),
    );
  const pivots = candidates(dated);
  const series = metrics.map((metric) => ({
    metric,
    points: dated.flatMap(({ day, conversation }) => {
      const value = metric.of(conversation);
      return value === null ? [] : [{ day, value, conversation }];
    }),
  }));
  const tests = series.flatMap(({ metric, points }) =>
    pivots.flatMap((pivot) => testAt(metric, points, pivot) ?? []),
  );
  const survives = (p: number): boolean => p * tests.length <= FALSE_ALARMS;
  const called = tests
    // The test over days takes longer, and makes no change likelier than the one over sessions.
    .filter(({ rank }) => survives(rank.p))
    .map((one) => ({ ...one, test: dayTest(one.rank, one.before, one.after) }))
    .filter(({ test }) => survives(test.p))
    .map((one) => ({ ...one, adjustedP: one.test.p * tests.length }))
    .map(pointOf)
    .filter(({ relative }) => relative === null || reaches(Math.abs(relative), LEAST_EFFECT))
    .sort((a, b) => a.adjustedP - b.adjustedP || (a.metric + a.day < b.metric + b.day ? -1 : 1));
  return called.filter((test, i) => called.findIndex(({ metric }) => metric === test.metric) === i);
}

interface SessionPoint extends Point {
  conversation: Conversation;
}

/** Where in the order of days those from a day on begin. */
function firstFrom(points: readonly Point[], day: string): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.day < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A pivot tried in a metric: the sessions on either side, and whether they differ. */
interface Tried {
  metric: Metric;
  pivot: Candidate;
  before: readonly SessionPoint[];
  after: readonly SessionPoint[];
  /** Over sessions. */
  rank: RankTest;
}

function testAt(metric: Metric, points: readonly SessionPoint[], pivot: Candidate): Tried | null {
  const middle = firstFrom(points, pivot.day);
  const before = points.slice(Math.max(0, middle - WINDOW), middle);
  const after = points.slice(middle, middle + WINDOW);
  const rank = sessionTest(before, after);
  return rank === null ? null : { metric, pivot, before, after, rank };
}

function pointOf({
  metric,
  pivot,
  before,
  after,
  rank,
  adjustedP,
}: Tried & { adjustedP: number }): ChangePoint {
  const [was, is] = [sideOf(metric, before), sideOf(metric, after)];
  return {
    ...pivot,
    metric: metric.name,
    title: metric.title,
    verdict: verdictOfChange(metric.worse, rank.delta > 0),
    before: was,
    after: is,
    relative: was.mean === 0 ? null : (is.mean - was.mean) / Math.abs(was.mean),
    adjustedP,
    effect: rank.delta,
  };
}

function sideOf(metric: Metric, points: readonly SessionPoint[]): PointSide {
  const values = points.map(({ value }) => value);
  const middle = mean(values);
  const lowerBound = boundOf(
    metric,
    points.map(({ conversation }) => conversation),
  );
  return { n: values.length, mean: middle, median: median(values) ?? middle, lowerBound };
}
