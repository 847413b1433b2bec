/** Health: can the figures be trusted, and where are they kept. */
import { t } from '../../shared/l10n';
import { healthSection } from '../sections/health';
import type { Tab } from '../tab';

export const healthTab: Tab = {
  id: 'health',
  title: () => t('Health'),
  sections: [healthSection],
};
