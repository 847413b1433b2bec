/**
 * Searches what was said in all sessions: in the search index if it is on, otherwise in the logs, a part of them in each call. Both use the
 * same language (`search/query.ts`) and find the same in a log; the index ranks hits, and also has logs that are gone.
 */
import * as z from 'zod';
import { isUnusable } from '../search/index';
import { hintOn, parseSearch, type Search } from '../search/query';
import { LONGEST_SEARCH, ROLES } from '../search/roles';
import { marksIn } from '../search/find';
import { Snippet, snippetOf } from '../search/snippet';
import type { FoundText } from '../search/reader';
import { writtenName } from '../session/naming';
import { beginOfDay, isoOf, stepped } from '../usage/days';
import { projectIs, readLogs, searchable, SearchPlace, type Searchable } from './shared/search/readLogs';
import type { Sources } from './shared/sources';

/** A text that matches. */
export const Hit = z.object({
  /** Null for a prompt in the history of an unknown session. */
  session: z.string().nullable(),
  name: z.string(),
  project: z.string().nullable(),
  role: z.enum(ROLES),
  snippet: Snippet,
  t: z.string().nullable(),
  /** Byte offset of its line, and the index of the session's file; null for a prompt in the history. */
  at: z.number().nullable(),
  file: z.number(),
});
export type Hit = z.infer<typeof Hit>;

export const args = z.object({
  query: z.string().max(LONGEST_SEARCH * 2),
  /** In logs: null at first, then `next` of the previous answer. */
  from: SearchPlace.nullable().default(null),
  /** In the index: the order, and the number of hits to skip. */
  order: z.enum(['best', 'newest']).default('best'),
  offset: z.number().int().min(0).max(100_000).default(0),
  limit: z.number().int().min(1).max(200).default(50),
});

export const reply = z.object({
  /** The error in the search, as a sentence; null without one. */
  error: z.string().nullable(),
  /** What the search may not mean, as a sentence; null without one. */
  hint: z.string().nullable(),
  by: z.enum(['index', 'logs']),
  hits: z.array(Hit),
  /** In the index: number of hits, up to 10,000. */
  total: z.number().nullable(),
  /** In logs: where to continue; null at the end. */
  next: SearchPlace.nullable(),
  /** In logs: number of logs to search, and how many were; without unreadable ones. */
  logs: z.number(),
  done: z.number(),
});
export type Answered = z.infer<typeof reply>;

const NOTHING: Answered = {
  error: null,
  hint: null,
  by: 'logs',
  hits: [],
  total: null,
  next: null,
  logs: 0,
  done: 0,
};

export function answer(asked: z.output<typeof args>, sources: Sources): Answered {
  const parsed = parseSearch(asked.query);
  if (!parsed.ok) return { ...NOTHING, error: parsed.error };
  const { search } = parsed;
  const hint = hintOn(asked.query);
  const { since, until } = search.conditions;
  const { dayOf } = sources.rules();
  const days = {
    from: since === null ? null : beginOfDay(since, dayOf),
    to: until === null ? null : beginOfDay(stepped(until, 1), dayOf),
  };
  const logs = searchable(sources);
  const index = sources.search.index();
  if (index !== null && asked.from === null)
    try {
      const answered = index.read((reader) => {
        const { project } = search.conditions;
        const paths =
          project.length === 0 ? null : [...logs.values()].filter(projectIs(project)).map(({ path }) => path);
        const { order, offset, limit } = asked;
        const { found, total } = reader.find({ search, ...days, paths, order, offset, limit });
        return { ...NOTHING, hint, by: 'index' as const, hits: hitsOf(found, search, logs, sources), total };
      });
      if (answered !== null) return answered;
    } catch (error) {
      // The index is damaged, or this Node has no SQLite with search: `searchState` says so, and the logs are searched. Not after hits of the index were returned.
      if (!isUnusable(error) || asked.offset > 0) throw error;
    }
  const { texts, ...rest } = readLogs({ search, ...days, place: asked.from }, logs, sources);
  return { ...NOTHING, hint, hits: hitsOf(texts, search, logs, sources), ...rest };
}

/** The hits of the answer; copies in resumed and forked logs only once. */
function hitsOf(
  found: readonly FoundText[],
  { words }: Search,
  logs: ReadonlyMap<string, Searchable>,
  { library }: Sources,
): Hit[] {
  const seen = new Set<string>();
  return found.flatMap(({ path, at, role, t, text, project, session }): Hit[] => {
    const copy = `${role} ${t} ${text}`;
    if (t !== null && seen.has(copy)) return [];
    seen.add(copy);
    const log = logs.get(path);
    const figures = log?.session ?? (session === null ? undefined : library.figures.get(session));
    return [
      {
        session: figures?.id ?? null,
        name: figures === undefined ? '' : writtenName(figures),
        project: figures?.repository ?? figures?.project ?? project,
        role,
        snippet: snippetOf(text, (words === null ? null : marksIn(text, words)) ?? []),
        t: isoOf(t),
        at: log?.session === null ? null : at,
        file: log?.file ?? 0,
      },
    ];
  });
}
