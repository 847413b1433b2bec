/** What the dashboard's page and the extension say to each other; checked with zod on both sides. */
import * as z from 'zod';
import { Range } from '../../questions/shared/ranges';
import { SORTS } from '../../questions/findSessions';

/** Tabs that addresses, commands and views lead to. All tabs are in `webview/dashboard/tabs/index.ts`. */
export const TABS = [
  'overview',
  'trends',
  'heatmaps',
  'tools',
  'models',
  'cohorts',
  'compare',
  'sessions',
  'search',
  'alerts',
  'health',
] as const;
export type TabId = (typeof TABS)[number];

/** Calls of the engine the page may make: questions only. */
export const ASKABLE = [
  'overview',
  'trends',
  'tools',
  'models',
  'findSessions',
  'completeQuery',
  'health',
  'archive',
  'heatmaps',
  'signalSessions',
  'cohorts',
  'compareSessions',
  'alerts',
  'searchLogs',
  'progress',
] as const;
export type Askable = (typeof ASKABLE)[number];

/** Commands its buttons may run. */
export const RUNNABLE = [
  'vigil.generateReport',
  'vigil.backupArchive',
  'vigil.exportArchive',
  'vigil.compactArchive',
  'vigil.importPrices',
  'vigil.showLog',
  'vigil.openSettings',
  'vigil.compareSessions',
] as const;

export const ToPage = z.discriminatedUnion('kind', [
  /** The answer to the question of that number; the page knows what it asked and checks it. */
  z.object({ kind: z.literal('answer'), id: z.number(), result: z.unknown() }),
  /** A sentence to show: what failed and what to do; `id` when it was a question. */
  z.object({ kind: z.literal('failed'), id: z.number().nullable(), message: z.string() }),
  /** Figures have changed: ask again; with tabs, only if one of these is shown. */
  z.object({ kind: z.literal('changed'), tabs: z.array(z.enum(TABS)).nullable() }),
  /** Show a tab; of Compare, these two sessions; of Sessions, this query. */
  z.object({
    kind: z.literal('show'),
    tab: z.enum(TABS),
    compare: z.object({ a: z.string(), b: z.string() }).optional(),
    query: z.string().optional(),
  }),
  /** Ids of the alerts that were dismissed. */
  z.object({ kind: z.literal('dismissed'), ids: z.array(z.string()) }),
]);
export type ToPage = z.infer<typeof ToPage>;

export const FromPage = z.discriminatedUnion('kind', [
  /** The page can take messages. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('ask'), id: z.number(), call: z.enum(ASKABLE), args: z.unknown() }),
  z.object({ kind: z.literal('openSession'), id: z.string() }),
  /** Resume a session in a terminal. */
  z.object({ kind: z.literal('resume'), id: z.string() }),
  z.object({ kind: z.literal('run'), command: z.enum(RUNNABLE) }),
  /** Open the line of a log that was found. */
  z.object({
    kind: z.literal('openLine'),
    id: z.string(),
    at: z.number().int().min(0),
    file: z.number().int().min(0),
  }),
  /** Show what is on the page as a report; the engine checks the request. */
  z.object({ kind: z.literal('report'), request: z.unknown() }),
  /** Dismiss alerts; no ids: take back all that were. */
  z.object({ kind: z.literal('dismiss'), ids: z.array(z.string().max(5_000)).max(2_000).nullable() }),
]);
export type FromPage = z.infer<typeof FromPage>;

/** What the page keeps over a reload of the window. */
export const PageState = z.object({
  /** The page shows its first tab when it does not know this one. */
  tab: z.string().default('overview'),
  range: Range.default('30d'),
  /** Which sessions Home and its like are about: those of this workspace, where there is one, or all. */
  scope: z.enum(['workspace', 'all']).default('workspace'),
  /** What the Sessions tab lists, and how: other tabs lead there. */
  query: z.string().default(''),
  sort: z.enum(SORTS).default('started'),
  descending: z.boolean().default(true),
  /** The two sessions Compare shows. */
  compare: z.object({ a: z.string(), b: z.string() }).nullable().default(null),
  /** Charts that are shown as tables. */
  tables: z.array(z.string()).default([]),
  /** What each tab keeps for itself, by its id; the tab checks it. */
  own: z.record(z.string(), z.unknown()).default({}),
});
export type PageState = z.infer<typeof PageState>;
