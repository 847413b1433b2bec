/** Sessions: found by name, searched by what was said, compared. */
import { compareSection } from '../sections/compare';
import { listSection } from '../sections/list';
import { searchSection } from '../sections/search';
import type { Tab } from '../tab';

export const sessionsTab: Tab = {
  id: 'sessions',
  sections: [listSection, searchSection, compareSection],
};
