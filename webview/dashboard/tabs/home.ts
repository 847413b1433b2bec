/** Home: what wants you now. */
import { alertsSection } from '../sections/alerts';
import { nowSection } from '../sections/now';
import type { Tab } from '../tab';

export const homeTab: Tab = {
  id: 'home',
  sections: [nowSection, alertsSection],
};
