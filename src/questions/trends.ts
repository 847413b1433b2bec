/**
 * Trends: one figure by day, week or month, whole or by group, with what is usual and where versions and models were first used
 * (docs/panels.md, docs/analysis.md). Pure.
 */
import * as z from 'zod';
import { byNumber, cohortOf, isUnusual, LEAST_CELL, mainModel, UNKNOWN } from '../analysis/cohorts';
import { conversationsOf, METRICS, type Conversation, type Metric } from '../analysis/metrics';
import { billing, projectNames } from '../analysis/projects';
import { mean, median, stdev } from '../analysis/statistics';
import { weekOf } from '../analysis/usage';
import { quantile } from '../signals/baseline';
import { signals } from '../signals/registry';
import { grade, Severity } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import { costsAtLeast, noAmounts, tokensOf, type UsageCell } from '../usage/rows';
import { TrendMetric, wordsOf } from './shared/metricWords';
import { boundsOf, Day, daysFrom, historyOf, Range, stepped, type DashboardSources } from './shared/ranges';
import { dashboardOf, type Sources } from './shared/sources';

/** What a trend goes over, and what it can be split by. */
export const Over = z.enum(['day', 'week', 'month']);
export type Over = z.infer<typeof Over>;
export const Split = z.enum(['none', 'model', 'project', 'version', 'mode', 'task', 'branch']);
export type Split = z.infer<typeof Split>;

/** A mean of sessions, or a total. */
export const TrendPoint = z.object({
  /** Sessions it is of. */
  n: z.number(),
  /** Null: no session can tell, or nothing of it has a price. */
  value: z.number().nullable(),
  /** Of a mean; null of a total. */
  median: z.number().nullable(),
  stdev: z.number().nullable(),
  /** What codevigil's marks say of a mean: null for figures without thresholds, of few, and unless they are asked for. */
  severity: Severity.nullable(),
  /** Sessions beyond their own thresholds; null for figures without any. */
  unusual: z.number().nullable(),
  /** A mean of fewer than five sessions. */
  few: z.boolean(),
  /** It is at least this much: some of it has no price or no final usage. */
  lowerBound: z.boolean(),
});
export type TrendPoint = z.infer<typeof TrendPoint>;

export const TrendSeries = z.object({
  /** Of the group; '' when there is no split, or of all other groups. */
  key: z.string(),
  /** All groups without a series of their own. */
  other: z.boolean(),
  /** Of all the days. */
  whole: TrendPoint,
  /** In the order of the buckets. */
  points: z.array(TrendPoint),
});
export type TrendSeries = z.infer<typeof TrendSeries>;

/** Where a version or model was first used. */
export const TrendMarker = z.object({
  /** Of its bucket. */
  key: z.string(),
  day: Day,
  text: z.string(),
  /** The same in short, for the chart. */
  label: z.string(),
});
export type TrendMarker = z.infer<typeof TrendMarker>;

/** A figure of a trend; `total`: of all that happened then, not a mean of sessions. */
const TrendFigure = TrendMetric.extend({
  total: z.boolean(),
  /** The day it counts on: that the session began on, or that of what is counted. */
  day: z.enum(['start', 'own']),
});

export const Trend = z.object({
  metric: TrendFigure,
  /** Every figure there is, to choose from. */
  metrics: z.array(TrendFigure),
  over: Over,
  split: Split,
  /** The days of the axis. */
  from: Day,
  to: Day,
  /**
   * Days, weeks or months without gaps, oldest first, with their first and last day on the axis; `inPart`: cut by the first day, or not
   * over yet.
   */
  buckets: z.array(z.object({ key: z.string(), from: Day, to: Day, inPart: z.boolean() })),
  series: z.array(TrendSeries),
  /** What has no day on the axis: no readable time, or one that cannot be. */
  outside: TrendPoint,
  /** p20 and p80 of all sessions, or of all buckets that are over: what is usual; null where nothing is. `lowerBound`: at least. */
  band: z.object({ low: z.number(), high: z.number(), lowerBound: z.boolean() }).nullable(),
  markers: z.array(TrendMarker),
});
export type Trend = z.infer<typeof Trend>;
export const reply = Trend;

export const args = z.object({
  /** Name of a figure (`Trend.metrics`); of one there is not, the first. */
  metric: z.string(),
  over: Over,
  split: Split,
  range: Range,
});
export type TrendArgs = z.output<typeof args>;

export const answer = (asked: TrendArgs, sources: Sources): Trend => trend(asked, dashboardOf(sources));

/** Groups with a series of their own; the rest is one more. */
const MOST_GROUPS = 5;
/** Something that counts: a session's figure, or a part of what it used. */
interface Entry {
  /** `YYYY-MM-DD`; null when no time is readable. */
  day: string | null;
  /** Of the split; '' without one. */
  group: string;
  /** The conversation it belongs to. */
  id: string;
  /** Null: tokens without a price. */
  value: number | null;
  /** It is at least this much: a price or the final usage is missing. */
  lowerBound: boolean;
  /** Its own measure is beyond its thresholds; absent of totals. */
  unusual?: boolean;
}

type Dated = Entry & { day: string };

/** A figure to choose: what it counts, and what many of these come to. */
interface Figure {
  words: Trend['metric'];
  entries(split: Split, sources: DashboardSources): Entry[];
  point(entries: readonly Entry[], marks: boolean): TrendPoint;
}

const figures = (): readonly Figure[] => [
  ...METRICS.map(meanOf),
  usageTotal('total_cost', 'Cost in all', 'microUsd', (cell) => ({
    value: cell.costMicroUsd ?? (tokensOf(cell) === 0 ? 0 : null),
    lowerBound: costsAtLeast(cell) || (cell.costMicroUsd === null && tokensOf(cell) > 0),
  })),
  usageTotal('total_tokens', 'Tokens in all', 'tokens', (cell) => ({
    value: tokensOf(cell),
    lowerBound: cell.lowerBound > 0,
  })),
  usageTotal('total_output', 'Output tokens in all', 'tokens', (cell) => ({
    value: cell.output,
    lowerBound: cell.lowerBound > 0,
  })),
  sessionTotal('total_sessions', 'Sessions', () => 1),
  sessionTotal('total_prompts', 'Prompts', ({ figures }) => figures.prompts),
  toolTotal('total_calls', 'Tool calls in all', 'calls'),
  toolTotal('total_errors', 'Failed tool calls in all', 'errors'),
];

export function trend(
  { metric, over, split, range }: TrendArgs,
  { figures: sessions, ...rest }: DashboardSources,
): Trend {
  // In an order of their own: sums of fractions depend on it in their last digits, and that of reading is chance.
  const sources = { ...rest, figures: sessions.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)) };
  const all = figures();
  const figure = all.find(({ words }) => words.name === metric) ?? all[0]!;
  const entries = figure.entries(split, sources);
  const history = historyOf(entries, sources);
  const from = boundsOf(range, sources).now.from ?? history.from;
  const { to } = history;
  const shown = entries.filter((one): one is Dated => one.day !== null && one.day >= from && one.day <= to);
  const buckets = entries.length === 0 ? [] : bucketsOf(over, from, history);
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
    markers: markers(sources).flatMap(({ day, ...marker }) =>
      day < from || day > to ? [] : [{ ...marker, day, key: keyOf(day) }],
    ),
  };
}

/** Mean of a metric over the sessions that began then. */
function meanOf(metric: Metric): Figure {
  const alarm = signals.find(({ name }) => name === metric.name)?.alarm ?? null;
  return {
    words: { ...wordsOf(metric), total: false, day: 'start' },
    entries(split, { figures, dayOf }) {
      const nameOf = groupIn(split, figures, dayOf);
      return conversationsOf(figures).flatMap((one): Entry[] => {
        const value = metric.of(one);
        return value === null
          ? []
          : [
              {
                ...placeOf(one, dayOf),
                group: nameOf(one),
                value,
                lowerBound: metric.lowerBound?.(one) ?? false,
                unusual: isUnusual(metric.name, one),
              },
            ];
      });
    },
    point(entries, marks) {
      const values = entries.flatMap(({ value }) => value ?? []);
      const few = values.length > 0 && values.length < LEAST_CELL;
      const middle = values.length === 0 ? null : mean(values);
      const severity: Severity | null =
        !marks || alarm === null || middle === null || few
          ? null
          : grade(middle, alarm.worse, alarm.defaults);
      return {
        n: values.length,
        value: middle,
        median: median(values),
        stdev: stdev(values),
        severity,
        unusual: alarm === null ? null : entries.filter(({ unusual }) => unusual === true).length,
        few,
        lowerBound: entries.some(({ lowerBound }) => lowerBound),
      };
    },
  };
}

/** Total of some entries: 0 of none, null when nothing of it has a price. */
function totalPoint(entries: readonly Entry[]): TrendPoint {
  const known = entries.flatMap(({ value }) => value ?? []);
  return {
    n: new Set(entries.map(({ id }) => id)).size,
    value: entries.length > 0 && known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
    median: null,
    stdev: null,
    severity: null,
    unusual: null,
    few: false,
    lowerBound: entries.some(({ lowerBound }) => lowerBound),
  };
}

function total(
  name: string,
  title: string,
  unit: Metric['unit'],
  day: Trend['metric']['day'],
  entries: Figure['entries'],
): Figure {
  return {
    words: { name, title, unit, worse: null, experimental: false, total: true, day },
    entries,
    point: totalPoint,
  };
}

/** What responses used, by the day of the response; sub-agents with the conversation they belong to. */
function usageTotal(
  name: string,
  title: string,
  unit: Metric['unit'],
  of: (cell: UsageCell) => Pick<Entry, 'value' | 'lowerBound'>,
): Figure {
  return total(name, title, unit, 'own', (split, { figures, dayOf }) => {
    const conversation = finder(figures);
    const nameOf = groupIn(split, figures, dayOf);
    const projectOf = billing(figures);
    return figures.flatMap((one): Entry[] => {
      const id = one.parent ?? one.id;
      const group = nameOf(conversation(one));
      return one.cells.map((cell) => ({
        day: cell.day,
        // A response knows its model, branch and project itself.
        group:
          split === 'model'
            ? cell.model || UNKNOWN
            : split === 'branch'
              ? cell.branch || UNKNOWN
              : split === 'project'
                ? (projectOf(one, cell) ?? UNKNOWN)
                : group,
        id,
        ...of(cell),
      }));
    });
  });
}

/** A count of sessions, by the day they began. */
function sessionTotal(name: string, title: string, of: (one: Conversation) => number): Figure {
  return total(name, title, 'number', 'start', (split, { figures, dayOf }) => {
    const nameOf = groupIn(split, figures, dayOf);
    return conversationsOf(figures).map((one) => ({
      ...placeOf(one, dayOf),
      group: nameOf(one),
      value: of(one),
      lowerBound: false,
    }));
  });
}

/** Tool calls by the day they were made on, whoever made them; those of lines without a time have no day. */
function toolTotal(name: string, title: string, field: 'calls' | 'errors'): Figure {
  return total(name, title, 'number', 'own', (split, { figures, dayOf }) => {
    const conversation = finder(figures);
    const nameOf = groupIn(split, figures, dayOf);
    const sum = (rows: readonly Record<typeof field, number>[]): number =>
      rows.reduce((all, row) => all + row[field], 0);
    return figures.flatMap((one): Entry[] => {
      const place = {
        id: one.parent ?? one.id,
        group: nameOf(conversation(one)),
        lowerBound: false,
      };
      const undated = sum(one.tools) - sum(one.toolDays);
      return [
        ...one.toolDays.map((row) => ({ ...place, day: row.day, value: row[field] })),
        ...(undated > 0 ? [{ ...place, day: null, value: undated }] : []),
      ];
    });
  });
}

/** A session stands on the day it began. */
const placeOf = ({ figures }: Conversation, dayOf: (t: number) => string): Pick<Entry, 'day' | 'id'> => ({
  day: figures.startedAt === null ? null : dayOf(Date.parse(figures.startedAt)),
  id: figures.id,
});

/** Gives the group of a conversation. */
function groupIn(
  split: Split,
  figures: readonly SessionFigures[],
  dayOf: (t: number) => string,
): (one: Conversation) => string {
  if (split === 'none') return () => '';
  const projectName = split === 'project' ? projectNames(figures) : (name: string): string => name;
  return (one) => {
    const group = cohortOf(split, one, dayOf);
    return group === UNKNOWN ? group : projectName(group);
  };
}

/** Gives the conversation of a session or sub-agent; one whose parent is not known is its own. */
function finder(figures: readonly SessionFigures[]): (one: SessionFigures) => Conversation {
  const known = new Map(conversationsOf(figures).map((one) => [one.figures.id, one]));
  return (one) => known.get(one.parent ?? one.id) ?? { figures: one, subAgents: [], amounts: noAmounts() };
}

/** First and last day, both included. */
interface Days {
  from: string;
  to: string;
}

/** Gives the key of the bucket a day is in: `2026-03-04`, `2026-W10`, `2026-03`. */
function keysOf(over: Over): (day: string) => string {
  const known = new Map<string, string>();
  return (day) => {
    if (over === 'day') return day;
    if (over === 'month') return day.slice(0, 7);
    const week = known.get(day) ?? weekOf(day);
    known.set(day, week);
    return week;
  };
}

/** Every bucket from a day to today, oldest first, also those in which nothing happened: the axis is to scale. */
function bucketsOf(over: Over, from: string, history: Days): Trend['buckets'] {
  const keyOf = keysOf(over);
  const days = Map.groupBy(daysFrom(from, history.to), keyOf);
  const cut = from > history.from ? keyOf(stepped(from, -1)) : null;
  const running = keyOf(history.to);
  return [...days].map(([key, all]) => ({
    key,
    from: all[0] ?? from,
    to: all.at(-1) ?? history.to,
    inPart: key === cut || key === running,
  }));
}

/** The groups with the most sessions, or the largest totals, and one of all the others. */
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
 * What is usual: p20 and p80 of all sessions there are, or, of a total, of all days (weeks, months) that are over. Null of fewer than
 * five.
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
    return bucketsOf(over, history.from, history)
      .filter(({ inPart }) => !inPart)
      .map(({ key }) => point(byBucket.get(key) ?? [], false));
  }
}

/** Sessions a version or model must have to be marked. */
const MARKED_FROM = 5;

/**
 * The days on which versions and models were first used, of those that were used more than now and then, in order; on one day versions
 * first, by number. What was there on the
 * first day marks no change. A session has the version it began with; a model is used from its first response on.
 */
function markers({ figures, dayOf }: DashboardSources): Omit<TrendMarker, 'key'>[] {
  const conversations = conversationsOf(figures);
  const begun = conversations.flatMap((one) => {
    const { day } = placeOf(one, dayOf);
    return day === null ? [] : [{ name: one.figures.claudeVersions[0] ?? '', day }];
  });
  const answered = conversations.flatMap((one) =>
    one.figures.usage.flatMap(({ model, day }) => (day === null ? [] : [{ name: model, day }])),
  );
  const often = (names: readonly string[]): ReadonlySet<string> =>
    new Set(
      [...Map.groupBy(names, (name) => name)]
        .filter(([name, all]) => name !== '' && name !== UNKNOWN && all.length >= MARKED_FROM)
        .map(([name]) => name),
    );
  return [
    ...firstDays(begun, often(begun.map(({ name }) => name))).map(({ name, day }) => ({
      day,
      text: `version ${name}`,
      label: name,
    })),
    ...firstDays(answered, often(conversations.map(mainModel))).map(({ name, day }) => ({
      day,
      text: `model ${name}`,
      label: shortModel(name),
    })),
  ].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** First day of each of the names, but of those that were there from the very first day. */
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

/** `claude-opus-4-6-20260205` is `opus-4-6`. */
const shortModel = (model: string): string => model.replace(/^claude-/, '').replace(/-\d{8}$/, '');
