/** What the dashboard's page and the extension say to each other; checked with zod on both sides. */
import * as z from 'zod';
import { Range } from '../../questions/shared/ranges';
import { SORTS } from '../../questions/findSessions';
import { placeOf, TABS } from './places';

/** Calls of the engine the page may make: questions only. */
export const ASKABLE = [
  'overview',
  'spent',
  'trends',
  'changes',
  'tools',
  'models',
  'filterChoices',
  'findSessions',
  'completeQuery',
  'health',
  'archive',
  'heatmaps',
  'measures',
  'signalSessions',
  'cohorts',
  'compareSessions',
  'alerts',
  'search',
  'progress',
  'searchState',
] as const;
export type Askable = (typeof ASKABLE)[number];

/** Commands its buttons may run. */
export const RUNNABLE = [
  'vigil.trySample',
  'vigil.leaveSample',
  'vigil.addFolder',
  'vigil.generateReport',
  'vigil.backupArchive',
  'vigil.exportArchive',
  'vigil.compactArchive',
  'vigil.importPrices',
  'vigil.showLog',
  'vigil.openSettings',
  'vigil.compareSessions',
  'vigil.switchSearchIndex',
  'vigil.clearSearchIndex',
] as const;

export const ToPage = z.discriminatedUnion('kind', [
  /** The answer to the question of that number; the page knows what it asked and checks it. */
  z.object({ kind: z.literal('answer'), id: z.number(), result: z.unknown() }),
  /** A sentence to show: what failed and what to do; `id` when it was a question. */
  z.object({ kind: z.literal('failed'), id: z.number().nullable(), message: z.string() }),
  /** Figures have changed: ask again; with tabs, only if one of these is shown. */
  z.object({ kind: z.literal('changed'), tabs: z.array(z.enum(TABS)).nullable() }),
  /** Show a place (`places.ts`); of Compare, these two sessions; of Sessions, what passes this query among all there are. */
  z.object({
    kind: z.literal('show'),
    place: z.string(),
    compare: z.object({ a: z.string(), b: z.string() }).optional(),
    query: z.string().optional(),
  }),
]);
export type ToPage = z.infer<typeof ToPage>;

export const FromPage = z.discriminatedUnion('kind', [
  /** The page can take messages. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('ask'), id: z.number(), call: z.enum(ASKABLE), args: z.unknown() }),
  z.object({ kind: z.literal('openSession'), id: z.string() }),
  /** Resume a session in a terminal. */
  z.object({ kind: z.literal('resume'), id: z.string() }),
  z.object({ kind: z.literal('star'), id: z.string(), starred: z.boolean() }),
  z.object({ kind: z.literal('run'), command: z.enum(RUNNABLE) }),
  /** Open the line of a log that was found. */
  z.object({
    kind: z.literal('openLine'),
    id: z.string(),
    at: z.number().int().min(0),
    file: z.number().int().min(0),
  }),
  /** Open the transcript of a session at the line that was found. */
  z.object({
    kind: z.literal('openMessage'),
    id: z.string(),
    at: z.number().int().min(0),
    file: z.number().int().min(0),
  }),
  /** Show what is on the page as a report; the engine checks the request. */
  z.object({ kind: z.literal('report'), request: z.unknown() }),
  /** Do something with alerts; no ids: with all. `until`: of a snooze, ms since the epoch. */
  z.object({
    kind: z.literal('actOnAlerts'),
    act: z.enum(['see', 'dismiss', 'mute', 'snooze', 'takeBack']),
    ids: z.array(z.string().max(5_000)).max(2_000).nullable(),
    until: z.number().min(0).max(8.64e15).nullable().default(null),
  }),
]);
export type FromPage = z.infer<typeof FromPage>;

/** What the page keeps over a reload of the window. */
const Kept = z.object({
  /** The page shows its first tab when it does not know this one. */
  tab: z.string().default('home'),
  /** The section each tab shows; the first where none is said. */
  sections: z.record(z.string(), z.string()).default({}),
  range: Range.default('30d'),
  /** Which sessions the page is about: those of this workspace, where there is one, or all. */
  scope: z.enum(['workspace', 'all']).default('workspace'),
  /** Of them those of just this project, branch and model; '': of any. */
  project: z.string().max(300).default(''),
  branch: z.string().max(300).default(''),
  model: z.string().max(300).default(''),
  /** What Sessions › List shows, and how: other tabs lead there. */
  query: z.string().default(''),
  sort: z.enum(SORTS).default('started'),
  descending: z.boolean().default(true),
  /** The two sessions Compare shows. */
  compare: z.object({ a: z.string(), b: z.string() }).nullable().default(null),
  /** Charts that are shown as tables. */
  tables: z.array(z.string()).default([]),
  /** What each section keeps for itself, by its id; the section checks it. */
  own: z.record(z.string(), z.unknown()).default({}),
});
export type PageState = z.infer<typeof Kept>;

/** All sessions of all days: what a query from elsewhere is about. */
export const ALL = {
  scope: 'all',
  range: 'all',
  project: '',
  branch: '',
  model: '',
} as const satisfies Partial<PageState>;

/** The same; what was kept by former names, each of them a tab then, is found by those of now. */
export const PageState = Kept.transform((kept): PageState => {
  const own = Object.fromEntries(
    Object.entries(kept.own).map(([section, value]) => [placeOf(section)?.section ?? section, value]),
  );
  const place = TABS.some((tab) => tab === kept.tab) ? undefined : placeOf(kept.tab);
  return place === undefined
    ? { ...kept, own }
    : { ...kept, own, tab: place.tab, sections: { ...kept.sections, [place.tab]: place.section } };
});
