/** The turns of a session as rows of charts. Pure. */
import type { SessionDetail } from '../../src/engine/protocol';
import { formatCost, formatTokens } from '../../src/usage/format';
import { percent } from '../shared/format';
import { counted } from '../shared/parts';

type Chart = SessionDetail['chart'];

export interface CostRow {
  /** From 1. */
  turn: number;
  tokens: number;
  errors: number;
  /** Null when a part of the turn has no price. */
  costMicroUsd: number | null;
  /** Cost up to and with this turn; turns without a price add nothing. */
  soFarMicroUsd: number;
}

export function costRows(chart: Chart): CostRow[] {
  let soFarMicroUsd = 0;
  return chart.map(({ tokens, errors, costMicroUsd }, i) => {
    soFarMicroUsd += costMicroUsd ?? 0;
    return { turn: i + 1, tokens, errors, costMicroUsd, soFarMicroUsd };
  });
}

/** The course of a session in a sentence. */
export function courseSummary(rows: readonly CostRow[]): string {
  const last = rows.at(-1);
  if (last === undefined) return 'No turns yet.';
  const most = rows.reduce((a, b) => (b.tokens > a.tokens ? b : a));
  const total = rows.reduce((sum, row) => sum + row.tokens, 0);
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  return `${counted(rows.length, 'turn')}, ${formatTokens(total)} output tokens, most in turn ${most.turn} (${formatTokens(most.tokens)}); ${counted(errors, 'failed tool call')}; ${formatCost(last.soFarMicroUsd, { lowerBound: false })} in all.`;
}

export interface ContextRow {
  turn: number;
  cacheRead: number;
  cacheWrite: number;
  fresh: number;
  total: number;
  compacted: boolean;
}

/** Turns that say how full the context window was. Tokens. */
export const contextRows = (chart: Chart): ContextRow[] =>
  chart.flatMap(({ context, compacted }, i) =>
    context === null
      ? []
      : [
          {
            turn: i + 1,
            ...context,
            total: context.cacheRead + context.cacheWrite + context.fresh,
            compacted,
          },
        ],
  );

/** How the context filled, in a sentence. */
export function contextSummary(rows: readonly ContextRow[], window: number): string {
  const last = rows.at(-1);
  if (last === undefined) return 'No turn says how full the context was.';
  const most = rows.reduce((a, b) => (b.total > a.total ? b : a));
  const compactions = rows.filter(({ compacted }) => compacted).length;
  return `${formatTokens(last.total)} tokens after the last turn (${percent(last.total, window)} of ${formatTokens(window)}), most after turn ${most.turn} (${formatTokens(most.total)}); compacted in ${counted(compactions, 'turn')}.`;
}
