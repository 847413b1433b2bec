/** Quality: is it going better or worse? */
import { changesSection } from '../sections/changes';
import { groupsSection } from '../sections/groups';
import { heatmapsSection } from '../sections/heatmaps';
import { measuresSection } from '../sections/measures';
import { trendsSection } from '../sections/trends';
import type { Tab } from '../tab';

export const qualityTab: Tab = {
  id: 'quality',
  sections: [trendsSection, measuresSection, groupsSection, changesSection, heatmapsSection],
};
