/** Days, weeks and months of charts, in words. */
import type { Over, Step } from '../../src/usage/over';
import { dayName, monthName } from './format';
import { t } from './l10n';

/** What a chart goes over, as the head of its table says it. */
export const OVERS: Record<Over, string> = { day: t('Day'), week: t('Week'), month: t('Month') };

/** A day or a month, a week by its first day: beside an axis, and in the first column of a table. */
export const stepName = (over: Over, { from }: Pick<Step, 'from'>): string =>
  over === 'month' ? monthName(from) : dayName(from);

/** `on Nov 9`, `in the week of Nov 9`, `in Nov 2026`. */
export const inStep = (over: Over, step: Pick<Step, 'from'>): string =>
  ({
    day: t('on {0}', stepName(over, step)),
    week: t('in the week of {0}', stepName(over, step)),
    month: t('in {0}', stepName(over, step)),
  })[over];

/** What the axis of a chart says, and its tooltips. */
export const stepLabels = (over: Over, steps: readonly Step[]): { labels: string[]; titles: string[] } => ({
  labels: steps.map((step) => stepName(over, step)),
  titles: steps.map((step) =>
    over === 'week' ? t('Week of {0}', stepName(over, step)) : stepName(over, step),
  ),
});
