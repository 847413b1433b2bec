/** What the Session panel's page keeps, and its tabs: all the page needs to begin with. */
import * as z from 'zod';
import { getOwn } from '../../log/own';

/** Tabs that addresses and links lead to. All tabs are in `webview/session/tabs`. */
export const SESSION_TABS = ['story', 'transcript', 'changes', 'agents', 'cost', 'details'] as const;
export type SessionTab = (typeof SESSION_TABS)[number];

/** Where the tabs of older addresses and pages are now. */
const FORMER: Readonly<Partial<Record<string, SessionTab>>> = {
  signals: 'details',
  timeline: 'details',
  files: 'details',
  subAgents: 'agents',
};

/** The tab of that name, or where it is now; undefined when there never was one. */
export const sessionTab = (name: string): SessionTab | undefined =>
  SESSION_TABS.find((one) => one === name) ?? getOwn(FORMER, name);

/** What the page keeps over a reload of the window: what to show and what was opened. */
export const PageState = z.object({
  id: z.string(),
  /** The page shows its first tab when it does not know this one. */
  tab: z
    .string()
    .default('story')
    .transform((name) => sessionTab(name) ?? name),
  /** The turn the timeline and the transcript stand at. */
  turn: z.number().int().min(0).default(0),
  /** The row of the transcript the page was opened at; null once it was shown. */
  row: z.number().int().min(0).nullable().default(null),
  /** The step of it; null for the whole row. */
  step: z.number().int().min(0).nullable().default(null),
  find: z.string().max(200).default(''),
  open: z.array(z.string()).default([]),
  /** Charts that are shown as tables. */
  tables: z.array(z.string()).default([]),
  /** What each tab keeps for itself, by its id; the tab checks it. */
  own: z.record(z.string(), z.unknown()).default({}),
});
export type PageState = z.infer<typeof PageState>;
