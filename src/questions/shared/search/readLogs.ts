/** Searches logs, their copies and the histories of prompts, a part of them in each call. Nothing of them is kept. */
import * as z from 'zod';
import { compareTexts } from '../../../log/compareTexts';
import { parseLine } from '../../../log/record';
import { marksIn, quickLook } from '../../../search/find';
import type { Search } from '../../../search/query';
import type { FoundText } from '../../../search/reader';
import type { SearchedText } from '../../../search/writer';
import type { SessionFigures } from '../../../store/figures';
import { linesIn } from '../../../store/logBytes';
import { callsIn, searchedIn, typedIn, type OpenCalls } from './searched';
import type { Sources } from '../sources';

/** Where a search of the logs continues. The log is named by its sort key: its session's start and its path. */
export const SearchPlace = z.object({
  begun: z.string(),
  path: z.string(),
  /** Byte offset of the next line. */
  at: z.number().int().min(0),
  /** Number of logs searched so far. */
  done: z.number().int().min(0),
  /** Tool calls without a result so far, as JSON. */
  calls: z.string().max(1_000_000).default('{}'),
});
export type SearchPlace = z.infer<typeof SearchPlace>;

/** Most bytes and hits of one call, so that the engine can answer other questions in between. */
const BYTES = 8 << 20;
const HITS = 50;

/** A log to search, with the session of its hits and the index of the file in that session. */
export interface Searchable {
  /** Null for a history of prompts. */
  session: SessionFigures | null;
  path: string;
  root: string;
  file: number;
  /** When the session began, ISO; '' if unknown. */
  begun: string;
  /** It is neither on disk nor in the vault. */
  gone: boolean;
}

/** The order of a search: newest sessions first, then by path. It does not change while logs are being written. */
const inOrder = (a: Pick<Searchable, 'begun' | 'path'>, b: Pick<Searchable, 'begun' | 'path'>): number =>
  compareTexts(b.begun, a.begun) || compareTexts(a.path, b.path);

/** All logs, by path. */
export function searchable({ library, kept, histories }: Sources): Map<string, Searchable> {
  const logs = new Map<string, Searchable>();
  for (const session of library.figures.values())
    [session.file, ...session.alsoIn].forEach((path, file) => {
      // Hits of a sub-agent in its parent's file belong to the parent.
      if (session.parent !== null && logs.has(path)) return;
      const entry = library.entries.get(path);
      logs.set(path, {
        session,
        path,
        root: entry?.file.root ?? '',
        file,
        begun: session.startedAt ?? '',
        gone: entry?.gone === true && !kept(path),
      });
    });
  for (const path of histories.paths())
    logs.set(path, { session: null, path, root: '', file: 0, begun: '', gone: false });
  return logs;
}

/** Returns a test for logs of projects whose name contains one of these texts. */
export const projectIs =
  (parts: readonly string[]) =>
  ({ session }: Searchable): boolean =>
    [session?.repository, session?.project].some(
      (name) => typeof name === 'string' && parts.some((part) => name.toLowerCase().includes(part)),
    );

interface Reading {
  search: Search;
  /** ms since the epoch: from `from` on, before `to`. */
  from: number | null;
  to: number | null;
  place: SearchPlace | null;
}

/** The hits of a call, and where the next one continues. */
interface Read {
  texts: FoundText[];
  next: SearchPlace | null;
  logs: number;
  done: number;
}

/**
 * Searches from a place on; null is the beginning. Because a place names its log, added and removed logs do not shift it: none is searched
 * twice, and those later in the order are not missed.
 */
export function readLogs(
  reading: Reading,
  known: ReadonlyMap<string, Searchable>,
  { bytes, histories }: Pick<Sources, 'bytes' | 'histories'>,
): Read {
  const { search, place } = reading;
  const { project } = search.conditions;
  const ofProject = projectIs(project);
  const logs = [...known.values()]
    .filter((log) => !log.gone && (project.length === 0 || log.session === null || ofProject(log)))
    .sort(inOrder);
  const isTold = toldIn(known);
  const can = search.words === null ? () => true : quickLook(search.words);
  const texts: FoundText[] = [];
  let read = 0;
  /** Number of completely searched logs. */
  let done = place?.done ?? 0;
  const rest = place === null ? logs : logs.filter((log) => inOrder(log, place) >= 0);
  for (const [i, log] of rest.entries()) {
    const begin = log.path === place?.path ? place.at : 0;
    const calls = callsIn(log.path === place?.path ? place.calls : '{}');
    const source = log.session === null ? histories.bytes : bytes;
    let at: number;
    let seen = begin;
    let whole = true;
    try {
      at = linesIn(
        source,
        log,
        { from: begin, end: Number.MAX_SAFE_INTEGER },
        (line, lineAt, len) => {
          seen = lineAt + len;
          const said =
            log.session === null ? typedIn(line, lineAt, isTold) : saidOn(line, lineAt, calls, search, can);
          for (const text of said) if (passes(text, reading)) texts.push({ ...text, path: log.path });
        },
        () => {
          whole = read + seen - begin < BYTES && texts.length < HITS;
          return !whole;
        },
      );
    } catch {
      // Gone or unreadable: continue with the others.
      continue;
    }
    read += at - begin;
    if (!whole) {
      const { begun, path } = log;
      const next = { begun, path, at, done, calls: JSON.stringify(calls) };
      return { texts, next, logs: done + rest.length - i, done };
    }
    done++;
  }
  return { texts, next: null, logs: done, done };
}

/** Returns a test for sessions whose prompts are in a log. */
function toldIn(known: ReadonlyMap<string, Searchable>): (id: string) => boolean {
  const sessionIds = new Set(
    [...known.values()].flatMap(({ session, gone }) => (session && !gone ? session.id : [])),
  );
  return (id) => sessionIds.has(id);
}

/** Lines with calls must be parsed, because the result on another line is described by its call. */
const CALL = '"tool_use"';

/** `can`: the quick look, whether the line may say what is looked for. */
function saidOn(
  line: string,
  at: number,
  calls: OpenCalls,
  { conditions }: Search,
  can: (line: string) => boolean,
): SearchedText[] {
  const needsCalls = conditions.tool.length + conditions.file.length > 0 && line.includes(CALL);
  if (!needsCalls && !can(line)) return [];
  const parsed = parseLine(line);
  return parsed.kind === 'malformed' ? [] : parsed.records.flatMap((record) => searchedIn(record, at, calls));
}

function passes(text: SearchedText, { search: { words, conditions }, from, to }: Reading): boolean {
  const { role, t } = text;
  if (conditions.role.length > 0 && !conditions.role.includes(role)) return false;
  if ((from !== null || to !== null) && t === null) return false;
  if ((from !== null && t !== null && t < from) || (to !== null && t !== null && t >= to)) return false;
  const named = (['branch', 'model', 'tool', 'file'] as const).every((field) =>
    holdsOne(text[field], conditions[field]),
  );
  if (!named) return false;
  // A prompt in a history names its project itself.
  if (text.project !== null && !holdsOne(text.project, conditions.project)) return false;
  return words === null || marksIn(text.text, words) !== null;
}

const holdsOne = (name: string | null, parts: readonly string[]): boolean =>
  parts.length === 0 || (name !== null && parts.some((part) => name.toLowerCase().includes(part)));
