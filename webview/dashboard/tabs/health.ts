/** Health: can the figures be trusted, and where are they kept. */
import { healthSection } from '../sections/health';
import type { Tab } from '../tab';

export const healthTab: Tab = {
  id: 'health',
  sections: [healthSection],
};
