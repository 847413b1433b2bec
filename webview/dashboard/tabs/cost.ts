/** Cost: what was spent, on what. */
import { t } from '../../shared/l10n';
import { modelsSection } from '../sections/models';
import { spentSection } from '../sections/spent';
import { toolsSection } from '../sections/tools';
import type { Tab } from '../tab';

export const costTab: Tab = {
  id: 'cost',
  title: () => t('Cost'),
  sections: [spentSection, modelsSection, toolsSection],
};
