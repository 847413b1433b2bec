/** How the context of a session filled, turn by turn, as rows of charts. Pure. */
import type { SessionDetail } from '../../src/questions/session';
import { formatTokens } from '../../src/usage/format';
import { beyondWindow, type Context } from '../../src/usage/context';
import { percent } from '../shared/format';
import { counted } from '../shared/parts';

type Chart = SessionDetail['chart'];

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

/** How full a context is, in a word or two. */
export const fillText = (context: Context): string =>
  beyondWindow(context)
    ? 'beyond the window'
    : context.window === null
      ? `${formatTokens(context.tokens)} tokens`
      : percent(context.tokens, context.window);

/** How the context filled, in a sentence. */
export function contextSummary(rows: readonly ContextRow[], window: number | null): string {
  const last = rows.at(-1);
  if (last === undefined) return 'No turn says how full the context was.';
  const most = rows.reduce((a, b) => (b.total > a.total ? b : a));
  const compactions = rows.filter(({ compacted }) => compacted).length;
  const share =
    window === null
      ? ''
      : last.total > window
        ? ` (beyond the window of ${formatTokens(window)})`
        : ` (${percent(last.total, window)} of ${formatTokens(window)})`;
  return `${formatTokens(last.total)} tokens after the last turn${share}, most after turn ${most.turn} (${formatTokens(most.total)}); compacted in ${counted(compactions, 'turn')}.`;
}
