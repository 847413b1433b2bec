/** Completions of a query for sessions at the caret. */
import * as z from 'zod';
import { completions } from '../analysis/complete';
import { conversationsOf } from '../analysis/metrics';
import { LONGEST_QUERY } from '../analysis/queryFields';
import { active, dayRangesOf, Range, type DashboardSources } from './shared/dashboard/ranges';
import { dashboardOf, Query, type Sources } from './shared/sources';

export const args = z.object({
  query: z.string().max(LONGEST_QUERY),
  /** UTF-16 units from the start of the query. */
  caret: z.number().int().min(0),
  /** Only sessions that also match this and were active in these days count. */
  within: Query,
  range: Range.default('all'),
});

/** A completion (`analysis/complete.ts`). */
export const Suggestion = z.object({
  /** The word, completed. */
  label: z.string(),
  /** The whole completed query, and the caret in it: UTF-16 units from its start. */
  text: z.string(),
  caret: z.number(),
  /** An example, or how many sessions match `text`. */
  detail: z.string(),
});
export type Suggestion = z.infer<typeof Suggestion>;
export const reply = z.array(Suggestion);

export const answer = ({ within, ...at }: z.output<typeof args>, sources: Sources): Suggestion[] =>
  complete(at, dashboardOf(sources, within));

export function complete(
  { range, ...at }: Omit<z.output<typeof args>, 'within'>,
  sources: DashboardSources,
): Suggestion[] {
  const { figures, now, dayOf } = sources;
  const conversations = active(conversationsOf(figures), dayRangesOf(range, sources).now, dayOf);
  return completions({ ...at, conversations, today: dayOf(now), dayOf });
}
