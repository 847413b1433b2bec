/**
 * Reads lines by what is read of them: the projector checks a line and writes only that, and no more is made into objects. A line
 * it is not sure of (damage, escapes in keys, too deep, too long) is given as a whole, as `linesBy` gives all (docs/reading.md).
 */
import { valueIn } from './json';
import { giveLine, hasTooMany, linesBy, wideIn, type OnLine, type Read } from './lines';
import { LINE, tableOf } from './projection';
import { PROJECTOR_CODE } from './projectorCode';

/**
 * What was written of one line, its place in the file and its length in bytes; `solid`: the same without a carriage return at its
 * end. False asks for the whole line.
 */
export type OnRecord = (value: unknown, at: number, len: number, solid: number) => boolean;

/** Bytes read at a time. They lie in the memory of the processor while they are looked at. */
const CHUNK = 256 << 10;
/** A line that is longer is read as a whole. What is written of a line is never longer than it is. */
const ROOM = 1 << 20;
/** What the projector may look at behind a line, or write behind what it wrote. */
const SLACK = 64;
const TABLE = 64;
const PAGE = 64 << 10;
const RETURN = 0x0d;
const NEWLINE = 0x0a;
const BRACE = 0x7b;

/** A projector with its memory. Each reader has its own. */
interface Projector {
  memory: Buffer;
  /** Where lines are put … */
  from: number;
  /** … and what is wanted of them is written. */
  to: number;
  /** The place behind what was written of the line at `line`; 0 when it is not sure. */
  project(line: number, to: number): number;
}

/** What Node's types have no name for. */
interface Wasm {
  Memory: new (size: { initial: number; maximum: number }) => { buffer: ArrayBuffer };
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
}
interface Exports {
  setup(table: number): void;
  project(line: number, to: number): number;
}

/** The projector while nobody reads with it; undefined: none was made yet; null: none can be made here. */
let idle: Projector | null | undefined;

/** A projector; null where its code cannot run (no WebAssembly, or a processor without what it needs): all is read whole then. */
function newProjector(): Projector | null {
  const { WebAssembly: wasm } = globalThis as { WebAssembly?: Wasm };
  if (wasm === undefined) return null;
  const table = tableOf(LINE);
  const from = TABLE + table.length + SLACK;
  const to = from + ROOM + SLACK;
  const pages = Math.ceil((to + ROOM + SLACK) / PAGE);
  try {
    const memory = new wasm.Memory({ initial: pages, maximum: pages });
    const code = new wasm.Module(Buffer.from(PROJECTOR_CODE, 'base64'));
    const { setup, project } = new wasm.Instance(code, { env: { memory } }).exports as Exports;
    const bytes = Buffer.from(memory.buffer);
    bytes.set(table, TABLE);
    setup(TABLE);
    return { memory: bytes, from, to, project };
  } catch {
    return null;
  }
}

/** The same as `linesBy`; lines that the projector is sure of are given to `onRecord`. */
export function recordsBy(
  read: Read,
  from: number,
  onRecord: OnRecord,
  onLine: OnLine,
  stop?: () => boolean,
): number {
  if (wideIn(read) !== null) return linesBy(read, from, onLine, stop);
  const projector = idle ?? (idle === null ? null : newProjector());
  idle = projector === null ? null : undefined;
  if (projector === null) return linesBy(read, from, onLine, stop);
  try {
    return readWith(projector, read, from, onRecord, onLine, stop);
  } finally {
    idle = projector;
  }
}

function readWith(
  projector: Projector,
  read: Read,
  from: number,
  onRecord: OnRecord,
  onLine: OnLine,
  stop?: () => boolean,
): number {
  const bytes = projector.memory.subarray(projector.from, projector.from + ROOM);
  /** Offset in the file of the first byte that is held, and how many are. */
  let at = from;
  let byteCount = 0;
  for (;;) {
    const count = read(bytes.subarray(byteCount, byteCount + CHUNK), at + byteCount);
    if (count === 0) return at;
    byteCount += count;
    const done = giveLines(projector, bytes.subarray(0, byteCount), at, onRecord, onLine);
    bytes.copyWithin(0, done, byteCount);
    at += done;
    byteCount -= done;
    if (stop?.() === true) return at;
    if (byteCount < ROOM) continue;
    const next = longLine(read, at, onLine, stop);
    // It has no end yet, or the reading was stopped.
    if (next === at || stop?.() === true) return next;
    at = next;
    byteCount = 0;
  }
}

/** Gives the line at `at`, which has no room, and what else is read with it; the offset behind them. */
function longLine(read: Read, at: number, onLine: OnLine, stop?: () => boolean): number {
  let given = false;
  const take: OnLine = (...line) => {
    given = true;
    onLine(...line);
  };
  return linesBy(read, at, take, () => given || stop?.() === true);
}

/** Gives the whole lines in `bytes`, which lie at `at` in the file; how many bytes they take. */
function giveLines(
  { memory, from, to, project }: Projector,
  bytes: Buffer,
  at: number,
  onRecord: OnRecord,
  onLine: OnLine,
): number {
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    const length = end - start;
    const written = bytes[start] === BRACE && !hasTooMany(bytes, start, end) ? project(from + start, to) : 0;
    const solid = bytes[end - 1] === RETURN ? length - 1 : length;
    const value = written === 0 ? undefined : valueIn(memory.toString('utf8', to, written));
    if (value === undefined || !onRecord(value, at + start, length, solid))
      giveLine(bytes.subarray(start, end), at + start, onLine);
    start = end + 1;
  }
  return start;
}
