/** Counts in words, for the cards of the transcript. */
import { formatCost, formatTokens } from '../../../src/usage/format';
import { t, tn } from '../../shared/l10n';

export const lines = (n: number): string => tn(n, '{0} line', '{0} lines');
export const words = (n: number): string => tn(n, '{0} word', '{0} words');
export const hits = (n: number): string => (n === 0 ? t('nothing found') : tn(n, '{0} hit', '{0} hits'));
export const moreLines = (n: number): string => tn(n, 'Show {0} more line', 'Show {0} more lines');
export const moreCharacters = (n: number): string => t('Show {0} more characters', n);
export const tokens = (n: number): string => t('{0} tokens', formatTokens(n));

/** Money; a lower bound is marked, and what has no price is not free. */
export const cost = (microUsd: number | null, atLeast: boolean): string =>
  microUsd === null ? t('unpriced') : formatCost(microUsd, { lowerBound: atLeast });

export const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;
