/** The tabs of the session page that are loaded when name and figures stand, in order after the first. A new one is a file beside this and a line here. */
import type { Tab } from '../tab';
import { agentsTab } from './agents';
import { changesTab } from './changes';
import { costTab } from './cost';
import { detailsTab } from './details';
import { transcriptTab } from './transcript';

export const TABS: readonly Tab[] = [transcriptTab, changesTab, agentsTab, costTab, detailsTab];
