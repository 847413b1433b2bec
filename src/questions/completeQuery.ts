/** How a query for sessions can go on where the caret stands. */
import * as z from 'zod';
import { completions } from '../analysis/complete';
import { conversationsOf } from '../analysis/metrics';
import { LONGEST_QUERY } from '../analysis/queryFields';
import type { DashboardSources } from './shared/ranges';
import { dashboardOf, type Sources } from './shared/sources';

export const args = z.object({
  query: z.string().max(LONGEST_QUERY),
  /** UTF-16 units from the start of the query. */
  caret: z.number().int().min(0),
});

/** A way to go on with a query (`analysis/complete.ts`). */
export const Suggestion = z.object({
  /** The word, completed. */
  label: z.string(),
  /** The whole query with it, and where the caret stands then: UTF-16 units from its start. */
  text: z.string(),
  caret: z.number(),
  /** An example, or how many sessions pass `text`. */
  detail: z.string(),
});
export type Suggestion = z.infer<typeof Suggestion>;
export const reply = z.array(Suggestion);

export const answer = (asked: z.output<typeof args>, sources: Sources): Suggestion[] =>
  complete(asked, dashboardOf(sources));

export const complete = (
  at: z.output<typeof args>,
  { figures, now, dayOf }: DashboardSources,
): Suggestion[] => completions({ ...at, conversations: conversationsOf(figures), today: dayOf(now), dayOf });
