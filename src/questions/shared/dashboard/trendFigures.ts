/** The figures that trends can show: what each counts, and how entries are summed up. Pure. */
import * as z from 'zod';
import { en } from '../../../l10n/english';
import { cohortOf, isUnusual, LEAST_CELL, UNKNOWN } from '../../../analysis/cohorts';
import { daysOf } from '../../../analysis/family';
import {
  conversationsOf,
  METRICS,
  type Conversation,
  type Metric,
  metricWords,
} from '../../../analysis/metrics';
import { billing, projectNames } from '../../../analysis/projects';
import { mean, stdev } from '../../../analysis/statistics';
import { median } from '../../../signals/quantile';
import { signals } from '../../../signals/registry';
import { grade } from '../../../signals/signal';
import { Severity } from '../../../signals/severity';
import type { SessionFigures } from '../../../store/figures';
import { costsAtLeast, noAmounts, tokensOf, type UsageCell } from '../../../usage/rows';
import { TrendMetric } from './metricWords';
import type { DashboardSources } from './ranges';

/** The dimensions a trend can be split by. */
export const Split = z.enum(['none', 'model', 'project', 'version', 'mode', 'task', 'branch']);
export type Split = z.infer<typeof Split>;

/** A mean of sessions, or a total. */
export const TrendPoint = z.object({
  /** Number of sessions. */
  n: z.number(),
  /** Null if no session has a value, or nothing is priced. */
  value: z.number().nullable(),
  /** Null for a total. */
  median: z.number().nullable(),
  stdev: z.number().nullable(),
  /** The severity of a mean, as in codevigil: null for figures without thresholds, for few sessions, and unless marks are on. */
  severity: Severity.nullable(),
  /** Number of sessions beyond their thresholds; null for figures without thresholds. */
  unusual: z.number().nullable(),
  /** A mean of fewer than five sessions. */
  few: z.boolean(),
  /** The value is a lower bound: something has no price or no final usage. */
  lowerBound: z.boolean(),
});
export type TrendPoint = z.infer<typeof TrendPoint>;

/** A figure of a trend; `total`: a sum, not a mean over sessions. */
export const TrendFigure = TrendMetric.extend({
  total: z.boolean(),
  /** The day it counts on: the start of the session, or its own day. */
  day: z.enum(['start', 'own']),
});
export type TrendFigure = z.infer<typeof TrendFigure>;

/** One value: a session's figure, or a part of its usage. */
export interface Entry {
  /** `YYYY-MM-DD`; null without a readable time. */
  day: string | null;
  /** The group of the split; '' without a split. */
  group: string;
  /** The conversation it belongs to. */
  id: string;
  /** Null: tokens without a price. */
  value: number | null;
  /** The value is a lower bound: a price or the final usage is missing. */
  lowerBound: boolean;
  /** The session's measure is beyond its thresholds; absent for totals. */
  unusual?: boolean;
}

/** A figure: its entries, and how they are summed up. */
export interface Figure {
  words: TrendFigure;
  entries(split: Split, sources: DashboardSources): Entry[];
  point(entries: readonly Entry[], marks: boolean): TrendPoint;
}

/** All figures. */
export const trendFigures = (): readonly Figure[] => [
  ...METRICS.map(meanOf),
  usageTotal('total_cost', en('Cost in all'), 'microUsd', (cell) => ({
    value: cell.costMicroUsd ?? (tokensOf(cell) === 0 ? 0 : null),
    lowerBound: costsAtLeast(cell) || (cell.costMicroUsd === null && tokensOf(cell) > 0),
  })),
  usageTotal('total_tokens', en('Tokens in all'), 'tokens', (cell) => ({
    value: tokensOf(cell),
    lowerBound: cell.lowerBound > 0,
  })),
  usageTotal('total_output', en('Output tokens in all'), 'tokens', (cell) => ({
    value: cell.output,
    lowerBound: cell.lowerBound > 0,
  })),
  sessionTotal('total_sessions', en('Sessions'), () => 1),
  sessionTotal('total_prompts', en('Prompts in all'), ({ figures }) => figures.prompts),
  toolTotal('total_calls', en('Tool calls in all'), 'calls'),
  toolTotal('total_errors', en('Failed tool calls in all'), 'errors'),
];

/** Mean of a metric over the sessions that began then. */
function meanOf(metric: Metric): Figure {
  const alarm = signals.find(({ name }) => name === metric.name)?.alarm ?? null;
  return {
    words: { ...metricWords(metric), total: false, day: 'start' },
    entries(split, { figures, dayOf }) {
      const nameOf = groupIn(split, figures, dayOf);
      return conversationsOf(figures).flatMap((one): Entry[] => {
        const value = metric.of(one);
        return value === null
          ? []
          : [
              {
                ...dayAndId(one, dayOf),
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

/** Total of entries: 0 without entries, null if nothing is priced. */
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
  day: TrendFigure['day'],
  entries: Figure['entries'],
): Figure {
  return {
    words: { name, title, unit, worse: null, experimental: false, total: true, day },
    entries,
    point: totalPoint,
  };
}

/** Usage by the day of the response; that of sub-agents belongs to their conversation. */
function usageTotal(
  name: string,
  title: string,
  unit: Metric['unit'],
  amountOf: (cell: UsageCell) => Pick<Entry, 'value' | 'lowerBound'>,
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
        // Usage has its own model, branch and project.
        group:
          split === 'model'
            ? cell.model || UNKNOWN
            : split === 'branch'
              ? cell.branch || UNKNOWN
              : split === 'project'
                ? (projectOf(one, cell) ?? UNKNOWN)
                : group,
        id,
        ...amountOf(cell),
      }));
    });
  });
}

/** A count over sessions, by the day they began. */
function sessionTotal(name: string, title: string, countOf: (one: Conversation) => number): Figure {
  return total(name, title, 'number', 'start', (split, { figures, dayOf }) => {
    const nameOf = groupIn(split, figures, dayOf);
    return conversationsOf(figures).map((one) => ({
      ...dayAndId(one, dayOf),
      group: nameOf(one),
      value: countOf(one),
      lowerBound: false,
    }));
  });
}

/** Tool calls by their day, including those of sub-agents; without a time they have no day. */
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

/** The day a session counts on: the day it began. */
export const dayAndId = (one: Conversation, dayOf: (t: number) => string): Pick<Entry, 'day' | 'id'> => ({
  day: daysOf(one, dayOf).began,
  id: one.figures.id,
});

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

/** Returns a function that gives the conversation of a session or sub-agent; a sub-agent with an unknown parent is its own conversation. */
function finder(figures: readonly SessionFigures[]): (one: SessionFigures) => Conversation {
  const known = new Map(conversationsOf(figures).map((one) => [one.figures.id, one]));
  return (one) => known.get(one.parent ?? one.id) ?? { figures: one, subAgents: [], amounts: noAmounts() };
}
