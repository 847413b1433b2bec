/** The tabs of the session page, in order. A new one is a file beside this and a line here. */
import type { Tab } from '../tab';
import { costTab } from './cost';
import { filesTab } from './files';
import { signalsTab } from './signals';
import { subAgentsTab } from './subAgents';
import { timelineTab } from './timeline';
import { transcriptTab } from './transcript';

export const TABS: readonly Tab[] = [signalsTab, timelineTab, transcriptTab, subAgentsTab, filesTab, costTab];
