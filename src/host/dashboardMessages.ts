/** What the dashboard's page and the extension say to each other; checked with zod on both sides. */
import * as z from 'zod';
import { COHORTS } from '../analysis/dimensions';
import { Range, SORTS } from '../engine/dashboardData';

export const TABS = ['overview', 'trends', 'tools', 'models', 'sessions', 'health'] as const;
export type Tab = (typeof TABS)[number];

/** Calls of the engine the page may make: questions only. */
export const ASKABLE = [
  'overview',
  'trend',
  'tools',
  'models',
  'find',
  'health',
  'archive',
  'sessions',
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
] as const;

export const ToPage = z.discriminatedUnion('kind', [
  /** The answer to the question of that number; the page knows what it asked and checks it. */
  z.object({ kind: z.literal('answer'), id: z.number(), result: z.unknown() }),
  /** A sentence to show: what failed and what to do. */
  z.object({ kind: z.literal('failed'), id: z.number(), message: z.string() }),
  /** Figures have changed: ask again. */
  z.object({ kind: z.literal('changed') }),
  z.object({ kind: z.literal('show'), tab: z.enum(TABS) }),
]);
export type ToPage = z.infer<typeof ToPage>;

export const FromPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask'), id: z.number(), call: z.enum(ASKABLE), args: z.unknown() }),
  z.object({ kind: z.literal('openSession'), id: z.string() }),
  z.object({ kind: z.literal('run'), command: z.enum(RUNNABLE) }),
]);
export type FromPage = z.infer<typeof FromPage>;

/** What the page keeps over a reload of the window. */
export const PageState = z.object({
  tab: z.enum(TABS).default('overview'),
  range: Range.default('30d'),
  metric: z.string().default('cost'),
  by: z.enum(COHORTS).default('week'),
  query: z.string().default(''),
  sort: z.enum(SORTS).default('started'),
  descending: z.boolean().default(true),
  /** Charts that are shown as tables. */
  tables: z.array(z.string()).default([]),
});
export type PageState = z.infer<typeof PageState>;
