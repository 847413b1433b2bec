/** The tabs of the session page, in order. A new one is a file beside this and a line here. */
import type { Tab } from '../tab';
import { agentsTab } from './agents';
import { changesTab } from './changes';
import { costTab } from './cost';
import { detailsTab } from './details';
import { storyTab } from './story';
import { transcriptTab } from './transcript';

export const TABS: readonly Tab[] = [storyTab, transcriptTab, changesTab, agentsTab, costTab, detailsTab];
