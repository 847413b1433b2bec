/** Looks through the logs, their copies and the history of prompts for a search, a part of them a call: nothing of them is kept. */
import * as z from 'zod';
import { order } from '../../log/order';
import { parseLine } from '../../log/record';
import { canHold, marksIn } from '../../search/find';
import type { Search } from '../../search/query';
import type { Found } from '../../search/reader';
import type { SearchedText } from '../../search/writer';
import type { SessionFigures } from '../../store/figures';
import { linesIn } from '../../store/logBytes';
import { callsIn, searchedIn, typedIn, type OpenCalls } from './searched';
import type { Sources } from './sources';

/** Where a search of the logs goes on. It names the log by its place in the order: its session's begin, its path. */
export const SearchPlace = z.object({
  begun: z.string(),
  path: z.string(),
  /** Byte a line begins at. */
  at: z.number().int().min(0),
  /** Logs looked through so far. */
  done: z.number().int().min(0),
  /** Tool calls without a result so far, as JSON. */
  calls: z.string().max(1_000_000).default('{}'),
});
export type SearchPlace = z.infer<typeof SearchPlace>;

/** Bytes of log and hits of one call, so that the engine answers others in between. */
const BYTES = 8 << 20;
const HITS = 50;

/** A log to look through: the session it is told under, and which of its files it is. */
export interface Searchable {
  /** Null for a history of prompts. */
  session: SessionFigures | null;
  path: string;
  root: string;
  file: number;
  /** When the session began, ISO; '' when that is not known. */
  begun: string;
  /** It is neither on the disk nor in the vault. */
  gone: boolean;
}

/** The order of a search: the newest sessions first, then by path. It does not change while logs are written to. */
const inOrder = (a: Pick<Searchable, 'begun' | 'path'>, b: Pick<Searchable, 'begun' | 'path'>): number =>
  order(b.begun, a.begun) || order(a.path, b.path);

/** The logs there are, by path. */
export function searchable({ library, kept, histories }: Sources): Map<string, Searchable> {
  const logs = new Map<string, Searchable>();
  for (const session of library.figures.values())
    [session.file, ...session.alsoIn].forEach((path, file) => {
      // What a sub-agent said in its parent's file is told under the parent.
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

/** Test for a log of a project with one of these in what it is called. */
export const projectIs =
  (parts: readonly string[]) =>
  ({ session }: Searchable): boolean =>
    [session?.repository, session?.project].some(
      (name) => typeof name === 'string' && parts.some((part) => name.toLowerCase().includes(part)),
    );

interface Reading {
  search: Search;
  /** Times, ms since the epoch: from the first on, before the second. */
  from: number | null;
  to: number | null;
  place: SearchPlace | null;
}

/** What a call found, and where the next one goes on. */
interface Read {
  texts: Found[];
  next: SearchPlace | null;
  logs: number;
  done: number;
}

/**
 * What the lines from a place on say; null is the beginning. A place names its log, so that logs which come and go meanwhile move
 * nothing: those later in the order are looked through too, none twice.
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
  const texts: Found[] = [];
  let read = 0;
  /** Logs that were looked through to their end. */
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
            log.session === null ? typedIn(line, lineAt, isTold) : saidOn(line, lineAt, calls, search);
          for (const text of said) if (passes(text, reading)) texts.push({ ...text, path: log.path });
        },
        () => {
          whole = read + seen - begin < BYTES && texts.length < HITS;
          return !whole;
        },
      );
    } catch {
      // Gone or unreadable: the others are looked through.
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

/** Test for sessions whose prompts are found in a log. */
function toldIn(known: ReadonlyMap<string, Searchable>): (id: string) => boolean {
  const sessionIds = new Set(
    [...known.values()].flatMap(({ session, gone }) => (session && !gone ? session.id : [])),
  );
  return (id) => sessionIds.has(id);
}

/** Characters outside of ASCII, and escapes, as which a log may write any character. */
const OTHER = /[^\0-\x7f]|\\u[0-9a-f]{4}|\\\//i;
/** A call and its result stand on two lines: what a result is of is known when its call was read. */
const CALL = '"tool_use"';

function saidOn(line: string, at: number, calls: OpenCalls, { words, conditions }: Search): SearchedText[] {
  const needsCalls = conditions.tool.length + conditions.file.length > 0 && line.includes(CALL);
  const can = words === null || OTHER.test(line) || canHold(words, line.toLowerCase());
  if (!can && !needsCalls) return [];
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
  // A prompt of the history says its project itself.
  if (text.project !== null && !holdsOne(text.project, conditions.project)) return false;
  return words === null || marksIn(text.text, words) !== null;
}

const holdsOne = (name: string | null, parts: readonly string[]): boolean =>
  parts.length === 0 || (name !== null && parts.some((part) => name.toLowerCase().includes(part)));
