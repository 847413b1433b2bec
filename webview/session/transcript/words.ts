/** Counts in words, for the cards of the transcript. */
import { formatCost, formatTokens } from '../../../src/usage/format';
import { t } from '../../shared/l10n';

const written = (n: number): string => n.toLocaleString('en');

export const lines = (n: number): string => (n === 1 ? t('1 line') : t('{0} lines', written(n)));
export const words = (n: number): string => (n === 1 ? t('1 word') : t('{0} words', written(n)));
export const hits = (n: number): string =>
  n === 0 ? t('nothing found') : n === 1 ? t('1 hit') : t('{0} hits', written(n));
export const moreLines = (n: number): string =>
  n === 1 ? t('Show 1 more line') : t('Show {0} more lines', written(n));
export const moreCharacters = (n: number): string => t('Show {0} more characters', written(n));
export const tokens = (n: number): string => t('{0} tokens', formatTokens(n));

/** Money; a lower bound is marked, and what has no price is not free. */
export const cost = (microUsd: number | null, atLeast: boolean): string =>
  microUsd === null ? t('unpriced') : formatCost(microUsd, { lowerBound: atLeast });

/** Words of a text, by the blanks between them. */
export const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
