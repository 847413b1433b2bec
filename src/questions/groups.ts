/** The groups of the Sessions view that have a session. Throws an Error with a message for people if the query is wrong. */
import * as z from 'zod';
import { GROUPINGS, groupOf, isShown, matchingSessions, groupWords } from './shared/lists';
import { compareTexts } from '../log/compareTexts';
import type { Sources } from './shared/sources';

export const args = z.object({
  by: z.enum(GROUPINGS).default('project'),
  query: z.string().max(1000).default(''),
});

/** A group of sessions. */
export const GroupRow = z.object({
  /** Depending on `by`: the repository's folder, the local day of the last line, severity, branch or recency; null without one. */
  group: z.string().nullable(),
  sessions: z.number(),
  /** Latest `endedAt` of its sessions. */
  latest: z.string().nullable(),
});
export type GroupRow = z.infer<typeof GroupRow>;
export const reply = z.array(GroupRow);

export function answer({ by, query }: z.output<typeof args>, sources: Sources): GroupRow[] {
  const words = groupWords(sources);
  const groups = new Map<string | null, GroupRow>();
  for (const figures of matchingSessions(sources, query)) {
    if (!isShown(by, figures, words)) continue;
    const { endedAt } = figures;
    const group = groupOf(by, figures, words);
    const known = groups.get(group);
    if (known === undefined) groups.set(group, { group, sessions: 1, latest: endedAt });
    else {
      known.sessions++;
      if (endedAt !== null && (known.latest === null || endedAt > known.latest)) known.latest = endedAt;
    }
  }
  return [...groups.values()].sort((a, b) => compareTexts(b.latest ?? '', a.latest ?? ''));
}
