/** Cost: what was spent, on what. */
import { modelsSection } from '../sections/models';
import { spentSection } from '../sections/spent';
import { toolsSection } from '../sections/tools';
import type { Tab } from '../tab';

export const costTab: Tab = {
  id: 'cost',
  sections: [spentSection, modelsSection, toolsSection],
};
