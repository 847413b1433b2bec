/** The tabs of the dashboard, in order. What they show is in their sections (`../sections`). */
import type { Tab } from '../tab';
import { costTab } from './cost';
import { healthTab } from './health';
import { homeTab } from './home';
import { qualityTab } from './quality';
import { sessionsTab } from './sessions';

export const TABS: readonly Tab[] = [homeTab, sessionsTab, costTab, qualityTab, healthTab];
