/**
 * Looks for a text in the logs on the disk, a part of them a call. No index: nothing of what was said is kept (docs/privacy.md), at
 * the price of reading the logs again for every search.
 */
import { writtenName } from '../session/naming';
import * as z from 'zod';
import { anyFile, type Gate } from '../log/gate';
import { readLines } from '../log/lines';
import { parseLine } from '../log/record';
import type { SessionFigures } from '../store/figures';
import type { Sources } from './shared/sources';
import { saidBy } from './shared/said';

/** A line of a log that says what was looked for. */
export const Hit = z.object({
  session: z.string(),
  name: z.string(),
  project: z.string().nullable(),
  kind: z.string(),
  /** Around the words; log text, hostile. */
  before: z.string(),
  match: z.string(),
  after: z.string(),
  t: z.string().nullable(),
  at: z.number(),
  file: z.number(),
});
export type Hit = z.infer<typeof Hit>;

/** Where a search goes on. It names the log by its place in the order: its session's begin, its path. */
export const SearchPlace = z.object({
  begun: z.string(),
  path: z.string(),
  /** Byte a line begins at. */
  at: z.number().int().min(0),
  /** Logs looked through so far. */
  done: z.number().int().min(0),
});
export type SearchPlace = z.infer<typeof SearchPlace>;

export const Hits = z.object({
  hits: z.array(Hit),
  /** Where to go on; null at the end. */
  next: SearchPlace.nullable(),
  /** Logs there are to look through, and how many were; those that cannot be read are in neither. */
  logs: z.number(),
  done: z.number(),
});
export type Hits = z.infer<typeof Hits>;
export const reply = Hits;

export const args = z.object({
  text: z.string().min(2).max(200),
  /** Null at first; then what the answer before says. */
  from: SearchPlace.nullable(),
});

export const answer = ({ text, from }: z.output<typeof args>, { library, gate }: Sources): Hits =>
  search(
    text,
    from,
    searchable(library.figures.values(), (path) => library.entries.get(path)?.gone === true),
    gate,
  );

/** Bytes of log and hits of one call, so that the engine answers others in between. */
const BYTES = 8 << 20;
const HITS = 50;
/** Characters shown before and after the words. */
const AROUND = 90;

/** A log to look through: the session it is told under, and which of its files it is. */
export interface SearchedLog {
  session: SessionFigures;
  path: string;
  file: number;
  /** When the session began, ISO; '' when that is not known. */
  begun: string;
}

/** The order of a search: the newest sessions first, then by path. It does not change while logs are written to. */
const inOrder = (a: Pick<SearchedLog, 'begun' | 'path'>, b: Pick<SearchedLog, 'begun' | 'path'>): number =>
  a.begun === b.begun ? (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) : a.begun < b.begun ? 1 : -1;

/** The logs there are, in the order of a search. `isGone`: not on the disk any more. */
export function searchable(
  figures: Iterable<SessionFigures>,
  isGone: (path: string) => boolean = () => false,
): SearchedLog[] {
  const logs = new Map<string, SearchedLog>();
  for (const session of figures)
    [session.file, ...session.alsoIn].forEach((path, file) => {
      // What a sub-agent said in its parent's file is told under the parent.
      if (!isGone(path) && (session.parent === null || !logs.has(path)))
        logs.set(path, { session, path, file, begun: session.startedAt ?? '' });
    });
  return [...logs.values()].sort(inOrder);
}

/**
 * The lines from a place on that say the text, whatever its case; null is the beginning. A place names its log, so that logs which
 * come and go meanwhile move nothing: those later in the order are looked through too, none twice.
 */
export function search(
  text: string,
  from: SearchPlace | null,
  logs: readonly SearchedLog[],
  gate: Gate = anyFile,
): Hits {
  const wanted = text.toLowerCase();
  // As it stands in JSON: a line that says it has this in it, or writes characters as escapes.
  const inJson = JSON.stringify(wanted).slice(1, -1);
  const hits: Hit[] = [];
  let bytes = 0;
  /** Logs that were looked through to their end. */
  let done = from?.done ?? 0;
  const rest = from === null ? logs : logs.filter((log) => inOrder(log, from) >= 0);
  for (const [i, log] of rest.entries()) {
    const begin = log.path === from?.path ? from.at : 0;
    let at: number;
    let seen = begin;
    let whole = true;
    try {
      at = readLines(
        log.path,
        begin,
        (line, lineAt, len) => {
          seen = lineAt + len;
          if (line.toLowerCase().includes(inJson) || ESCAPED.test(line))
            hits.push(...hitsIn(line, lineAt, wanted, log));
        },
        () => {
          whole = bytes + seen - begin < BYTES && hits.length < HITS;
          return !whole;
        },
        gate,
      );
    } catch {
      // Gone or unreadable: the others are looked through.
      continue;
    }
    bytes += at - begin;
    if (!whole) {
      const { begun, path } = log;
      return { hits, next: { begun, path, at, done }, logs: done + rest.length - i, done };
    }
    done++;
  }
  return { hits, next: null, logs: done, done };
}

/** Escapes JSON does not ask for: a log may write any character so. */
const ESCAPED = /\\u[0-9a-f]{4}|\\\//i;

/** What the records of a line say of it: one, or several that were glued together. */
function hitsIn(line: string, at: number, wanted: string, { session, file }: SearchedLog): Hit[] {
  const parsed = parseLine(line);
  const records = parsed.kind === 'malformed' ? [] : parsed.records;
  const { id, repository, project } = session;
  return records.flatMap((record) =>
    saidBy(record, { at, file }).flatMap(({ kind, text }): Hit[] => {
      const place = text.toLowerCase().indexOf(wanted);
      if (place === -1) return [];
      const end = place + wanted.length;
      return [
        {
          session: id,
          name: writtenName(session),
          project: repository ?? project,
          kind,
          before: text.slice(Math.max(0, place - AROUND), place),
          match: text.slice(place, end),
          after: text.slice(end, end + AROUND),
          t: record.timestamp ?? null,
          at,
          file,
        },
      ];
    }),
  );
}
