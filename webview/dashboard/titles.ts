/** What the tabs of the dashboard are called, in order: known before the tabs themselves are loaded. */
import type { TabId } from '../../src/pages/dashboard/places';
import { t } from '../shared/l10n';
import type { Titled } from '../shared/tab';

export const TITLES: readonly (Titled<unknown> & { id: TabId })[] = [
  { id: 'home', title: t('Home') },
  { id: 'sessions', title: t('Sessions') },
  { id: 'cost', title: t('Cost') },
  { id: 'quality', title: t('Quality') },
  { id: 'health', title: t('Health') },
];
