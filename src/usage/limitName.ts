import { t } from '../l10n/texts';
import type { LimitNotice } from './blocks';

/** The name of a limit in the language of the UI. */
export const limitName = (window: LimitNotice['window']): string =>
  ({
    fiveHour: t('5-hour limit'),
    weekly: t('Weekly limit'),
    model: t('Model limit'),
    credits: t('Extra usage limit'),
    unknown: t('Usage limit'),
  })[window];
