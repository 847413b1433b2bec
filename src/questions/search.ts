/**
 * What was said in all sessions: from the search index where it is on, else from the logs, a part of them a call. Both read the same
 * language (`search/query.ts`) and find the same in a log; the index ranks, and knows logs that are gone.
 */
import * as z from 'zod';
import { isUnusable } from '../search/index';
import { parseSearch, type Search } from '../search/query';
import { LONGEST_SEARCH, ROLES } from '../search/roles';
import { marksIn } from '../search/find';
import { Snippet, snippetOf } from '../search/snippet';
import type { Found } from '../search/reader';
import { writtenName } from '../session/naming';
import { beginOfDay, isoOf, stepped } from '../usage/days';
import { projectIs, readLogs, searchable, SearchPlace, type Searchable } from './shared/readLogs';
import type { Sources } from './shared/sources';

/** Something said in which it was found. */
export const Hit = z.object({
  /** Null for a prompt of the history whose session is not known. */
  session: z.string().nullable(),
  name: z.string(),
  project: z.string().nullable(),
  role: z.enum(ROLES),
  snippet: Snippet,
  t: z.string().nullable(),
  /** Byte its line begins at, and which of the session's files it is in; null for a prompt of the history. */
  at: z.number().nullable(),
  file: z.number(),
});
export type Hit = z.infer<typeof Hit>;

export const args = z.object({
  query: z.string().max(LONGEST_SEARCH * 2),
  /** Of the logs: null at first; then what the answer before says. */
  from: SearchPlace.nullable().default(null),
  /** Of the index: the best first, or the newest; which part of them. */
  order: z.enum(['best', 'newest']).default('best'),
  offset: z.number().int().min(0).max(100_000).default(0),
  limit: z.number().int().min(1).max(200).default(50),
});

export const reply = z.object({
  /** What is wrong with the search, in a sentence. */
  error: z.string().nullable(),
  by: z.enum(['index', 'logs']),
  hits: z.array(Hit),
  /** Of the index: how many there are, up to 10,000. */
  total: z.number().nullable(),
  /** Of the logs: where to go on; null at the end. */
  next: SearchPlace.nullable(),
  /** Of the logs: how many there are to look through, and how many were; those that cannot be read are in neither. */
  logs: z.number(),
  done: z.number(),
});
export type Answered = z.infer<typeof reply>;

const NOTHING: Answered = { error: null, by: 'logs', hits: [], total: null, next: null, logs: 0, done: 0 };

export function answer(asked: z.output<typeof args>, sources: Sources): Answered {
  const parsed = parseSearch(asked.query);
  if (!parsed.ok) return { ...NOTHING, error: parsed.error };
  const { search } = parsed;
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
        return { ...NOTHING, by: 'index' as const, hits: hitsOf(found, search, logs, sources), total };
      });
      if (answered !== null) return answered;
    } catch (error) {
      // It is damaged, or this Node has none: `searchState` says so, and the logs are read. Never after hits of the index were told.
      if (!isUnusable(error) || asked.offset > 0) throw error;
    }
  const { texts, ...rest } = readLogs({ search, ...days, place: asked.from }, logs, sources);
  return { ...NOTHING, hits: hitsOf(texts, search, logs, sources), ...rest };
}

/** What was found as it is told; copies that resumed and forked logs hold once. */
function hitsOf(
  found: readonly Found[],
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
