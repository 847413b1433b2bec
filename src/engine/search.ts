/**
 * Looks for a text in the logs on the disk, a part of them a call. No index: nothing of what was said is kept (docs/privacy.md), at
 * the price of reading the logs again for every search.
 */
import { readLines } from '../log/lines';
import { parseLine } from '../log/record';
import type { SessionFigures } from '../store/figures';
import type { Hit, Hits } from './dashboardData';
import { saidBy } from './transcript';

/** Bytes of log and hits of one call, so that the engine answers others in between. */
const BYTES = 8 << 20;
const HITS = 50;
/** Characters shown before and after the words. */
const AROUND = 90;

export interface SearchPlace {
  log: number;
  at: number;
}

/** A log to look through: the session it is told under, and which of its files it is. */
export interface SearchedLog {
  session: SessionFigures;
  path: string;
  file: number;
}

/** The logs there are, those of the newest sessions first: an order that does not change while they are written to. */
export function searchable(figures: Iterable<SessionFigures>): SearchedLog[] {
  const logs = new Map<string, SearchedLog>();
  for (const session of figures)
    [session.file, ...session.alsoIn].forEach((path, file) => {
      // What a sub-agent said in its parent's file is told under the parent.
      if (session.parent === null || !logs.has(path)) logs.set(path, { session, path, file });
    });
  const begun = ({ session }: SearchedLog): string => session.startedAt ?? '';
  return [...logs.values()].sort((a, b) =>
    begun(a) < begun(b) ? 1 : begun(a) > begun(b) ? -1 : a.path < b.path ? -1 : 1,
  );
}

/** The lines from a place on that say the text, whatever its case. */
export function search(text: string, from: SearchPlace, logs: readonly SearchedLog[]): Hits {
  const wanted = text.toLowerCase();
  // As it stands in JSON: a line that says it has this in it.
  const inJson = JSON.stringify(wanted).slice(1, -1);
  const hits: Hit[] = [];
  let bytes = 0;
  let { log, at } = from;
  while (log < logs.length && bytes < BYTES && hits.length < HITS) {
    const one = logs[log]!;
    const begin = at;
    let seen = begin;
    let whole = true;
    try {
      at = readLines(
        one.path,
        begin,
        (line, lineAt, len) => {
          seen = lineAt + len;
          if (line.toLowerCase().includes(inJson)) hits.push(...hitsIn(line, lineAt, wanted, one));
        },
        () => {
          whole = bytes + seen - begin < BYTES && hits.length < HITS;
          return !whole;
        },
      );
    } catch {
      // Gone or unreadable: the others are looked through.
    }
    bytes += at - begin;
    if (whole) {
      log++;
      at = 0;
    }
  }
  return { hits, next: log < logs.length ? { log, at } : null, logs: logs.length, done: log };
}

function hitsIn(line: string, at: number, wanted: string, { session, file }: SearchedLog): Hit[] {
  const parsed = parseLine(line);
  const record = parsed.kind === 'malformed' ? undefined : parsed.records[0];
  if (record === undefined) return [];
  return saidBy(record, { at, file }).flatMap(({ kind, text }): Hit[] => {
    const place = text.toLowerCase().indexOf(wanted);
    if (place === -1) return [];
    const end = place + wanted.length;
    const { id, title, repository, project } = session;
    return [
      {
        session: id,
        title,
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
  });
}
