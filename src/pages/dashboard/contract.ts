/** What the dashboard's page and the extension say to each other. The extension checks with zod what a page says: it shows hostile text. */
import * as z from 'zod';
import type { TabId } from './places';

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
  'vigil.refresh',
  'vigil.backupArchive',
  'vigil.exportArchive',
  'vigil.compactArchive',
  'vigil.importPrices',
  'vigil.showLog',
  'vigil.openSettings',
  'vigil.setBudget',
  'vigil.compareSessions',
  'vigil.switchSearchIndex',
  'vigil.clearSearchIndex',
] as const;

export type ToPage =
  /** The answer to the question of that number; the page knows what it asked. */
  | { kind: 'answer'; id: number; result: unknown }
  /** A sentence to show: what failed and what to do; `id` when it was a question. */
  | { kind: 'failed'; id: number | null; message: string }
  /** Figures have changed: ask again; with tabs, only if one of these is shown. */
  | { kind: 'changed'; tabs: TabId[] | null }
  /** Show a place (`places.ts`); of Compare, these two sessions; of Sessions, what passes this query among all there are. */
  | {
      kind: 'show';
      place: string;
      compare?: { a: string; b: string } | undefined;
      query?: string | undefined;
      /** What Sessions › Search looks for. */
      search?: string | undefined;
    };

const FoundLine = { id: z.string(), at: z.number().int().min(0), file: z.number().int().min(0) };

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
  z.object({ kind: z.literal('openLine'), ...FoundLine }),
  /** Open the transcript of a session at the line that was found. */
  z.object({ kind: z.literal('openMessage'), ...FoundLine }),
  /** Show what is on the page as a report; the engine checks the request. */
  z.object({ kind: z.literal('report'), request: z.unknown() }),
  /** Ask when an alert is not a problem. */
  z.object({ kind: z.literal('notAProblem'), id: z.string().max(5_000) }),
  /** Do something with alerts; no ids: with all. `until`: of a snooze, ms since the epoch. */
  z.object({
    kind: z.literal('actOnAlerts'),
    act: z.enum(['see', 'dismiss', 'snooze', 'takeBack']),
    ids: z.array(z.string().max(5_000)).max(2_000).nullable(),
    until: z.number().min(0).max(8.64e15).nullable().default(null),
  }),
]);
export type FromPage = z.infer<typeof FromPage>;
