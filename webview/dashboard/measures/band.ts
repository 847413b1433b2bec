/** What the band of a trend is of, in words. */
import type { Over } from '../../../src/usage/over';
import { t } from '../../shared/l10n';

/** Of single sessions, which lie further apart than the means of the line; of a total, of whole days, weeks or months. */
export function mostText(range: string, { total }: { total: boolean }, over: Over): string {
  if (!total) return t('Most of your sessions: {0}.', range);
  if (over === 'day') return t('Most days: {0}.', range);
  return over === 'week' ? t('Most weeks: {0}.', range) : t('Most months: {0}.', range);
}
