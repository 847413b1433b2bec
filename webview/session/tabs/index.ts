/** The tab the session page begins with; the others are in `later.ts`. */
import type { Tab } from '../tab';
import { storyTab } from './story';

export const TABS: readonly Tab[] = [storyTab];
