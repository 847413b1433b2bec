/**
 * Trends: one figure by day, week or month, in total or by group, with the usual range and the first use of versions and models
 * (docs/panels.md, docs/analysis.md). Pure.
 */
import * as z from 'zod';
import { en } from '../l10n/english';
import { byNumber, LEAST_CELL, mainModel, UNKNOWN } from '../analysis/cohorts';
import { conversationsOf, type Conversation } from '../analysis/metrics';
import { memoizeByList } from '../analysis/memoizeByList';
import { compareTexts } from '../log/compareTexts';
import { quantile } from '../signals/quantile';
import type { SessionFigures } from '../store/figures';
import { keysOf, Over, Step, stepsOf } from '../usage/over';
import { dayRangesOf, Day, historyOf, Range, type DashboardSources } from './shared/dashboard/ranges';
import { dashboardOf, needTasks, Query, type Sources } from './shared/sources';
import {
  dayAndId,
  Split,
  TrendFigure,
  TrendPoint,
  type Entry,
  type Figure,
  trendFigures,
} from './shared/dashboard/trendFigures';
import { stepped } from '../usage/days';
import { namesOfModels } from '../session/modelName';

export const TrendSeries = z.object({
  /** The group; '' without a split, or for all other groups together. */
  key: z.string(),
  /** The series is that of all groups without their own. */
  other: z.boolean(),
  /** For all days together. */
  whole: TrendPoint,
  /** In the order of the buckets. */
  points: z.array(TrendPoint),
});
export type TrendSeries = z.infer<typeof TrendSeries>;

/** The first use of a version or model. */
const TrendMarker = z.object({
  /** The bucket. */
  key: z.string(),
  day: Day,
  text: z.string(),
  /** A short form for the chart. */
  label: z.string(),
});
type TrendMarker = z.infer<typeof TrendMarker>;

export const Trend = z.object({
  metric: TrendFigure,
  /** All figures, to choose from. */
  metrics: z.array(TrendFigure),
  over: Over,
  split: Split,
  /** The days of the axis. */
  from: Day,
  to: Day,
  /**
   * Days, weeks or months without gaps, oldest first, with their first and last day on the axis; `inPart`: incomplete, at the start of the
   * axis or because it is not over yet.
   */
  buckets: z.array(Step.extend({ inPart: z.boolean() })),
  series: z.array(TrendSeries),
  /** Entries without a day on the axis: without a readable time, or with an impossible one. */
  outside: TrendPoint,
  /** The usual range: p20 and p80 of all sessions or of all complete buckets; null if there are too few. */
  band: z.object({ low: z.number(), high: z.number(), lowerBound: z.boolean() }).nullable(),
  markers: z.array(TrendMarker),
});
export type Trend = z.infer<typeof Trend>;
export const reply = Trend;

export const args = z.object({
  /** Name of a figure (`Trend.metrics`); unknown names mean the first one. */
  metric: z.string(),
  over: Over,
  split: Split,
  range: Range,
  query: Query,
});
export type TrendArgs = Omit<z.output<typeof args>, 'query'>;

export function answer({ query, ...asked }: z.output<typeof args>, sources: Sources): Trend {
  if (asked.split === 'task') needTasks(sources);
  return trend(asked, dashboardOf(sources, query));
}

/** Sorted, because the last digits of floating-point sums depend on the order, and the order of reading is random. */
const inOrder = /* @__PURE__ */ memoizeByList((figures: readonly SessionFigures[]) =>
  figures.toSorted((a, b) => compareTexts(a.id, b.id)),
);

type Dated = Entry & { day: string };

/** Most groups with their own series; the rest is one more. */
const MOST_GROUPS = 5;
export function trend(
  { metric, over, split, range }: TrendArgs,
  { figures, ...rest }: DashboardSources,
): Trend {
  const sources = { ...rest, figures: inOrder(figures) };
  const all = trendFigures();
  const figure = all.find(({ words }) => words.name === metric) ?? all[0]!;
  const entries = figure.entries(split, sources);
  const history = historyOf(entries, sources);
  const from = dayRangesOf(range, sources).now.from ?? history.from;
  // Custom days may end before today.
  const last = dayRangesOf(range, sources).now.to;
  const to = last < history.to ? last : history.to;
  const shown = entries.filter((one): one is Dated => one.day !== null && one.day >= from && one.day <= to);
  const buckets = entries.length === 0 ? [] : bucketsOf(over, from, to, history);
  const keyOf = keysOf(over);
  const seriesOf = (key: string, other: boolean, members: readonly Dated[]): TrendSeries => {
    const byBucket = Map.groupBy(members, ({ day }) => keyOf(day));
    return {
      key,
      other,
      whole: figure.point(members, sources.marks === true),
      points: buckets.map((bucket) => figure.point(byBucket.get(bucket.key) ?? [], sources.marks === true)),
    };
  };
  return {
    metric: figure.words,
    metrics: all.map(({ words }) => words),
    over,
    split,
    from,
    to,
    buckets,
    series:
      split === 'none'
        ? [seriesOf('', false, shown)]
        : groupsOf(figure, shown).map(({ key, other, members }) => seriesOf(key, other, members)),
    outside: figure.point(
      entries.filter(({ day }) => day === null || (range === 'all' && (day < from || day > to))),
      sources.marks === true,
    ),
    band: split === 'none' ? bandOf(figure, over, entries, history) : null,
    markers: firstUses(sources).flatMap(({ day, ...marker }) =>
      day < from || day > to ? [] : [{ ...marker, day, key: keyOf(day) }],
    ),
  };
}

/** First and last day, both included. */
interface Days {
  from: string;
  to: string;
}

/** All buckets from a day to today, oldest first, without gaps. */
function bucketsOf(over: Over, from: string, to: string, history: Days): Trend['buckets'] {
  const keyOf = keysOf(over);
  const cut = from > history.from ? keyOf(stepped(from, -1)) : null;
  const running = keyOf(to);
  return stepsOf(over, from, to).map((step) => ({
    ...step,
    inPart: step.key === cut || step.key === running,
  }));
}

/** The groups with most sessions or the largest totals, and one for all others. */
function groupsOf(
  { words, point }: Figure,
  entries: readonly Dated[],
): { key: string; other: boolean; members: Dated[] }[] {
  const ranked = [...Map.groupBy(entries, ({ group }) => group)]
    .map(([key, members]) => ({ key, members, size: sizeOf(words, point(members, false)) }))
    .sort((a, b) => b.size - a.size || byNumber(a.key, b.key));
  const rest = ranked.slice(MOST_GROUPS).flatMap(({ members }) => members);
  return [
    ...ranked.slice(0, MOST_GROUPS).map(({ key, members }) => ({ key, other: false, members })),
    ...(rest.length === 0 ? [] : [{ key: '', other: true, members: rest }]),
  ];
}

const sizeOf = (words: Trend['metric'], { n, value }: TrendPoint): number =>
  words.total ? (value ?? -1) : n;

/**
 * The usual range: p20 and p80 of all sessions or, for a total, of all complete days (weeks, months). Null with fewer than five.
 */
function bandOf(
  { words, point }: Figure,
  over: Over,
  entries: readonly Entry[],
  history: Days,
): Trend['band'] {
  const known = (words.total ? totals() : entries).filter(({ value }) => value !== null);
  const values = known.flatMap(({ value }) => value ?? []).sort((a, b) => a - b);
  const [low, high] = [quantile(values, 0.2), quantile(values, 0.8)];
  return low === null || high === null || values.length < LEAST_CELL
    ? null
    : { low, high, lowerBound: known.some(({ lowerBound }) => lowerBound) };

  function totals(): TrendPoint[] {
    const keyOf = keysOf(over);
    const byBucket = Map.groupBy(entries, ({ day }) => (day === null ? UNKNOWN : keyOf(day)));
    return bucketsOf(over, history.from, history.to, history)
      .filter(({ inPart }) => !inPart)
      .map(({ key }) => point(byBucket.get(key) ?? [], false));
  }
}

/** Fewest sessions of a version or model that is marked. */
const MARKED_FROM = 5;

/**
 * The days on which versions and models were first used, in order; on the same day versions first, by number. Only those used by enough
 * sessions; those in use on the very first day are no change. A session has the version it began with; a model is used from its first
 * response on.
 */
export const firstUses = ({ figures, dayOf }: DashboardSources): readonly FirstUse[] =>
  firstUsesIn(figures)(dayOf);

type FirstUse = Omit<TrendMarker, 'key'>;
const firstUsesIn = /* @__PURE__ */ memoizeByList((figures: readonly SessionFigures[]) =>
  memoizeByList((dayOf: DashboardSources['dayOf']) => usesOf(conversationsOf(figures), dayOf)),
);

function usesOf(conversations: readonly Conversation[], dayOf: DashboardSources['dayOf']): FirstUse[] {
  const begun = conversations.flatMap((one) => {
    const { day } = dayAndId(one, dayOf);
    return day === null ? [] : [{ name: one.figures.claudeVersions[0] ?? '', day }];
  });
  const answered = conversations.flatMap((one) =>
    one.figures.usage.flatMap(({ model, day }) => (day === null ? [] : [{ name: model, day }])),
  );
  const called = namesOfModels([...new Set(answered.map(({ name }) => name))]);
  const often = (names: readonly string[]): ReadonlySet<string> =>
    new Set(
      [...Map.groupBy(names, (name) => name)]
        .filter(([name, all]) => name !== '' && name !== UNKNOWN && all.length >= MARKED_FROM)
        .map(([name]) => name),
    );
  return [
    ...firstDays(begun, often(begun.map(({ name }) => name))).map(({ name, day }) => ({
      day,
      text: en('version {0}', name),
      label: name,
    })),
    ...firstDays(answered, often(conversations.map(mainModel))).map(({ name, day }) => ({
      day,
      text: en('model {0}', called.get(name) ?? name),
      label: called.get(name) ?? name,
    })),
  ].sort((a, b) => compareTexts(a.day, b.day));
}

/** The first day of each name, except those in use on the very first day. */
function firstDays(
  uses: readonly { name: string; day: string }[],
  names: ReadonlySet<string>,
): { name: string; day: string }[] {
  const first = new Map<string, string>();
  let begin: string | null = null;
  for (const { name, day } of uses) {
    if (begin === null || day < begin) begin = day;
    const known = first.get(name);
    if (known === undefined || day < known) first.set(name, day);
  }
  return [...first]
    .map(([name, day]) => ({ name, day }))
    .filter(({ name, day }) => names.has(name) && day !== begin)
    .sort((a, b) => byNumber(a.name, b.name));
}
