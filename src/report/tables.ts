/** Documents, grouped usage and blocks as text for a terminal. Pure. */
import Table from 'cli-table3';
import type { ToolGroup, UsageGroup } from '../analysis/usage';
import type { Kind, Reconciled, ReconciledSession } from '../analysis/reconcile';
import { exactDollars, KINDS } from '../analysis/reconcile';
import { LIMIT_NAMES, type Block, type LimitNotice } from '../usage/blocks';
import type { Clock } from '../usage/days';
import { oneLine } from '../log/visible';
import { cellText, figureColumns, type Document } from './document';
import { distinctWidth, fitColumns, GAP, LEAST, shorten, widthOf, wrap } from './fit';
import { conditionWords } from '../usage/conditions';
import { formatCost, formatShare, formatSpan, formatTokens } from '../usage/format';
import { costsAtLeast } from '../usage/rows';
import { shortIds } from '../session/sessionId';

type Cell = string | number;

const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

interface Drawn {
  /** Columns there is room for; without end in a file or pipe. */
  width: number;
  aligned?: readonly ('left' | 'right')[];
  /** Sentences go on in the next line and are not cut. */
  wraps?: boolean;
  /** Heads of the columns that go first where there is little room. */
  goFirst?: readonly string[];
  /** Head of the column by which people tell lines apart: it keeps more room than other text. */
  tells?: string;
}

/** Columns of a terminal that such a text keeps. */
const TELLING = 28;

/** Heads begin like those of reports. */
const headOf = (name: string): string =>
  name === 'pr' ? 'PR' : `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** A table without colours and frame; unless told otherwise the first column names things and the others are figures. */
function tableOf(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  {
    width,
    aligned = head.map((_, i) => (i === 0 ? 'left' : 'right')),
    wraps = false,
    goFirst = [],
    tells,
  }: Drawn,
): string {
  const whole = [head.map(headOf), ...rows.map((row) => row.map((cell) => oneLine(cellText(cell))))];
  const widthsOf = (grid: typeof whole): number[] =>
    head.map((_, i) => Math.max(...grid.map((row) => widthOf(row[i] ?? ''))));
  const fits = widthsOf(whole).reduce((sum, one) => sum + one + GAP, -GAP) <= width;
  const cells = fits ? whole : withShortIds(whole);
  const isFigure = aligned.map((side, i) => side === 'right' || isWhole(cells, i));
  const { columns, widths } = fitColumns(
    widthsOf(cells),
    isFigure,
    width,
    goFirst.flatMap((name) => (head.includes(name) ? [head.indexOf(name)] : [])),
    fits ? [] : floorsOf(cells, isFigure, width, tells),
  );
  const cell = (row: readonly string[], i: number, at: number): string =>
    wraps ? wrap(row[i] ?? '', widths[at] ?? 0).join('\n') : shorten(row[i] ?? '', widths[at] ?? 0);
  const table = new Table({
    chars: PLAIN,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: columns.map((i) => aligned[i] ?? 'left'),
  });
  // A head that names nothing is no line.
  const drawn = head.every((name) => name === '') ? cells.slice(1) : cells;
  table.push(...drawn.map((row) => columns.map((i, at) => cell(row, i, at))));
  const gone = head.filter((name, i) => !columns.includes(i) && name !== '').map(headOf);
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join(
      '\n',
    )}\n${gone.length === 0 ? '' : `${wrap(`No room for ${gone.join(', ')}; --wide prints all.`, width).join('\n')}\n`}`;
}

/** What columns cannot be narrower than: the first is what lines are told apart by; a head may be cut, the figures below it not. */
function floorsOf(
  [head = [], ...rows]: readonly (readonly string[])[],
  isFigure: readonly boolean[],
  width: number,
  tells: string | undefined,
): (number | null)[] {
  return head.map((name, i) => {
    const cells = rows.map((row) => row[i] ?? '');
    if (isFigure[i] === true)
      return Math.max(Math.min(LEAST, widthOf(name)), ...cells.map((cell) => widthOf(cell)));
    if (i === 0) return distinctWidth(cells, Math.floor(width / 2));
    return name === tells ? Math.min(TELLING, Math.max(...cells.map(widthOf))) : null;
  });
}

/** A column of ids or times: half of one says nothing. */
const isWhole = ([, ...rows]: readonly (readonly string[])[], i: number): boolean =>
  rows.length > 0 &&
  rows.every((row) => /^(?:[0-9a-f]{8}|\d{4}-\d\d-\d\d(?: \d\d:\d\d.*)?|–)$/.test(row[i] ?? ''));

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Ids of sessions by their beginning, which is enough to name one. */
function withShortIds(cells: readonly (readonly string[])[]): string[][] {
  const [head = [], ...rows] = cells;
  const short = head.map((_, i) =>
    shortIds(rows.map((row) => row[i] ?? '').filter((cell) => UUID.test(cell))),
  );
  return [
    [...head],
    ...rows.map((row) => row.map((cell, i) => (UUID.test(cell) ? (short[i]?.(cell) ?? cell) : cell))),
  ];
}

/** Figures and text as a table, as wide as there is room. */
export const figureTable = (
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  drawn: Omit<Drawn, 'aligned'>,
): string =>
  tableOf(head, rows, {
    ...drawn,
    aligned: figureColumns(head, rows).map((figures) => (figures ? 'right' : 'left')),
  });

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** A paragraph that was written for Markdown, without its marks. */
const plain = (text: string): string =>
  oneLine(
    text
      .replace(/(?<!\\)\*\*([^*]+)\*\*/g, '$1')
      .replace(/(?<!\\)`([^`]+)`/g, '$1')
      .replace(/(?<![\w\\])_([^_]+)_(?!\w)/g, '$1')
      .replace(/\\([\\`*_{}[\]()#+!|~-])/g, '$1')
      .replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity),
  );

/** A document for a terminal of so many columns. */
export function toText({ title, sections }: Document, width = Infinity): string {
  const out = [...wrap(oneLine(title), width), ''];
  for (const { heading, text = [], head, rows, notes = [], wraps = false, ...rest } of sections) {
    const paragraphs = (list: readonly string[]): void => {
      for (const one of list) out.push(...wrap(plain(one), width), '');
    };
    if (heading !== null) out.push(...wrap(oneLine(heading), width), '');
    paragraphs(text);
    if (head !== undefined && rows !== undefined) {
      const cells = rows.map((row) => row.map((cell) => (typeof cell === 'object' ? cell.strong : cell)));
      // Facts without a head are read whole.
      out.push(
        figureTable(head, cells, {
          width,
          goFirst: rest.goFirst ?? [],
          wraps: wraps || head.every((one) => one === ''),
          ...(rest.tells === undefined ? {} : { tells: rest.tells }),
        }),
      );
    }
    paragraphs(notes);
  }
  return `${out.join('\n').trimEnd()}\n`;
}

/** `≥ $1.20`: a lower bound where requests lack their final usage, a price, or that of a condition. */
const money = (group: UsageGroup): string =>
  formatCost(group.costMicroUsd, {
    lowerBound: group.costMicroUsd !== null && (costsAtLeast(group) || group.unpricedTokens > 0),
  });

/** “about $1.50”: with what is likely missing; '' where nothing is. */
const about = ({ costMicroUsd, missingMicroUsd }: UsageGroup): string =>
  costMicroUsd === null || missingMicroUsd === 0
    ? ''
    : formatCost(costMicroUsd + missingMicroUsd, { lowerBound: false });

const USAGE_HEAD = [
  'sessions',
  'requests',
  'input',
  'output',
  'cache read',
  'cache 5m',
  'cache 1h',
  'tokens',
  'sub-agents',
  'cost',
  'about',
];

/** What is least asked for goes first where there is little room. */
const USAGE_GO_FIRST = [
  'about',
  'cache 1h',
  'cache 5m',
  'sub-agents',
  'input',
  'cache read',
  'requests',
  'output',
  'sessions',
];

/** Usage for people; `total` is the last line. */
export function usageTable(
  by: string,
  groups: readonly UsageGroup[],
  total: UsageGroup,
  width = Infinity,
): string {
  const row = (group: UsageGroup): Cell[] => [
    group.key,
    group.sessions,
    group.requests,
    formatTokens(group.input),
    `${group.lowerBound > 0 ? '≥ ' : ''}${formatTokens(group.output)}`,
    formatTokens(group.cacheRead),
    formatTokens(group.cacheWrite5m),
    formatTokens(group.cacheWrite1h),
    `${group.lowerBound > 0 ? '≥ ' : ''}${formatTokens(group.tokens)}`,
    group.subAgentTokens === 0 ? '' : formatTokens(group.subAgentTokens),
    money(group),
    about(group),
  ];
  const words = conditionWords(total.unknownConditions);
  const note = words === '' ? '' : `\nCost is a lower bound: no price is known for ${oneLine(words)}.\n`;
  return (
    tableOf([by, ...USAGE_HEAD], [...groups.map(row), row(total)], { width, goFirst: USAGE_GO_FIRST }) + note
  );
}

/** Tools for people. */
export const toolTable = (by: string, groups: readonly ToolGroup[], width = Infinity): string =>
  tableOf(
    [by, 'calls', 'failed', 'share failed', 'denied', 'interrupted', 'cancelled', 'tokens', 'cost'],
    groups.map((group) => [
      group.key,
      group.calls,
      group.errors,
      formatShare(group.errors, group.calls),
      group.denied,
      group.interrupted,
      group.cancelled,
      formatTokens(group.tokens),
      formatCost(group.costMicroUsd, { lowerBound: group.unpricedTokens > 0 }),
    ]),
    { width, goFirst: ['cancelled', 'interrupted', 'tokens', 'denied', 'cost'] },
  );

/** Blocks for people, with who says when they end; the running one says what is left and what it comes to. */
export const blockTable = (
  blocks: readonly Block[],
  { zone, time }: Clock,
  pending: readonly LimitNotice[] = [],
  width = Infinity,
): string =>
  tableOf(
    [`block (${zone})`, 'until', 'known', 'requests', 'tokens', 'cost', 'tokens/min', 'left', 'comes to'],
    blocks.map((block) => [
      time(block.start),
      time(block.end).slice(11),
      `${block.known === 'estimated' ? 'estimated' : block.known === 'log' ? 'from the log' : 'official'}${block.reachedAt === null ? '' : ', limit reached'}`,
      block.requests,
      formatTokens(block.tokens),
      blockCost(block, block.costMicroUsd),
      block.burn === null ? '' : Math.round(block.burn.tokensPerMinute),
      block.active ? formatSpan(block.leftMs) : '',
      block.projection === null
        ? ''
        : `${formatTokens(block.projection.tokens)}, ${blockCost(block, block.projection.costMicroUsd)}`,
    ]),
    { width, goFirst: ['tokens/min', 'requests', 'known', 'until', 'comes to'] },
  ) +
  pending
    .map(
      ({ window, resetsAt }) =>
        `\n${LIMIT_NAMES[window]} reached, resets ${time(resetsAt ?? 0)} (${zone}).\n`,
    )
    .join('');

const blockCost = ({ unpricedRequests, costAtLeast }: Block, microUsd: number | null): string =>
  formatCost(microUsd, { lowerBound: microUsd !== null && (unpricedRequests > 0 || costAtLeast) });

const KIND_HEADS: Readonly<Record<Kind, string>> = {
  input: 'input',
  output: 'output',
  cacheRead: 'cache read',
  cacheWrite: 'cache write',
  webSearches: 'searches',
};

/** Claude Code's own account of sessions beside what their lines show: per session, by model and kind, and in words. */
export function reconcileTable(
  sessions: readonly ReconciledSession[],
  total: Reconciled,
  width = Infinity,
): string {
  const line = (name: string, one: Reconciled): Cell[] => [
    name,
    exactDollars(one.accountMicroUsd),
    exactDollars(one.linesMicroUsd, one.linesAtLeast),
    exactDollars(one.gapMicroUsd),
    one.linesAdded === null || one.linesRemoved === null ? '' : `+${one.linesAdded} −${one.linesRemoved}`,
    one.apiMs === null ? '' : formatSpan(one.apiMs),
  ];
  const perSession = tableOf(
    ['session', 'Claude Code', 'lines', 'gap', 'lines changed', 'API time'],
    [...sessions.map((one) => line(one.id, one)), line('total', total)],
    { width },
  );
  const perModel = tableOf(
    ['gap by model', ...KINDS.map((kind) => KIND_HEADS[kind]), 'cost'],
    total.models.map(({ model, gap }) => [
      model || '(no model named)',
      ...KINDS.map((kind) => gap[kind]),
      exactDollars(gap.costMicroUsd),
    ]),
    { width },
  );
  return `${perSession}\n${perModel}\n${total.words.map((one) => `${oneLine(one)}\n`).join('')}`;
}
