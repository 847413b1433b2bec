/** Home: what wants you now. */
import { t } from '../../shared/l10n';
import { alertsSection } from '../sections/alerts';
import { nowSection } from '../sections/now';
import type { Tab } from '../tab';

export const homeTab: Tab = {
  id: 'home',
  title: () => t('Home'),
  sections: [nowSection, alertsSection],
};
