/** The tabs of the dashboard, in order. A new one is a file beside this and a line here. */
import type { Tab } from '../tab';
import { alertsTab } from './alerts';
import { cohortsTab } from './cohorts';
import { compareTab } from './compare';
import { healthTab } from './health';
import { heatmapsTab } from './heatmaps';
import { modelsTab } from './models';
import { overviewTab } from './overview';
import { searchTab } from './search';
import { sessionsTab } from './sessions';
import { toolsTab } from './tools';
import { trendsTab } from './trends';

export const TABS: readonly Tab[] = [
  overviewTab,
  trendsTab,
  heatmapsTab,
  toolsTab,
  modelsTab,
  cohortsTab,
  compareTab,
  sessionsTab,
  searchTab,
  alertsTab,
  healthTab,
];
