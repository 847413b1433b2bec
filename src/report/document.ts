/** A report as a document, whatever it is about: written as Markdown, or as one HTML file that needs nothing else. Pure. */
import { inGroups } from '../l10n/locale';
import type { SessionSeverity } from '../signals/severity';
import { SEVERITY_WORD } from '../signals/severityWords';
import { inHtml, bidiIsolated, visible } from '../log/visible';
import { chartSvg, type Chart } from './chart';
import { CODE, inline, table } from './markdown';

/** Text from logs or figures; it is escaped where it is written. */
export type Cell = string | number | { strong: string };

/** A severity in a table: the worst stands out. */
export const SEVERITY_CELL: Readonly<Record<SessionSeverity, Cell>> = {
  ...SEVERITY_WORD,
  critical: { strong: SEVERITY_WORD.critical },
};

export interface Section {
  heading: string | null;
  /** Paragraphs before the table. */
  text?: readonly string[];
  chart?: Chart;
  head?: readonly string[];
  rows?: readonly (readonly Cell[])[];
  /** On a terminal: its cells are sentences, which go on in the next line. */
  wraps?: boolean;
  /** On a terminal: heads of the columns that go first where there is little room. */
  goFirst?: readonly string[];
  /** Head of the column by which people tell lines apart; on a narrow terminal it keeps more room than other text. */
  tells?: string;
  /** Paragraphs after the table. */
  notes?: readonly string[];
}

export interface Document {
  title: string;
  sections: readonly Section[];
}

/** A figure as reports write it: `≥ $1.20 (5)`, `−12.3K`, `7 min`, `3 read`; no date, version or id. */
const FIGURE =
  /^(?:about )?(?:[≥≤<] )?[+−±]?(?:< ?)?\$?\d[\d,]*(?:\.\d+)?(?:[KMB]| %| (?:min|h|d)\b)?(?:$|,| [(±→]| (?:to|of|read|failed)\b)/;
/** What stands where there is no figure. */
const NO_FIGURE = /^(?:|–|unpriced|not told|too few(?: \(\d+\))?|\? → .*)$/;

/** Which columns hold figures: they stand to the right. The first holds names, unless it holds nothing but numbers. */
export const figureColumns = (head: readonly string[], rows: readonly (readonly Cell[])[]): boolean[] =>
  head.map((_, i) => {
    const cells = rows
      .map((row) => row[i] ?? '')
      .map((cell) => (typeof cell === 'object' ? cell.strong : cell));
    const isFigure = (cell: string | number): boolean =>
      typeof cell === 'number' || (i > 0 && FIGURE.test(cell));
    return (
      cells.some(isFigure) &&
      cells.every((cell) => isFigure(cell) || (typeof cell === 'string' && NO_FIGURE.test(cell)))
    );
  });

/** A whole number in groups; another has the decimals it has. */
const whole = (n: number): string => (Number.isInteger(n) ? inGroups(n) : String(n));

/** What a cell says. */
export const cellText = (cell: Cell): string =>
  typeof cell === 'number' ? whole(cell) : typeof cell === 'string' ? cell : cell.strong;

const cellMarkdown = (cell: Cell): string =>
  typeof cell === 'object' ? `**${inline(cell.strong)}**` : inline(cellText(cell));

/** The document as Markdown. Paragraphs are ours and may hold Markdown; titles and cells are escaped. */
export function toMarkdown({ title, sections }: Document): string {
  const out = [`# ${inline(title)}`, ''];
  for (const { heading, text = [], head, rows, notes = [] } of sections) {
    if (heading !== null) out.push(`## ${inline(heading)}`, '');
    for (const paragraph of text) out.push(paragraph, '');
    if (head !== undefined && rows !== undefined)
      out.push(
        ...table(
          head.map(inline),
          rows.map((row) => row.map(cellMarkdown)),
          figureColumns(head, rows),
        ),
        '',
      );
    for (const paragraph of notes) out.push(paragraph, '');
  }
  return out.join('\n');
}

/** Marks of direction are references: as characters, what shows hidden ones of logs would show them, too. */
const escaped = (text: string): string =>
  bidiIsolated(inHtml(visible(text)))
    .replace('\u2068', '&#x2068;')
    .replace('\u2069', '&#x2069;');

/** What paragraphs have of Markdown: escaped characters, `code` and **strong**. */
const MARKDOWN = /\\([^a-zA-Z0-9\s])|&(lt|gt|amp);|`([^`]+)`|\*\*((?:\\.|[^\\*])+)\*\*/g;

/** Markdown within a paragraph as HTML. */
function phraseHtml(text: string): string {
  let html = '';
  let at = 0;
  for (const found of text.matchAll(MARKDOWN)) {
    const [all, character, entity, code, strong] = found;
    html += escaped(text.slice(at, found.index));
    if (character !== undefined) html += escaped(character);
    else if (entity !== undefined) html += `&${entity};`;
    else if (code !== undefined) html += `<code>${escaped(code)}</code>`;
    else html += `<strong>${phraseHtml(strong ?? '')}</strong>`;
    at = found.index + all.length;
  }
  return html + escaped(text.slice(at));
}

const paragraphHtml = (text: string): string => `<p>${phraseHtml(text)}</p>`;

const withCode = (text: string): string =>
  text
    .split(CODE)
    .map((part, i) => (i % 2 === 0 ? escaped(part) : `<code>${escaped(part)}</code>`))
    .join('');

/** What is no longer than this stays on one line: days, ids, names of models. */
const SHORT = 20;
/** A longer figure is several, such as a mean with its deviation: on paper it may take two lines, between blanks. */
const ONE_FIGURE = 12;

/** A day, or a time of one: hyphens are no place to break it. */
const DAY = /^\d{4}-\d\d(?:-\d\d(?: \d\d:\d\d)?)?$/;

/** The class of a cell: `n` a figure, `w` several of them, `d` a day, `s` a short text. */
function kindOf(cell: Cell, figure: boolean): string {
  const text = cellText(cell);
  if (figure) return text.length > ONE_FIGURE ? 'n w' : 'n';
  return DAY.test(text) ? 'd' : text.length <= SHORT ? 's' : '';
}

/** Several figures break between them, not before a unit. */
const unbroken = (text: string): string => text.replace(/ (?!\(|[±→]|to )/g, '\u00a0');

const cellHtml = (cell: Cell, figure: boolean): string => {
  const kind = kindOf(cell, figure);
  const said = cellText(cell);
  const text = withCode(kind === 'n w' ? unbroken(said) : said);
  const own = typeof cell === 'object' ? `<strong>${text}</strong>` : text;
  return `<td${kind === '' ? '' : ` class="${kind}"`}>${own}</td>`;
};

/** `label`: what assistive technology calls the table. */
function tableHtml(label: string, head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const figures = figureColumns(head, rows);
  const names = head.map(
    (name, i) => `<th scope="col"${figures[i] === true ? ' class="n"' : ''}>${escaped(name)}</th>`,
  );
  return [
    `<div class="scroll"><table aria-label="${escaped(label)}">`,
    `<thead><tr>${names.join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => `<tr>${row.map((cell, i) => cellHtml(cell, figures[i] === true)).join('')}</tr>`),
    '</tbody></table></div>',
  ];
}

/** The document as one HTML file: no script, nothing loaded from elsewhere, legible in light and dark. */
export function toHtml({ title, sections }: Document): string {
  const body = sections.map(({ heading, text = [], chart, head, rows, notes = [] }) =>
    [
      '<section>',
      ...(heading === null ? [] : [`<h2>${escaped(heading)}</h2>`]),
      ...text.map(paragraphHtml),
      ...(chart === undefined ? [] : [chartSvg(chart, escaped)]),
      ...(head === undefined || rows === undefined ? [] : tableHtml(heading ?? title, head, rows)),
      ...notes.map(paragraphHtml),
      '</section>',
    ].join('\n'),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${body.join('\n')}
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 25%, transparent); --mark: #3b82c4; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th, td { max-width: 30rem; overflow-wrap: break-word; }
td.n, th.n { text-align: right; } td.n, td.d, td.s { white-space: nowrap; } td:last-child, th:last-child { padding-right: 0; }
h1, h2, p { overflow-wrap: anywhere; } .scroll, figure { overflow-x: auto; }
figure { margin: 1rem 0; } figcaption { font-size: .85rem; opacity: .8; }
svg { width: 100%; min-width: 45rem; height: auto; } svg text { fill: currentColor; font-size: 13px; }
.mark { fill: var(--mark); } .line { fill: none; stroke: var(--mark); stroke-width: 2; } .axis { stroke: var(--line); }
@media screen and (max-width: 40rem) { body { font-size: 14px; } th, td { padding-right: .5rem; } }
@media print {
  :root { color-scheme: light; } body { font-size: 9pt; max-width: none; margin: 0; padding: 0; }
  h2, thead { break-after: avoid; } tr, figure { break-inside: avoid; } p { orphans: 3; widows: 3; }
  .scroll, figure { overflow: visible; } svg { min-width: 0; } .mark { print-color-adjust: exact; }
  th, td { max-width: none; padding-right: .5rem; } .n + :not(.n) { padding-left: .5rem; }
  td.s, td.w { white-space: normal; } td:not(.n, .d, .s) { min-width: 6rem; overflow-wrap: anywhere; }
}`;
