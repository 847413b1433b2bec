/** Sessions for the Sessions view, newest first, without sub-agents. */
import * as z from 'zod';
import { SessionRow } from '../library/sessionRow';
import { GROUPINGS, groupOf, isShown, newestFirst, matchingSessions, groupWords } from './shared/lists';
import { rowIn, type Sources } from './shared/sources';

/** `state: 'live'` gives those that have not ended. */
export const args = z.object({
  /** Only those of this group; absent: all. */
  group: z.string().nullable().optional(),
  by: z.enum(GROUPINGS).default('project'),
  /** Only those that match (`analysis/query.ts`). */
  query: z.string().max(1000).default(''),
  state: z.enum(['live', 'all']),
  offset: z.number(),
  limit: z.number().max(1000),
});

export const reply = z.object({ rows: z.array(SessionRow), total: z.number() });

export function answer(
  { group, by, query, state, offset, limit }: z.output<typeof args>,
  sources: Sources,
): z.output<typeof reply> {
  const words = groupWords(sources);
  const sorted = matchingSessions(sources, query)
    .filter((one) => isShown(by, one, words))
    .filter((one) => group === undefined || groupOf(by, one, words) === group)
    .sort(newestFirst);
  const row = (one: (typeof sorted)[number]): SessionRow => rowIn(sources, one);
  const rows = state === 'live' ? sorted.map(row).filter((one) => one.state !== 'ended') : [];
  return state === 'live'
    ? { rows: rows.slice(offset, offset + limit), total: rows.length }
    : { rows: sorted.slice(offset, offset + limit).map(row), total: sorted.length };
}
