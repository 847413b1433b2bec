/** Sessions in groups: what is usual in each, and how it moves (docs/analysis.md). Pure. */
import { en } from '../l10n/english';
import { compareTexts } from '../log/compareTexts';
import { mostUsedModel } from '../usage/rows';
import { signals } from '../signals/registry';
import { grade } from '../signals/signal';
import type { Severity } from '../signals/severity';
import type { CohortDimension } from './cohortNames';
import { daysOf } from './family';
import { projectNames } from './projects';
import {
  boundOf,
  METRICS,
  valuesOf,
  metricWords,
  type Conversation,
  type Metric,
  type MetricWords,
} from './metrics';
import { mean, stdev } from './statistics';
import { median } from '../signals/quantile';
import { weekOf } from '../usage/days';

/** Dimensions whose rows follow each other in time. */
const CHRONOLOGICAL = new Set<CohortDimension>(['day', 'week', 'month']);

/** A cell of fewer sessions says nothing (codevigil's rule): neither chance nor a single session is a cohort. */
export const LEAST_CELL = 5;

export interface Cell {
  n: number;
  /** Null when `n` is below `LEAST_CELL`: redacted. */
  mean: number | null;
  stdev: number | null;
  median: number | null;
  min: number | null;
  max: number | null;
  /** What codevigil's marks say of the mean; null for metrics without thresholds, and unless they are asked for. */
  severity: Severity | null;
  /** Sessions whose own measure is beyond its thresholds; null for metrics without any. */
  unusual: number | null;
  /** Mean and median are at least this much: some of it has no price or no final usage. */
  lowerBound: boolean;
  /** Mean less that of the row before, where rows follow in time and both are told. */
  delta: number | null;
}

export interface CohortRow {
  key: string;
  sessions: number;
  /** By metric name. */
  cells: Record<string, Cell>;
}

export interface CohortTable {
  dimension: CohortDimension;
  metrics: readonly MetricWords[];
  rows: CohortRow[];
  sessions: number;
  /** Means are marked. */
  marks: boolean;
}

export const UNKNOWN = en('unknown');

/** What most of a session's output tokens came from, all days together; sub-agents left out. Of equal ones the first by name. */
export const mainModel = ({ figures }: Pick<Conversation, 'figures'>): string =>
  mostUsedModel(figures.usage) ?? UNKNOWN;

const only = (values: readonly string[]): string =>
  values.length === 0 ? UNKNOWN : values.length === 1 ? (values[0] ?? UNKNOWN) : en('several');

/** The group of a session. `dayOf` gives the day of a time in the chosen zone. */
export function cohortOf(
  by: CohortDimension,
  conversation: Conversation,
  dayOf: (t: number) => string,
): string {
  const { figures } = conversation;
  const day = daysOf(conversation, dayOf).began;
  switch (by) {
    case 'day':
      return day ?? UNKNOWN;
    case 'week':
      return day === null ? UNKNOWN : weekOf(day);
    case 'month':
      return day?.slice(0, 7) ?? UNKNOWN;
    case 'project':
      return figures.repository ?? figures.project ?? UNKNOWN;
    case 'model':
      return mainModel(conversation);
    case 'mode':
      return only(figures.permissionModes);
    case 'version':
      return only(figures.claudeVersions);
    case 'task':
      return figures.taskType ?? UNKNOWN;
    case 'branch':
      return only(figures.gitBranches);
    case 'pr':
      return only(figures.pullRequests);
  }
}

/** Sessions by their group; a project is one however it is spelled (P59). */
export function groupsOf(
  by: CohortDimension,
  conversations: readonly Conversation[],
  dayOf: (t: number) => string,
): Map<string, Conversation[]> {
  const nameOf = by === 'project' ? projectNames(conversations.map(({ figures }) => figures)) : null;
  return Map.groupBy(conversations, (one) => {
    const group = cohortOf(by, one, dayOf);
    return nameOf === null || group === UNKNOWN ? group : nameOf(group);
  });
}

/** True when a session's measure is beyond its thresholds: personal ones, once it was graded. */
export const isUnusual = (name: string, { figures }: Pick<Conversation, 'figures'>): boolean =>
  figures.signals.some((one) => one.name === name && one.severity !== 'ok');

function cellOf(metric: Metric, conversations: readonly Conversation[], marks: boolean): Cell {
  const values = valuesOf(metric, conversations);
  const hasEnough = values.length >= LEAST_CELL;
  const alarm = signals.find(({ name }) => name === metric.name)?.alarm ?? null;
  const middle = hasEnough ? mean(values) : null;
  return {
    n: values.length,
    mean: middle,
    stdev: hasEnough ? stdev(values) : null,
    median: hasEnough ? median(values) : null,
    min: hasEnough ? Math.min(...values) : null,
    max: hasEnough ? Math.max(...values) : null,
    unusual: alarm === null ? null : conversations.filter((one) => isUnusual(metric.name, one)).length,
    severity: !marks || alarm === null || middle === null ? null : grade(middle, alarm.worse, alarm.defaults),
    lowerBound: hasEnough && boundOf(metric, conversations),
    delta: null,
  };
}

/** Made when the first are compared. */
let numbers: Intl.Collator | null = null;
/** Order of names with numbers in them, as those of versions: 2.1.9 comes before 2.1.10. */
export const byNumber = (a: string, b: string): number =>
  (numbers ??= new Intl.Collator('en', { numeric: true })).compare(a, b) || compareTexts(a, b);

/** Cohorts by one dimension (`marks`: means are marked, as codevigil has it); rows in order of their keys, those of versions by number, what is unknown last. */
export function cohorts(
  by: CohortDimension,
  conversations: readonly Conversation[],
  dayOf: (t: number) => string,
  metrics: readonly Metric[] = METRICS,
  marks = false,
): CohortTable {
  const inOrder = by === 'version' ? byNumber : compareTexts;
  const groups = [...groupsOf(by, conversations, dayOf)].sort(
    ([a], [b]) => Number(a === UNKNOWN) - Number(b === UNKNOWN) || inOrder(a, b),
  );
  const rows = groups.map(([key, members]) => ({
    key,
    sessions: members.length,
    cells: Object.fromEntries(metrics.map((metric) => [metric.name, cellOf(metric, members, marks)])),
  }));
  if (CHRONOLOGICAL.has(by))
    for (const [i, row] of rows.entries()) {
      const before = rows[i - 1];
      if (before === undefined || row.key === UNKNOWN) continue;
      for (const { name } of metrics) {
        const [cell, last] = [row.cells[name], before.cells[name]];
        if (cell !== undefined && cell.mean !== null && last !== undefined && last.mean !== null)
          cell.delta = cell.mean - last.mean;
      }
    }
  return {
    dimension: by,
    metrics: metrics.map(metricWords),
    rows,
    sessions: conversations.length,
    marks,
  };
}
