/** Cohorts as a report: a table for each metric, or one of means. Pure. */
import type { Cell as Figures, CohortTable } from '../analysis/cohorts';
import { COHORT_TITLES } from '../analysis/dimensions';
import type { Metric } from '../analysis/metrics';
import { counted } from '../signals/signal';
import { csvTable } from './csv';
import type { Cell, Document, Section } from './document';
import { between } from './timeAxis';
import type { Chart } from './chart';
import { inline } from './markdown';
import { formatValue, LOWER_BOUND_NOTE, METHOD, nameOf, signed } from './many';
import { modelWords } from './modelWords';

/** codevigil's marks on means, where they are asked for. */
const MARK = { ok: '', warn: ' ▲ WARN', critical: ' ▲ CRITICAL' } as const;

function cohortCell(cell: Figures | undefined, unit: Metric['unit']): Cell {
  if (cell === undefined || cell.n === 0) return '–';
  if (cell.mean === null) return `too few (${cell.n})`;
  const spread = cell.stdev === null ? '' : ` ± ${formatValue(cell.stdev, unit)}`;
  const delta = cell.delta === null ? '' : `, ${signed(cell.delta, unit)}`;
  // Some of it has no price or no final usage: it is at least this much.
  const unusual = cell.unusual === null ? '' : `, ${cell.unusual} of ${cell.n} unusual`;
  const text = `${cell.lowerBound ? '≥ ' : ''}${formatValue(cell.mean, unit)}${spread} (${cell.n})${delta}${unusual}${MARK[cell.severity ?? 'ok']}`;
  return cell.severity === 'critical' ? { strong: text } : text;
}

/** Metrics of which any cell of the table tells something. */
const metricsWithData = (table: CohortTable): CohortTable['metrics'] =>
  table.metrics.filter(({ name }) => table.rows.some(({ cells }) => (cells[name]?.n ?? 0) > 0));

const bounded = ({ rows }: CohortTable): boolean =>
  rows.some(({ cells }) => Object.values(cells).some(({ lowerBound }) => lowerBound));

/** Means of the groups; in time to scale, with gaps where a group is too small to tell one. */
function chartOf(
  { dimension, rows }: CohortTable,
  { name, title, unit }: CohortTable['metrics'][number],
): Chart {
  const inTime = dimension === 'day' || dimension === 'week' || dimension === 'month' ? dimension : null;
  const keys = rows.map(({ key }) => key);
  const labels = inTime === null ? keys : between(keys, inTime);
  const means = new Map(rows.map(({ key, cells }) => [key, cells[name]?.mean ?? null]));
  return {
    title: `${title} by ${COHORT_TITLES[dimension].toLowerCase()}: mean of each`,
    labels,
    values: labels.map((key) => means.get(key) ?? null),
    format: (value) => formatValue(value, unit),
    kind: inTime === null ? 'bars' : 'line',
  };
}

/** Between which groups the first metrics lie: what a table of cohorts says in sentences. */
function extremes(table: CohortTable): string[] {
  return metricsWithData(table).flatMap((metric): string[] => {
    const means = table.rows.flatMap(({ key, cells }) => {
      const { mean = null, lowerBound = false } = cells[metric.name] ?? {};
      return mean === null ? [] : [{ key, mean, lowerBound }];
    });
    const sorted = means.toSorted((a, b) => a.mean - b.mean);
    const [low, high] = [sorted[0], sorted.at(-1)];
    if (low === undefined || high === undefined || low === high) return [];
    const said = ({ key, mean, lowerBound }: typeof low): string =>
      `${lowerBound ? '≥ ' : ''}${formatValue(mean, metric.unit)} (${inline(key)})`;
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

/** Models as a report calls them; other groups as they are. */
function withNames(table: CohortTable): CohortTable {
  if (table.dimension !== 'model') return table;
  const called = modelWords(table.rows.map(({ key }) => key));
  return { ...table, rows: table.rows.map((row) => ({ ...row, key: called(row.key) })) };
}

/** Cohorts as a document: a table for each metric that any cohort tells. */
export function cohortDocument(found: CohortTable, range: string): Document {
  const table = withNames(found);
  const dimension = COHORT_TITLES[table.dimension];
  const sections = metricsWithData(table).map((metric): Section => {
    return {
      heading: nameOf(metric),
      chart: chartOf(table, metric),
      head: [dimension, 'Sessions', 'Mean ± stdev (n), difference', 'Median', 'Range'],
      rows: table.rows.map(({ key, sessions, cells }) => {
        const cell = cells[metric.name];
        const known = cell !== undefined && cell.mean !== null;
        return [
          key,
          sessions,
          cohortCell(cell, metric.unit),
          known && cell.median !== null ? formatValue(cell.median, metric.unit) : '–',
          known
            ? `${formatValue(cell.min ?? 0, metric.unit)} to ${formatValue(cell.max ?? 0, metric.unit)}`
            : '–',
        ];
      }),
    };
  });
  return {
    title: `Sessions by ${dimension.toLowerCase()}, ${range}`,
    sections: [
      {
        heading: null,
        text: [
          ...extremes(first(table)),
          `${counted(table.sessions, 'session')}. Mean ± standard deviation (sessions with data).${bounded(table) ? ` ${LOWER_BOUND_NOTE}` : ''}`,
        ],
      },
      ...sections,
      { heading: 'Method', text: METHOD },
    ],
  };
}

/** What a table of cohorts shows when nobody says which metrics: a terminal has little room. */
const MAIN_METRICS: ReadonlySet<string> = new Set([
  'cost',
  'tokens',
  'active_minutes',
  'tool_calls',
  'tool_error_share',
  'read_edit_ratio',
]);

/** The rows there is to be room for: the last ones of rows that follow in time, else those of most sessions. */
export function limitRows<T extends CohortTable>(table: T, limit: number | null): T {
  if (limit === null || table.rows.length <= limit) return table;
  if (['day', 'week', 'month'].includes(table.dimension)) return { ...table, rows: table.rows.slice(-limit) };
  const most = new Set(table.rows.toSorted((a, b) => b.sessions - a.sessions).slice(0, limit));
  return { ...table, rows: table.rows.filter((row) => most.has(row)) };
}

/** Cohorts and metrics as one table of means; `asked`: names of the metrics, none: the main ones. */
export function cohortTable(table: CohortTable, range: string, asked: readonly string[]): Document {
  const dimension = COHORT_TITLES[table.dimension];
  const metrics =
    asked.length > 0 ? table.metrics : metricsWithData(table).filter(({ name }) => MAIN_METRICS.has(name));
  const cell = (one: Figures | undefined, unit: Metric['unit']): Cell =>
    one === undefined || one.n === 0
      ? '–'
      : one.mean === null
        ? `too few (${one.n})`
        : `${one.lowerBound ? '≥ ' : ''}${formatValue(one.mean, unit)} (${one.n})`;
  return {
    title: `Sessions by ${dimension.toLowerCase()}, ${range}`,
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
                  .map(({ name }) => name)
                  .join(', ')}. All of them with --format markdown or html.`,
              ]),
        ],
      },
      { heading: 'Method', text: METHOD },
    ],
  };
}

/** Cohorts as CSV: `dimension_value,metric_name,mean,stdev,n,min,max`; redacted cells have an n and nothing else. */
export const cohortCsv = (table: CohortTable): string =>
  csvTable(
    ['dimension_value', 'metric_name', 'mean', 'stdev', 'n', 'min', 'max'],
    table.rows.flatMap(({ key, cells }) =>
      metricsWithData(table).map(({ name }) => {
        const cell = cells[name];
        return [key, name, cell?.mean, cell?.stdev, cell?.n ?? 0, cell?.min, cell?.max];
      }),
    ),
  );
