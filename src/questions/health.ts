/** The figures of the dashboard's Health tab. Pure. */
import * as z from 'zod';
import { byNumber } from '../analysis/cohorts';
import { modelKey } from '../analysis/family';
import { addParse, driftLedger, noParse } from '../log/parseCounts';
import type { Library } from '../library/contract';
import { sessionIdsIn } from '../library/parts';
import type { Entry } from '../library/shelf';
import type { LogFile } from '../log/discover';
import { pathKey } from '../session/fileKey';
import { isWithin } from '../session/paths';
import { conversationOf } from '../session/sessionId';
import type { Cursor } from '../session/reading';
import type { SessionFigures } from '../store/figures';
import { compareTexts } from '../log/compareTexts';
import type { Sources } from './shared/sources';

export const args = z.null();

export const Health = z.object({
  lines: z.number(),
  understood: z.number(),
  /** Lines of unknown kinds that affect no figure; absent if there are none. */
  harmless: z.number().optional(),
  malformed: z.number(),
  /** What is unknown in the logs, the most frequent first: in which version, on which share of its lines, what it may affect. */
  drift: z.array(
    z.object({
      version: z.string(),
      what: z.string(),
      name: z.string(),
      count: z.number(),
      share: z.number().nullable(),
      affects: z.string(),
    }),
  ),
  versions: z.array(z.object({ version: z.string(), lines: z.number() })),
  /** Models without a price, with their requests. */
  unpriced: z.array(z.object({ model: z.string(), requests: z.number() })),
  /** When the newest image of the archive was written, ISO; null if there is none. */
  savedAt: z.string().nullable(),
  /** The window that writes the archive; null if none has the lease. */
  writer: z.object({ mine: z.boolean(), pid: z.number(), host: z.string(), until: z.string() }).nullable(),
});
export type Health = z.infer<typeof Health>;

/** A folder that is searched for logs. */
export const Folder = z.object({
  path: z.string(),
  /** Why it could not be read the last time; null if it could. */
  problem: z.enum(['missing', 'unreadable']).nullable(),
  /** Logs that exist, and logs that were deleted. */
  logs: z.number(),
  deleted: z.number(),
  /** Existing files without any record of Claude Code. */
  notLogs: z.number(),
  /** When the newest of them was written, ISO; null if there is none. */
  written: z.string().nullable(),
});
export type Folder = z.infer<typeof Folder>;

/** A log without any session in it, and how many of its lines cannot be read. */
export const Broken = z.object({ path: z.string(), lines: z.number() });
export type Broken = z.infer<typeof Broken>;

export const reply = Health.extend({
  folders: z.array(Folder),
  /** The logs of which no session is known, because of lines that cannot be read: the most lines first. */
  broken: z.array(Broken),
});

export const answer = (
  _: z.output<typeof args>,
  { library, savedAt, writer, folders }: Sources,
): z.infer<typeof reply> => {
  const figures = library.figures.list();
  const conversations = new Set(figures.map(({ id }) => conversationOf(id)));
  const broken = brokenOf(library, figures);
  const known = health(figures, savedAt(), writer());
  const lines = broken.reduce((sum, one) => sum + one.lines, 0);
  return {
    ...known,
    lines: known.lines + lines,
    malformed: known.malformed + lines,
    folders: foldersOf(folders(), library.entries.values(), conversations),
    broken: broken.slice(0, MOST_BROKEN),
  };
};

const MOST_BROKEN = 50;

/** Lines of a log that cannot be read, and its sessions. An entry is replaced whenever its log is read again. */
const contents = new WeakMap<Entry, { malformed: number; sessions: string[] }>();

function contentOf(path: string, entry: Entry, library: Pick<Library, 'followed'>) {
  const known = contents.get(entry);
  if (known !== undefined) return known;
  const reading = library.followed(path)?.reading;
  if (reading === undefined) return { malformed: 0, sessions: [] };
  const content = { malformed: reading.parse.malformed, sessions: sessionIdsIn(reading) };
  contents.set(entry, content);
  return content;
}

/** Existing logs that hold lines which cannot be read, and no known session or sub-agent. Their lines are in no figures. */
function brokenOf(
  library: Pick<Library, 'entries' | 'followed'>,
  figures: readonly SessionFigures[],
): Broken[] {
  const ids = new Set(figures.map(({ id }) => id));
  // Nearly all logs are among these: only the others have to be looked into.
  const counted = new Set(figures.flatMap(({ file, alsoIn }) => [file, ...alsoIn]));
  return [...library.entries]
    .filter(([path, { gone }]) => !gone && !counted.has(path))
    .map(([path, entry]) => {
      const { malformed, sessions } = contentOf(path, entry, library);
      return { path, lines: sessions.some((id) => ids.has(id)) ? 0 : malformed };
    })
    .filter(({ lines }) => lines > 0)
    .sort((a, b) => b.lines - a.lines || compareTexts(a.path, b.path));
}

/** The contents of each folder. A folder inside another counts in both. `conversations`: the known ones. */
export function foldersOf(
  folders: ReturnType<Sources['folders']>,
  entries: Iterable<{
    file: Pick<LogFile, 'path' | 'sessionId'>;
    cursor: Pick<Cursor, 'mtimeMs'> | null;
    gone: boolean;
  }>,
  conversations: ReadonlySet<string>,
): Folder[] {
  const placed = [...entries].map((entry) => ({ ...entry, place: pathKey(entry.file.path) }));
  return folders.map(({ path, problem }) => {
    const folder = pathKey(path);
    const inside = placed.filter(({ place }) => isWithin(place, folder));
    const there = inside.filter(({ gone }) => !gone);
    const newest = there.reduce((most, { cursor }) => Math.max(most, cursor?.mtimeMs ?? 0), 0);
    return {
      path,
      problem,
      logs: there.length,
      deleted: inside.length - there.length,
      notLogs: there.filter(({ file }) => !conversations.has(file.sessionId ?? '')).length,
      written: newest === 0 ? null : new Date(newest).toISOString(),
    };
  });
}

const MOST_UNKNOWN = 50;

export function health(
  figures: readonly SessionFigures[],
  savedAt: number | null,
  writer: ReturnType<Sources['writer']>,
): Health {
  const all = noParse();
  const unpriced = new Map<string, number>();
  for (const { parse, usage } of figures) {
    addParse(all, parse);
    for (const { model, requests, costMicroUsd } of usage)
      if (costMicroUsd === null) unpriced.set(model, (unpriced.get(model) ?? 0) + requests);
  }
  const most = (counts: Iterable<[string, number]>): [string, number][] =>
    [...counts].sort(([a, x], [b, y]) => y - x || compareTexts(a, b)).slice(0, MOST_UNKNOWN);
  const iso = (t: number): string => new Date(t).toISOString();
  return {
    lines: all.lines,
    understood: all.understood,
    ...(all.harmless === undefined ? {} : { harmless: all.harmless }),
    malformed: all.malformed,
    drift: driftLedger(all).slice(0, MOST_UNKNOWN),
    // The newest version first, because it matters most.
    versions: most(Object.entries(all.versions))
      .sort(([a], [b]) => byNumber(b, a))
      .map(([version, n]) => ({ version, lines: n })),
    unpriced: most(unpriced).map(([model, requests]) => ({ model: modelKey({ model }), requests })),
    savedAt: savedAt === null ? null : iso(savedAt),
    writer: writer === null ? null : { ...writer, until: iso(writer.until) },
  };
}
