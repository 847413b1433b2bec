/** What the turns of a session cost, as rows of charts and tables and in words. Pure. */
import type { Chart } from '../../src/questions/chart';
import { formatCost, formatTokens } from '../../src/usage/format';
import { turnCost } from '../shared/amounts';
import { t, tn } from '../shared/l10n';

export interface CostRow {
  /** From 1. */
  turn: number;
  tokens: number;
  errors: number;
  /** A request of it lacks its final usage. */
  lowerBound: boolean;
  /** Its cost is a lower bound. */
  costAtLeast: boolean;
  /** False for a turn that asked no model: it has no cost. */
  asksModel: boolean;
  /** With the sub-agents it started; null when nothing of it has a price. */
  costMicroUsd: number | null;
  /** Cost up to and with this turn; turns without a price add nothing. Null while none had one. */
  soFarMicroUsd: number | null;
  /** Up to and with this turn something has no price, or no final usage: the cost so far is a lower bound. */
  missing: boolean;
}

export function costRows(chart: Chart): CostRow[] {
  let soFarMicroUsd: number | null = null;
  let missing = false;
  return chart.map(({ tokens, errors, costMicroUsd, asksModel, lowerBound, costAtLeast }, i) => {
    if (costMicroUsd !== null) soFarMicroUsd = (soFarMicroUsd ?? 0) + costMicroUsd;
    missing ||= costMicroUsd === null || costAtLeast;
    return {
      turn: i + 1,
      tokens,
      errors,
      lowerBound,
      costAtLeast,
      asksModel,
      costMicroUsd,
      soFarMicroUsd,
      missing,
    };
  });
}

/** What it cost up to and with a turn, in words. */
export const soFar = ({ soFarMicroUsd, missing }: CostRow): string =>
  formatCost(soFarMicroUsd, { lowerBound: missing });
/** Output tokens of a turn, in words. */
export const tokensOut = ({ tokens, lowerBound }: Pick<CostRow, 'tokens' | 'lowerBound'>): string =>
  `${lowerBound ? '≥ ' : ''}${formatTokens(tokens)}`;

/** The course of a session in a sentence. */
export function courseSummary(rows: readonly CostRow[]): string {
  const last = rows.at(-1);
  if (last === undefined) return t('No turn yet.');
  const total = {
    tokens: rows.reduce((sum, row) => sum + row.tokens, 0),
    lowerBound: rows.some(({ lowerBound }) => lowerBound),
  };
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  return t(
    '{0}, {1} output tokens; {2}; {3} in all.',
    tn(rows.length, '{0} turn', '{0} turns'),
    tokensOut(total),
    tn(errors, '{0} failed tool call', '{0} failed tool calls'),
    soFar(last),
  );
}

/** What the turns came to, and which cost most, in a sentence. */
export function costSummary(rows: readonly CostRow[]): string {
  const last = rows.at(-1);
  if (last === undefined) return t('No turn yet.');
  const priced = rows.filter(({ costMicroUsd }) => costMicroUsd !== null);
  // Of lower bounds nobody knows which is the largest.
  const most = priced.some(({ costAtLeast }) => costAtLeast)
    ? null
    : priced.reduce<CostRow | null>(
        (a, b) => ((b.costMicroUsd ?? 0) > (a?.costMicroUsd ?? -1) ? b : a),
        null,
      );
  const unpriced = rows.length - priced.length;
  const parts = [
    tn(rows.length, '{1} in {0} turn', '{1} in {0} turns', soFar(last)),
    ...(most === null ? [] : [t('most in turn {0} ({1})', most.turn, turnCost(most))]),
    ...(priced.length === 0 || unpriced === 0
      ? []
      : [tn(unpriced, '{0} turn unpriced', '{0} turns unpriced')]),
  ];
  return `${parts.join('; ')}.`;
}
