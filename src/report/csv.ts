/** Rows as CSV (RFC 4180) that a spreadsheet shows as text: no formula, no hidden character, one line a row. Pure. */
import { stringify } from 'csv-stringify/sync';
import { noUsage } from '../log/response';
import { oneLine } from '../log/visible';

/** What a spreadsheet may take for the beginning of a formula. */
const FORMULA = /[=+\-@＝＋－＠]/.source;
/** At the beginning of a cell, where some pass over blanks and quotation marks. */
const BEGINS = new RegExp(String.raw`^(?=[\s"']*${FORMULA})`);
/** After a semicolon, which begins a cell where commas are decimal. */
const AFTER_SEMICOLON = new RegExp(String.raw`;(?=[\s"']*${FORMULA})`, 'g');

/** Text from logs as a cell. */
const textCell = (text: string): string => oneLine(text).replace(BEGINS, "'").replace(AFTER_SEMICOLON, ";'");

const cell = (value: unknown): unknown =>
  typeof value === 'string'
    ? textCell(value)
    : typeof value === 'object' && value !== null
      ? textCell(JSON.stringify(value))
      : typeof value === 'boolean'
        ? Number(value)
        : value;

/** Rows under given column names. */
export const csvTable = (columns: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  stringify(
    rows.map((row) => row.map(cell)),
    { header: true, columns: columns.map((name) => textCell(name)) },
  );

/** Rows under columns, each a name and what it says of a row. */
export const csvBy = <T>(
  columns: Readonly<Record<string, (row: T) => unknown>>,
  rows: readonly T[],
): string =>
  csvTable(
    Object.keys(columns),
    rows.map((row) => Object.values(columns).map((of) => of(row))),
  );

/** Any rows with the names of their fields as head line; `names`: that of no rows. */
export function csvOf(rows: readonly object[], names: readonly string[] = []): string {
  if (rows.length === 0) return names.length === 0 ? '' : csvTable(names, []);
  return stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)]))),
    { header: true },
  );
}

/** Columns of what may have no row. */
export const COLUMNS = {
  overview: [
    'id',
    'title',
    'name',
    'project',
    'startedAt',
    'subAgentsOnly',
    'severity',
    'prompts',
    'subAgents',
    'requests',
    'costMicroUsd',
    'unpriced',
    'lowerBound',
    ...Object.keys(noUsage()),
    'unknownConditions',
  ],
  correlations: ['a', 'b', 'n', 'pearson', 'spearman', 'adjustedP'],
  heatmap: ['tool', 'part', 'calls', 'failed', 'denied'],
};
