/** Where things are on the dashboard: five tabs, each with its sections. Pure; addresses, commands, alerts and the page itself use it. */
import { getOwn } from '../../log/own';

/** The tabs in order, and their sections, the first of which is shown at first. Objects: `webview/dashboard/tabs`. */
export const SECTIONS = {
  home: ['now', 'alerts'],
  sessions: ['list', 'search', 'compare'],
  cost: ['spent', 'models', 'tools'],
  quality: ['trends', 'measures', 'groups', 'changes', 'heatmaps'],
  health: ['health'],
} as const;
export type TabId = keyof typeof SECTIONS;
export const TABS = Object.keys(SECTIONS) as TabId[];

/** Names of former pages, addresses and alerts, and what they are now. */
const FORMER: Readonly<Record<string, string>> = { overview: 'home', cohorts: 'groups' };
const nowNamed = (name: string): string => getOwn(FORMER, name) ?? name;

export interface DashboardPlace {
  tab: TabId;
  section: string;
}

/** The place of that name: a tab stands for its first section. Undefined when there never was one. */
export function placeNamed(name: string): DashboardPlace | undefined {
  const now = nowNamed(name);
  const tab = TABS.find((one) => one === now);
  if (tab !== undefined) return { tab, section: SECTIONS[tab][0] };
  const owner = TABS.find((one) => SECTIONS[one].some((section) => section === now));
  return owner === undefined ? undefined : { tab: owner, section: now };
}
