/** Cohorts as a report: a table for each metric, or one of means. Pure. */
import { LEAST_CELL, UNKNOWN, type Cell as Figures, type CohortTable } from '../analysis/cohorts';
import { COHORT_TITLES } from '../analysis/dimensions';
import type { Metric } from '../analysis/metrics';
import { inGroups } from '../l10n/locale';
import { counted } from '../signals/signal';
import { TASK_WORDS } from '../signals/task';
import { getOwn } from '../log/own';
import { formatMetric } from '../usage/format';
import { csvBy } from './csv';
import type { Cell, Document, Section } from './document';
import type { Chart } from './chart';
import { axisOf, firstDayOf, Over, stepsOf, type Step } from '../usage/over';
import { stepLabels } from './overTime';
import { inline } from './markdown';
import { LOWER_BOUND_NOTE, METHOD, nameOf, signedDifference } from './many';
import { modelWords } from './modelWords';

/** codevigil's marks on means, where they are asked for. */
const MARK = { ok: '', warn: ' ▲ WARN', critical: ' ▲ CRITICAL' } as const;

function meanCell(cell: Figures | undefined, unit: Metric['unit']): Cell {
  if (cell === undefined || cell.n === 0) return '–';
  if (cell.mean === null) return 'too few';
  const spread = cell.stdev === null ? '' : ` ± ${formatMetric(cell.stdev, unit)}`;
  // Some of it has no price or no final usage: it is at least this much.
  const text = `${cell.lowerBound ? '≥ ' : ''}${formatMetric(cell.mean, unit)}${spread}${MARK[cell.severity ?? 'ok']}`;
  return cell.severity === 'critical' ? { strong: text } : text;
}

/** What a metric's table tells of a group, one figure a column. */
const columnsOf = (
  unit: Metric['unit'],
): { head: string; cell: (figures: Figures | undefined) => Cell }[] => {
  const told = (value: number | null | undefined): Cell =>
    value === null || value === undefined ? '–' : formatMetric(value, unit);
  return [
    { head: 'With data', cell: (one) => one?.n ?? 0 },
    { head: 'Mean ± stdev', cell: (one) => meanCell(one, unit) },
    {
      head: 'Difference',
      cell: (one) => (one === undefined || one.delta === null ? '–' : signedDifference(one.delta, unit)),
    },
    { head: 'Unusual', cell: (one) => (one === undefined || one.n === 0 ? '–' : (one.unusual ?? '–')) },
    { head: 'Median', cell: (one) => told(one?.median) },
    { head: 'Least', cell: (one) => told(one?.min) },
    { head: 'Most', cell: (one) => told(one?.max) },
  ];
};

/** What most people ask first, in this order: the only ones of a table in a terminal, which has little room. */
const MAIN_METRICS = [
  'cost',
  'tokens',
  'active_minutes',
  'tool_calls',
  'tool_error_share',
  'read_edit_ratio',
] as const;
const isMain = ({ name }: { name: string }): boolean => MAIN_METRICS.some((main) => main === name);

/** The metrics that some group has values of, the main ones first. */
function metricsWithData(table: CohortTable): CohortTable['metrics'] {
  const known = table.metrics.filter(({ name }) => table.rows.some(({ cells }) => (cells[name]?.n ?? 0) > 0));
  const main = MAIN_METRICS.flatMap((name) => known.filter((one) => one.name === name));
  return [...main, ...known.filter((one) => !isMain(one))];
}

const bounded = ({ rows }: CohortTable): boolean =>
  rows.some(({ cells }) => Object.values(cells).some(({ lowerBound }) => lowerBound));

/** Means of the groups; in time to scale, with gaps where a group is too small to tell one. */
function chartOf(
  { dimension, rows }: CohortTable,
  { name, title, unit }: CohortTable['metrics'][number],
): Chart {
  const over = overOfCohort(dimension);
  const keys = rows.map(({ key }) => key).filter((key) => over === null || key !== UNKNOWN);
  const steps = over === null ? [] : stepsBetween(over, keys);
  const means = new Map(rows.map(({ key, cells }) => [key, cells[name]?.mean ?? null]));
  return {
    title: `${title} by ${inSentence(dimension)}: mean of each`,
    ...(over === null ? { labels: keys } : stepLabels(over, steps)),
    values: (over === null ? keys : steps.map(({ key }) => key)).map((key) => means.get(key) ?? null),
    format: (value) => formatMetric(value, unit),
    kind: over === null ? 'rows' : 'line',
  };
}

/** The step in time a dimension is; null of one that is none. */
const overOfCohort = (dimension: CohortTable['dimension']): Over | null =>
  Over.safeParse(dimension).data ?? null;

/** Every step from the first to the last of these. */
function stepsBetween(over: Over, keys: readonly string[]): Step[] {
  const axis = axisOf(keys.map((key) => firstDayOf(over, key)));
  return axis === null ? [] : stepsOf(over, axis.from, axis.to);
}

/** A dimension within a sentence; Claude Code stays a name. */
const inSentence = (dimension: CohortTable['dimension']): string =>
  COHORT_TITLES[dimension].replace(/^(?!Claude)./, (letter) => letter.toLowerCase());

/** Between which groups the first metrics lie: what a table of cohorts says in sentences. */
function extremes(table: CohortTable): string[] {
  return metricsWithData(table).flatMap((metric): string[] => {
    const means = table.rows.flatMap(({ key, cells }) => {
      const { mean = null, lowerBound = false } = cells[metric.name] ?? {};
      return mean === null || key === UNKNOWN ? [] : [{ key, mean, lowerBound }];
    });
    const sorted = means.toSorted((a, b) => a.mean - b.mean);
    const [low, high] = [sorted[0], sorted.at(-1)];
    if (low === undefined || high === undefined || low === high) return [];
    const said = ({ key, mean, lowerBound }: typeof low): string =>
      `${lowerBound ? '≥ ' : ''}${formatMetric(mean, metric.unit)} for ${inline(key)}`;
    return [`${metric.title}: from ${said(low)} to ${said(high)}.`];
  });
}
/** What is told in sentences: what most people ask for, else what there is. */
const SAID = new Set(['cost', 'tool_error_share', 'active_minutes']);
const MOST_SAID = 3;
function first(table: CohortTable): CohortTable {
  const asked = table.metrics.filter(({ name }) => SAID.has(name));
  return { ...table, metrics: asked.length > 0 ? asked : table.metrics.slice(0, MOST_SAID) };
}

/** Models and kinds of task as a report calls them; other groups as they are. */
function withNames(table: CohortTable): CohortTable {
  const called = namesOf(table);
  if (called === null) return table;
  return { ...table, rows: table.rows.map((row) => ({ ...row, key: called(row.key) })) };
}

function namesOf({ dimension, rows }: CohortTable): ((key: string) => string) | null {
  if (dimension === 'model') return modelWords(rows.map(({ key }) => key));
  if (dimension !== 'task') return null;
  const words: Readonly<Record<string, string>> = TASK_WORDS;
  return (key) => getOwn(words, key) ?? key;
}

/** Cohorts as a document: a table for each metric that any cohort tells. */
export function cohortDocument(found: CohortTable, range: string): Document {
  const whole = withNames(found);
  const inTime = overOfCohort(whole.dimension) !== null;
  // Of a small group each table would say only “too few”: it is named once. In time it stays, for the order.
  const [large, small] = inTime
    ? [whole.rows, []]
    : [
        whole.rows.filter(({ sessions }) => sessions >= LEAST_CELL),
        whole.rows.filter(({ sessions }) => sessions < LEAST_CELL),
      ];
  const table = { ...whole, rows: large };
  const dimension = COHORT_TITLES[table.dimension];
  const sections = metricsWithData(table).map((metric): Section => {
    // A column that tells of no group is left out.
    const columns = columnsOf(metric.unit).filter(({ cell }) =>
      table.rows.some(({ cells }) => cell(cells[metric.name]) !== '–'),
    );
    const week = table.dimension === 'week';
    return {
      heading: nameOf(metric),
      chart: chartOf(table, metric),
      head: [dimension, ...(week ? ['From'] : []), 'Sessions', ...columns.map(({ head }) => head)],
      rows: table.rows.map(({ key, sessions, cells }): Cell[] => [
        key,
        ...(week ? [key === UNKNOWN ? '–' : firstDayOf('week', key)] : []),
        sessions,
        ...columns.map(({ cell }) => cell(cells[metric.name])),
      ]),
    };
  });
  return {
    title: `Sessions by ${inSentence(table.dimension)}, ${range}`,
    sections: [
      {
        heading: null,
        text: [
          ...extremes(first(table)),
          `${counted(table.sessions, 'session')}. Mean ± standard deviation of the sessions with data${inTime || table.dimension === 'version' ? '; the difference is to the row above' : ''}.${bounded(table) ? ` ${LOWER_BOUND_NOTE}` : ''}`,
          ...tooSmall(small),
        ],
      },
      ...sections,
      { heading: 'Method', text: METHOD },
    ],
  };
}

const MOST_SMALL = 12;

/** The groups no table has a row of, in a sentence, which names so many. */
function tooSmall(rows: CohortTable['rows']): string[] {
  if (rows.length === 0) return [];
  const named = rows.slice(0, MOST_SMALL).map(({ key, sessions }) => `${inline(key)} (${sessions})`);
  const more = rows.length - named.length;
  return [
    `Groups of fewer than ${LEAST_CELL} sessions, too few for means: ${named.join(', ')}${more > 0 ? ` and ${inGroups(more)} more` : ''}.`,
  ];
}

/** The rows there is to be room for: the last ones of rows that follow in time, else those of most sessions. */
export function limitRows<T extends CohortTable>(table: T, limit: number | null): T {
  if (limit === null || table.rows.length <= limit) return table;
  if (['day', 'week', 'month'].includes(table.dimension)) return { ...table, rows: table.rows.slice(-limit) };
  const most = new Set(table.rows.toSorted((a, b) => b.sessions - a.sessions).slice(0, limit));
  return { ...table, rows: table.rows.filter((row) => most.has(row)) };
}

/** Cohorts and metrics as one table of means; `asked`: names of the metrics, none: the main ones. */
export function cohortTable(found: CohortTable, range: string, asked: readonly string[]): Document {
  const table = withNames(found);
  const dimension = COHORT_TITLES[table.dimension];
  const metrics = asked.length > 0 ? table.metrics : metricsWithData(table).filter(isMain);
  const cell = (one: Figures | undefined, unit: Metric['unit']): Cell =>
    one === undefined || one.n === 0
      ? '–'
      : one.mean === null
        ? `too few (${one.n})`
        : `${one.lowerBound ? '≥ ' : ''}${formatMetric(one.mean, unit)} (${one.n})`;
  return {
    title: `Sessions by ${inSentence(table.dimension)}, ${range}`,
    sections: [
      {
        heading: null,
        text: [`${counted(table.sessions, 'session')}. Mean (sessions with data).`],
        head: [dimension, 'Sessions', ...metrics.map(nameOf)],
        rows: table.rows.map(({ key, sessions, cells }): Cell[] => [
          key,
          sessions,
          ...metrics.map(({ name, unit }) => cell(cells[name], unit)),
        ]),
        notes: [
          ...(bounded(table) ? [LOWER_BOUND_NOTE] : []),
          ...(asked.length > 0
            ? []
            : [
                `Other metrics with --metric: ${metricsWithData(table)
                  .filter((one) => !isMain(one))
                  .map(({ name }) => name)
                  .join(', ')}. All of them with --format markdown or html.`,
              ]),
        ],
      },
      { heading: 'Method', text: METHOD },
    ],
  };
}

/** Cohorts as CSV; redacted cells have an n and nothing else. */
export const cohortCsv = (table: CohortTable): string =>
  csvBy<{ key: string; name: string; cell: Figures | undefined }>(
    {
      dimension_value: ({ key }) => key,
      metric_name: ({ name }) => name,
      mean: ({ cell }) => cell?.mean,
      stdev: ({ cell }) => cell?.stdev,
      n: ({ cell }) => cell?.n ?? 0,
      min: ({ cell }) => cell?.min,
      max: ({ cell }) => cell?.max,
    },
    table.rows.flatMap(({ key, cells }) =>
      metricsWithData(table).map(({ name }) => ({ key, name, cell: cells[name] })),
    ),
  );
