/** How full a context is. Separate from `context.ts`, which imports prices, so that pages start with less code. */
import { t } from '../l10n/texts';
import type { Context } from './context';
import { formatShare, formatTokens } from './format';

/** Share of the window in use, 0 to 1; null if the window is unknown, or smaller than the context. */
export const contextShare = ({ tokens, window }: Context): number | null =>
  window === null || tokens > window ? null : tokens / window;

/** True if the share of the window is known and at least `warnAt`. */
export function isNearlyFull(context: Context | null, warnAt: number): boolean {
  const share = context === null ? null : contextShare(context);
  return share !== null && share >= warnAt;
}

/** True if the context is larger than the window, so one of the two must be wrong. */
export const beyondWindow = ({ tokens, window }: Context): boolean => window !== null && tokens > window;

/** How full a context is as text: a share, “beyond the window”, or its tokens if the window is unknown. */
export function fillText(context: Context): string {
  if (beyondWindow(context)) return t('beyond the window');
  return context.window === null
    ? t('{0} tokens', formatTokens(context.tokens))
    : formatShare(context.tokens, context.window);
}
