/** What the band of a trend is of, in words. */
import type { Over } from '../../../src/usage/over';
import { t } from '../../shared/l10n';

/** Of single sessions, which lie further apart than the means of the line; of a total, of whole days, weeks or months. */
export function mostText(range: string, { total }: { total: boolean }, over: Over): string {
  if (!total) return t('Most of your sessions: {0}.', range);
  if (over === 'day') return t('Most days: {0}.', range);
  return over === 'week' ? t('Most weeks: {0}.', range) : t('Most months: {0}.', range);
}

/** The same below the chart. */
export function shadedText({ total }: { total: boolean }, over: Over): string {
  if (!total)
    return t('Shaded: where most of your sessions lie, whatever days are shown (20th to 80th percentile).');
  if (over === 'day')
    return t('Shaded: where most days lie, whatever days are shown (20th to 80th percentile).');
  return over === 'week'
    ? t('Shaded: where most weeks lie, whatever days are shown (20th to 80th percentile).')
    : t('Shaded: where most months lie, whatever days are shown (20th to 80th percentile).');
}
