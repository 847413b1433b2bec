/** The tab the dashboard begins with. The others, which are loaded then, are in `later.ts`; what they show is in their sections (`../sections`). */
import type { Tab } from '../tab';
import { homeTab } from './home';

export const TABS: readonly Tab[] = [homeTab];
