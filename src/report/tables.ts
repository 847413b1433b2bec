/** Documents, grouped usage and blocks as text for a terminal. Pure. */
import Table from 'cli-table3';
import type { ToolGroup, UsageGroup } from '../analysis/usage';
import type { Kind, Reconciled, ReconciledSession } from '../analysis/reconcile';
import { exactDollars, KINDS } from '../analysis/reconcile';
import { LIMIT_NAMES, type Block, type LimitNotice } from '../usage/blocks';
import type { Clock } from '../usage/days';
import { oneLine } from '../log/visible';
import { figureColumns, type Document } from './document';
import { conditionWords } from '../usage/conditions';
import { formatCost, formatTokens } from '../usage/format';
import { costsAtLeast } from '../usage/rows';

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

/** A table without colours and frame; unless told otherwise the first column names things and the others are figures. */
function tableOf(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  aligned: readonly ('left' | 'right')[] = head.map((_, i) => (i === 0 ? 'left' : 'right')),
): string {
  const table = new Table({
    chars: PLAIN,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: [...aligned],
  });
  table.push(
    [...head],
    ...rows.map((row) => row.map((cell) => (typeof cell === 'string' ? oneLine(cell) : cell))),
  );
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** A document for a terminal. Paragraphs are written for Markdown; its escapes are taken out. */
export function toText({ title, sections }: Document): string {
  const out = [oneLine(title), ''];
  for (const { heading, text = [], head, rows, notes = [] } of sections) {
    const paragraphs = (list: readonly string[]): void => {
      for (const one of list) out.push(oneLine(one.replace(/\\([\\`*_{}[\]()#+!|~-])/g, '$1')), '');
    };
    if (heading !== null) out.push(oneLine(heading), '');
    paragraphs(text);
    if (head !== undefined && rows !== undefined) {
      const cells = rows.map((row) => row.map((cell) => (typeof cell === 'object' ? cell.strong : cell)));
      const aligned = figureColumns(head, rows).map((figures) => (figures ? 'right' : 'left'));
      out.push(tableOf(head, cells, aligned));
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

/** Usage for people; `total` is the last line. */
export function usageTable(by: string, groups: readonly UsageGroup[], total: UsageGroup): string {
  const row = (group: UsageGroup): Cell[] => [
    group.key,
    group.sessions,
    group.requests,
    formatTokens(group.input),
    `${group.lowerBound > 0 ? '≥ ' : ''}${formatTokens(group.output)}`,
    formatTokens(group.cacheRead),
    formatTokens(group.cacheWrite5m),
    formatTokens(group.cacheWrite1h),
    formatTokens(group.tokens),
    group.subAgentTokens === 0 ? '' : formatTokens(group.subAgentTokens),
    money(group),
    about(group),
  ];
  const words = conditionWords(total.unknownConditions);
  const note = words === '' ? '' : `\nCost is a lower bound: no price is known for ${oneLine(words)}.\n`;
  return tableOf([by, ...USAGE_HEAD], [...groups.map(row), row(total)]) + note;
}

/** Tools for people. */
export const toolTable = (by: string, groups: readonly ToolGroup[]): string =>
  tableOf(
    [by, 'calls', 'errors', 'error rate', 'denied', 'interrupted', 'cancelled', 'tokens', 'cost'],
    groups.map((group) => [
      group.key,
      group.calls,
      group.errors,
      group.calls === 0 ? '' : `${Math.floor((1000 * group.errors) / group.calls) / 10} %`,
      group.denied,
      group.interrupted,
      group.cancelled,
      formatTokens(group.tokens),
      formatCost(group.costMicroUsd, { lowerBound: group.unpricedTokens > 0 }),
    ]),
  );

const minutes = (ms: number): string =>
  `${Math.floor(ms / 3_600_000)} h ${Math.floor((ms % 3_600_000) / 60_000)} min`;

/** Blocks for people, with who says when they end; the running one says what is left and what it comes to. */
export const blockTable = (
  blocks: readonly Block[],
  { zone, time }: Clock,
  pending: readonly LimitNotice[] = [],
): string =>
  tableOf(
    [`block (${zone})`, 'until', 'known', 'requests', 'tokens', 'cost', 'tokens/min', 'left', 'comes to'],
    blocks.map((block) => [
      time(block.start),
      time(block.end).slice(11),
      `${block.known === 'log' ? 'from the log' : 'estimated'}${block.reachedAt === null ? '' : ', limit reached'}`,
      block.requests,
      formatTokens(block.tokens),
      blockCost(block, block.costMicroUsd),
      block.burn === null ? '' : Math.round(block.burn.tokensPerMinute),
      block.active ? minutes(block.leftMs) : '',
      block.projection === null
        ? ''
        : `${formatTokens(block.projection.tokens)}, ${blockCost(block, block.projection.costMicroUsd)}`,
    ]),
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
export function reconcileTable(sessions: readonly ReconciledSession[], total: Reconciled): string {
  const line = (name: string, one: Reconciled): Cell[] => [
    name,
    exactDollars(one.accountMicroUsd),
    exactDollars(one.linesMicroUsd, one.linesAtLeast),
    exactDollars(one.gapMicroUsd),
    one.linesAdded === null || one.linesRemoved === null ? '' : `+${one.linesAdded} −${one.linesRemoved}`,
    one.apiMs === null ? '' : minutes(one.apiMs),
  ];
  const perSession = tableOf(
    ['session', 'Claude Code', 'lines', 'gap', 'lines changed', 'API time'],
    [...sessions.map((one) => line(one.id, one)), line('total', total)],
  );
  const perModel = tableOf(
    ['gap by model', ...KINDS.map((kind) => KIND_HEADS[kind]), 'cost'],
    total.models.map(({ model, gap }) => [
      model || '(no model named)',
      ...KINDS.map((kind) => gap[kind]),
      exactDollars(gap.costMicroUsd),
    ]),
  );
  return `${perSession}\n${perModel}\n${total.words.map((one) => `${oneLine(one)}\n`).join('')}`;
}
