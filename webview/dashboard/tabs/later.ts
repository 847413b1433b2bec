/** The tabs of the dashboard that are loaded when the page has shown its first content, in order after the first. */
import type { Tab } from '../tab';
import { costTab } from './cost';
import { healthTab } from './health';
import { qualityTab } from './quality';
import { sessionsTab } from './sessions';

export const TABS: readonly Tab[] = [sessionsTab, costTab, qualityTab, healthTab];
