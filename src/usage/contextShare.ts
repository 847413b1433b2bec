/** How full a context is. Apart from `context.ts`, which knows prices and logs: pages begin with this. */
import { t } from '../l10n/texts';
import type { Context } from './context';
import { formatShare, formatTokens } from './format';

/** Share of the window in use, 0 to 1; null when the window is not known, or holds less than the log says. */
export const contextShare = ({ tokens, window }: Context): number | null =>
  window === null || tokens > window ? null : tokens / window;

/** Whether a context is so full that it should be told; not where its share is not known. */
export function isNearlyFull(context: Context | null, warnAt: number): boolean {
  const share = context === null ? null : contextShare(context);
  return share !== null && share >= warnAt;
}

/** The log says that there is more in the context than the window holds: one of the two is not what it seems. */
export const beyondWindow = ({ tokens, window }: Context): boolean => window !== null && tokens > window;

/** How full a context is, in a word or two: a share, that it is beyond the window, or its tokens when the window is not known. */
export function fillText(context: Context): string {
  if (beyondWindow(context)) return t('beyond the window');
  return context.window === null
    ? t('{0} tokens', formatTokens(context.tokens))
    : formatShare(context.tokens, context.window);
}
