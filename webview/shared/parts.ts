/** Small pieces every page is made of. Text from logs comes in as text and stays text. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SessionSeverity, Severity } from '../../src/signals/severity';
import { SEVERITY_ICON, SEVERITY_WORD } from '../../src/signals/severityWords';
import { localize, t, whole } from './l10n';
import { shown } from './text';

/** A severity in a cell: marks differ by shape, so that colour is not needed. */
export const SEVERITY_MARK: Record<Severity, string> = { ok: '·', warn: '▲', critical: '■' };

/** A severity as icon and word: never by colour alone. */
export const severity = (level: SessionSeverity): TemplateResult =>
  html`<span class="severity ${level === 'unjudged' ? 'none' : level}"
    ><vscode-icon name=${SEVERITY_ICON[level]} aria-hidden="true"></vscode-icon
    >${localize(SEVERITY_WORD[level])}</span
  >`;

/**
 * What a measure's thresholds make of it: usual or unusual, as measures describe and do not ring; with `marks` the severity, as codevigil
 * has it.
 */
export const measureWord = (level: Severity, marks: boolean): string =>
  marks ? localize(SEVERITY_WORD[level]) : level === 'ok' ? t('usual') : t('unusual');
export const measureMark = (level: Severity, marks: boolean): string =>
  SEVERITY_MARK[marks || level === 'ok' ? level : 'warn'];
/** Its class: only marks have the colours of alarms. */
export const measureClass = (level: Severity, marks: boolean): string =>
  marks || level === 'ok' ? level : 'unusual';

/** A measure's mark as a word, with an icon where it is a severity. */
export const measured = (level: Severity, marks: boolean): TemplateResult =>
  marks
    ? severity(level)
    : html`<span class="severity ${measureClass(level, marks)}">${measureWord(level, marks)}</span>`;

/** In place of a severity: what was not judged is not OK (law 1). */
export const NOT_JUDGED = html`<span class="severity none">${t('not judged')}</span>`;

/** A figure with its name above and what it means below. */
export const tile = (name: string, value: unknown, note: unknown): TemplateResult => html`
  <div class="tile">
    <h2>${name}</h2>
    <p class="value">${value}</p>
    <p class="under">${note}</p>
  </div>
`;

/** Text that does something when it is clicked. */
export const link = (text: unknown, click: () => void, label?: string): TemplateResult =>
  html`<button type="button" class="link" aria-label=${label ?? nothing} @click=${() => click()}>
    ${text}
  </button>`;

/** A sentence with what stands between backticks as code. */
export const withCode = (sentence: string, limit?: number): unknown =>
  shown(sentence, limit)
    .split(/`([^`\n]{1,200})`/)
    .map((part, i) => (i % 2 === 0 ? part : html`<code class="in">${part}</code>`));

/** A name or path that lines break between its words, as `mcp__docs__find_page` and `home/ada/app`, and not within one. */
export const breakable = (name: string): unknown =>
  name
    .split(/(?<=[_/\\])(?![_/\\])|(?<=[a-z])(?=[A-Z])/)
    .map((part, i) => (i === 0 ? part : html`<wbr />${part}`));

/** What of the page could not be loaded, and a way to try again. */
export const notLoaded = (why: string, again: () => void): TemplateResult =>
  html`<p class="failed" role="alert">
    ${t('Part of this page could not be loaded ({0}).', why)} ${link(t('Try again'), again)}
  </p>`;

export interface Column {
  /** Text, or a link. */
  name: string | TemplateResult;
  /** Figures stand to the right; a cell that is a number is a count. */
  number?: boolean;
  /** Cells are sentences: they may take several lines. */
  sentence?: boolean;
  /** Narrow pages leave it out. */
  less?: boolean;
}

/** A column of figures. */
export const numberColumn = (name: string): Column => ({ name, number: true });

/** A column of figures that narrow pages leave out. */
export const detailColumn = (name: string): Column => ({ name, number: true, less: true });

/** The class of a column's head and cells. */
export const classOf = ({ number, sentence, less }: Column): string =>
  [number && 'number', sentence && 'sentence', less && 'less'].filter(Boolean).join(' ');

/** A table; `heading`: id of the heading that names it. The first cell of each row names that. */
export const table = (
  heading: string,
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
  empty: string,
): TemplateResult =>
  rows.length === 0
    ? html`<p class="empty">${empty}</p>`
    : html`<div class="wide">
        <table aria-labelledby=${heading}>
          <thead>
            <tr>
              ${columns.map((one) => html`<th scope="col" class=${classOf(one)}>${one.name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row) =>
                html`<tr>
                  ${row.map((cell, i) => html`<td class=${classOf(columns[i] ?? { name: '' })}>${typeof cell === 'number' ? whole(cell) : cell}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;

/** More rows than these a table does not hold. */
const MOST_ROWS = 500;

/** A table of the last turns, which says so when there are more. */
export const tableOfTurns = <T>(
  heading: string,
  columns: readonly Column[],
  turns: readonly T[],
  row: (turn: T) => readonly unknown[],
  empty: string,
): TemplateResult =>
  html`${turns.length > MOST_ROWS ? html`<p class="hint">${t('The last {0} of {1} turns.', MOST_ROWS, turns.length)}</p>` : nothing}
  ${table(heading, columns, turns.slice(-MOST_ROWS).map(row), empty)}`;
