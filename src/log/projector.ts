/**
 * Reads only the needed parts of lines: the projector checks a line and writes those parts, and only they become objects. If the projector
 * is unsure of a line (damage, escapes in keys, too deep, too long), the whole line is passed on, as `linesBy` does for all lines
 * (docs/reading.md).
 */
import { valueIn } from './json';
import { emitLine, hasTooMany, linesBy, wideIn, type OnLine, type Read } from './lines';
import { LINE, tableOf } from './projection';
import { PROJECTOR_CODE } from './projectorCode';

/**
 * The projected line, and its place in the file and length in bytes. `solid`: the length without a carriage return at the end. Returning
 * false asks for the whole line.
 */
export type OnRecord = (value: unknown, at: number, len: number, solid: number) => boolean;

/** Bytes read at a time. They fit into the processor's cache while they are checked. */
const CHUNK = 256 << 10;
/** Longer lines are read as a whole. A projected line is never longer than the original. */
const ROOM = 1 << 20;
/** Bytes that the projector may read beyond a line, or write beyond its output. */
const SLACK = 64;
const TABLE = 64;
const PAGE = 64 << 10;
const RETURN = 0x0d;
const NEWLINE = 0x0a;
const BRACE = 0x7b;

/** A projector with its memory. Each reader has its own. */
interface Projector {
  memory: Buffer;
  /** Where input lines are stored … */
  from: number;
  /** … and where the projected lines are written. */
  to: number;
  /** Offset after the projected line for the line at `line`; 0 if the projector is unsure. */
  project(line: number, to: number): number;
}

/** Types that Node's typings lack. */
interface Wasm {
  Memory: new (size: { initial: number; maximum: number }) => { buffer: ArrayBuffer };
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
}
interface Exports {
  setup(table: number): void;
  project(line: number, to: number): number;
}

/** The idle projector; undefined: not created yet; null: it cannot run here. */
let idle: Projector | null | undefined;

/**
 * A projector; null where its code cannot run (no WebAssembly, or a processor without the needed instructions). Then all lines are read as
 * a whole.
 */
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

/** The same as `linesBy`, but lines that the projector is sure of go to `onRecord`. */
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
  /** File offset of the first byte in memory, and the number of bytes. */
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
    // The line has no end yet, or the reading was stopped.
    if (next === at || stop?.() === true) return next;
    at = next;
    byteCount = 0;
  }
}

/** Passes on the line at `at`, which is too long for the buffer, with what is read together with it; returns the offset behind them. */
function longLine(read: Read, at: number, onLine: OnLine, stop?: () => boolean): number {
  let given = false;
  const take: OnLine = (...line) => {
    given = true;
    onLine(...line);
  };
  return linesBy(read, at, take, () => given || stop?.() === true);
}

/** Passes on the complete lines in `bytes`, which are at offset `at` of the file; returns how many bytes they take. */
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
      emitLine(bytes.subarray(start, end), at + start, onLine);
    start = end + 1;
  }
  return start;
}
