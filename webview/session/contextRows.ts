/** How the context of a session filled, turn by turn, as rows of charts. Pure. */
import type { Chart } from '../../src/questions/chart';
import { formatTokens } from '../../src/usage/format';
import { percent } from '../shared/format';
import { t, tn } from '../shared/l10n';

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
export function contextSummary(rows: readonly ContextRow[], window: number | null): string {
  const last = rows.at(-1);
  if (last === undefined) return t('No turn says how full the context was.');
  const most = rows.reduce((a, b) => (b.total > a.total ? b : a));
  const compactions = rows.filter(({ compacted }) => compacted).length;
  const share =
    window === null
      ? ''
      : last.total > window
        ? ` ${t('(beyond the window of {0})', formatTokens(window))}`
        : ` ${t('({0} of {1})', percent(last.total, window), formatTokens(window))}`;
  return t(
    '{0} tokens after the last turn{1}, most after turn {2} ({3}); compacted in {4}.',
    formatTokens(last.total),
    share,
    most.turn,
    formatTokens(most.total),
    tn(compactions, '{0} turn', '{0} turns'),
  );
}
