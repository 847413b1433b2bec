/** Reads what was appended to a log, or the whole log if its earlier content changed. */
import * as z from 'zod';
import type { LogFile } from '../log/discover';
import { anyFile, readAt, readSmall, statOfHandle, withFile, type Gate } from '../log/gate';
import { titleBeside } from '../log/givenTitle';
import { valueIn } from '../log/json';
import { hasTooMany, readOf, type FileStat } from '../log/lines';
import { cutName } from '../log/names';
import { recordsBy, type OnRecord } from '../log/projector';
import { parseLine } from '../log/record';
import type { Response } from '../log/response';
import type { Event } from './event';
import { foldLine, foldValue } from './fold/fold';
import type { Scan } from './fold/scan';
import { FoldState, type KeptStates } from './fold/state';
import { taskName } from './naming';
import { newReading, READING_VERSION, type Cursor, type FileReading } from './reading';

/** A reading and its cursor. */
export interface Followed {
  reading: FileReading;
  cursor: Cursor;
  /** If the reading grew: the earlier items that changed. May contain new items too. */
  changed?: ReadonlySet<Event | Response>;
}

/** Bytes compared at the head and before the cursor, to detect changed content. */
const PROBE = 1024;

/** True if the file was read with the current rules: `READING_VERSION` and phrases. */
export const isReadBy = ({ head }: Cursor, scan: Scan): boolean => head.endsWith(rulesKey(scan));

const rulesKey = (scan: Scan): string => `.${READING_VERSION}.${scan.key}`;

/** True if the file need not be read: same size, time, inode and rules as at the cursor. */
export function unchanged(cursor: Cursor, stat: FileStat, scan: Scan): boolean {
  return (
    cursor.size === stat.size &&
    cursor.mtimeMs === stat.mtimeMs &&
    sameInode(cursor, stat) &&
    isReadBy(cursor, scan)
  );
}

const sameInode = (cursor: Cursor, stat: FileStat): boolean =>
  cursor.ino === stat.ino || cursor.ino === 0 || stat.ino === 0;

/**
 * Reads what was appended since `known`. The file is read from the start if it shrank, was replaced (other inode) or rewritten in
 * place (same size, other time), if its bytes before the cursor differ, or if it was read with other rules (P44).
 * `states` keeps the fold between calls, so that an appended line costs only its own work; without it the reading is indexed again.
 * Throws the system's error if the file cannot be read; `known` is then still valid.
 */
export function follow(
  file: LogFile,
  known: Followed | null,
  scan: Scan,
  stop?: () => boolean,
  gate: Gate = anyFile,
  states?: KeptStates,
): Followed {
  // One handle for everything, so that it is the same file even if it is renamed or replaced meanwhile.
  return withFile(gate, file.path, (handle) => followOpen(handle, file, known, scan, stop, gate, states));
}

function followOpen(
  handle: number,
  file: LogFile,
  known: Followed | null,
  scan: Scan,
  stop: (() => boolean) | undefined,
  gate: Gate,
  states: KeptStates | undefined,
): Followed {
  const stat = statOfHandle(handle);
  const given = file.agentId === null ? titleBeside(file.path, gate) : null;
  if (known !== null && unchanged(known.cursor, stat, scan) && known.reading.title.given === given)
    return known;
  const goesOn =
    known !== null &&
    stat.size > known.cursor.size &&
    sameInode(known.cursor, stat) &&
    headOf(handle, known.cursor.offset) + rulesKey(scan) === known.cursor.head &&
    tailOf(handle, known.cursor.offset) === known.reading.memory.tail &&
    // A last line without newline was already folded. If it continues (two records on one line), read the file again.
    (!known.reading.memory.open || endsLine(handle, known.cursor.offset));
  const reading = goesOn ? known.reading : newReading(file.path, file.sessionId, file.agentId);
  if (file.agentId !== null && reading.agentType === null) {
    const meta = metaBeside(file.path, gate);
    reading.agentType = meta?.agentType ?? null;
    reading.task = meta?.description ?? reading.task;
  }
  reading.title.given = given;
  const state = states?.get(reading) ?? new FoldState(reading, scan);
  states?.set(reading, state);
  state.changed = goesOn ? new Set() : null;
  const fold = (text: string, at: number, len: number, bytes?: Buffer): void =>
    foldLine(state, text, at, len, bytes);
  const take: OnRecord = (value, at, len, solid) => foldValue(state, value, at, len, solid);
  const ended = recordsBy(readOf(handle), goesOn ? known.cursor.offset : 0, take, fold, stop);
  const last = stop?.() === true ? null : unendedLine(handle, ended);
  if (last !== null) fold(last.toString('utf8'), ended, last.length, last);
  reading.memory.open = last !== null;
  const offset = ended + (last?.length ?? 0);
  reading.memory.tail = tailOf(handle, offset);
  // A stopped reading must not look finished: with this size, `unchanged` is false next time.
  const size = stop?.() === true ? offset : stat.size;
  const { changed } = state;
  state.changed = null;
  return {
    reading,
    ...(changed !== null && { changed }),
    cursor: {
      offset,
      size,
      mtimeMs: stat.mtimeMs,
      ino: stat.ino,
      head: headOf(handle, offset) + rulesKey(scan),
    },
  };
}

/** A longer last line without newline is read once it has its newline. Bytes. */
const LONGEST_UNENDED = 8 << 20;

/**
 * The bytes after the last newline if they are complete records: some tools restore logs without the last newline. Null if there are
 * none, or only a part of a line that is still being written.
 */
function unendedLine(handle: number, from: number): Buffer | null {
  const { size } = statOfHandle(handle);
  if (size <= from || size - from > LONGEST_UNENDED) return null;
  const bytes = readAt(handle, from, size - from);
  if (hasTooMany(bytes)) return null;
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  return parseLine(text, bytes).kind === 'records' ? bytes : null;
}

/** True if the byte at `at` ends a line. */
function endsLine(handle: number, at: number): boolean {
  const byte = readAt(handle, at, 1)[0];
  return byte === 0x0a || byte === 0x0d;
}

/** Larger `.meta.json` files are ignored. Bytes. */
const MOST_OF_META = 64 << 10;

const AgentMeta = z.object({
  agentType: z.string().transform(cutName).nullable().catch(null),
  description: z.unknown().optional().transform(taskName),
});

/** Type and task of a sub-agent from its `.meta.json` (P13); null if there is no such file, or it has neither. */
function metaBeside(path: string, gate: Gate): z.infer<typeof AgentMeta> | null {
  const bytes = readSmall(gate, path.replace(/\.jsonl$/, '.meta.json'), MOST_OF_META);
  return bytes === null
    ? null
    : (AgentMeta.safeParse(valueIn(bytes.toString('utf8').replace(/^\ufeff/, ''))).data ?? null);
}

/** Fingerprint of the first line, at most `PROBE` bytes of it: the same however far the file was read. */
function headOf(handle: number, offset: number): string {
  const bytes = readAt(handle, 0, Math.min(PROBE, offset));
  const end = bytes.indexOf(0x0a);
  return hashOf(end === -1 ? bytes : bytes.subarray(0, end));
}

/** Fingerprint of the last bytes before `offset`. */
function tailOf(handle: number, offset: number): string {
  const length = Math.min(PROBE, offset);
  return hashOf(readAt(handle, offset - length, length));
}

function hashOf(bytes: Buffer): string {
  let hash = 0x811c9dc5 ^ bytes.length;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16);
}
