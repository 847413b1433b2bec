import { readSync, statSync } from 'node:fs';
import { anyFile, withFile, type Gate } from './gate';
import { endOfWide, wideBy, type Wide } from './utf16';

const CHUNK = 1 << 20;
/** Longer lines are shortened while they are read, so that memory stays bounded. */
export const LONG_LINE = 8 << 20;
/** Strings inside a long line keep this many bytes. */
const KEPT_OF_STRING = 64 << 10;
/** Lines that are still longer after that are dropped, whatever they consist of. */
export const LONGEST_LINE = 32 << 20;
/** Approximate limit of values outside strings in a line: each takes hundreds of bytes as an object. */
const MOST_VALUES = 300_000;
/** Replaces a dropped line. It is not JSON, so the line counts as not understood. */
export const DROPPED = '(a line too long to be read)';
const NEWLINE = 0x0a;

/**
 * One complete line: its text, its place in the file in bytes (`len` excludes the newline), and its bytes. The bytes are only valid during
 * the call, and are missing if the text was shortened.
 */
export type OnLine = (text: string, at: number, len: number, bytes?: Buffer) => void;

/** Identifies a log's content so far, to distinguish growth from replacement (P44). */
export interface FileStat {
  size: number;
  mtimeMs: number;
  ino: number;
}

/**
 * Passes on every complete line from byte `from`, and returns the offset after the last newline: the next cursor. A
 * partial last line waits for its newline. Reads what is there at the time, not what an earlier stat promised. Throws the
 * system's error when the file cannot be read.
 * @param stop asked between chunks; true ends the reading at the last complete line.
 */
export const readLines = (
  path: string,
  from: number,
  onLine: OnLine,
  stop?: () => boolean,
  gate: Gate = anyFile,
): number => withFile(gate, path, (handle) => linesBy(readOf(handle), from, onLine, stop));

/** Fills a buffer from an offset on and returns the number of bytes; 0 at the end. */
export type Read = (buffer: Buffer, position: number) => number;

/** Reads an open file. */
export const readOf =
  (handle: number): Read =>
  (buffer, position) =>
    readSync(handle, buffer, 0, buffer.length, position);

/** The same for whatever `read` reads. */
export function linesBy(read: Read, from: number, onLine: OnLine, stop?: () => boolean): number {
  const wide = wideIn(read);
  const width = wide === null ? 1 : 2;
  const newline = (chunk: Buffer, start: number): number =>
    wide === null ? chunk.indexOf(NEWLINE, start) : endOfWide(chunk, start, wide);
  const newLine = (): Line => new Line(wide === null);
  const buffer = Buffer.allocUnsafe(CHUNK);
  let line = newLine();
  /** Offset of the first byte of the line being put together. */
  let lineAt = from;
  let position = from;
  for (;;) {
    const filled = read(buffer, position);
    const count = filled - (filled % width);
    if (count === 0) break;
    const chunk = buffer.subarray(0, count);
    let start = 0;
    for (let end = newline(chunk, start); end !== -1; end = newline(chunk, start)) {
      line.push(chunk.subarray(start, end));
      onLine(line.text(), lineAt, position + end - lineAt, line.bytes());
      line = newLine();
      start = end + width;
      lineAt = position + start;
    }
    if (start < count) {
      line.push(chunk.subarray(start));
      line.keep();
    }
    position += count;
    if (stop?.() === true) break;
  }
  return lineAt;
}

/** The byte order of a log in UTF-16; null for UTF-8, as nearly all logs are. */
export function wideIn(read: Read): Wide | null {
  const beginning = Buffer.alloc(4);
  return read(beginning, 0) < beginning.length ? null : wideBy(beginning);
}

/** Passes on a line that is in memory as a whole, with the same result as one put together from pieces. */
export function emitLine(bytes: Buffer, at: number, onLine: OnLine): void {
  const line = new Line();
  line.push(bytes);
  onLine(line.text(), at, bytes.length, line.bytes());
}

/** Size, time and inode of a file. Throws the system's error when it is not there. */
export function statOf(path: string): FileStat {
  const { size, mtimeMs, ino } = statSync(path);
  return { size, mtimeMs, ino };
}

/** A line that is being put together from pieces. The result depends only on its bytes, not on where they were cut. */
class Line {
  private pieces: Buffer[] = [];
  private length = 0;
  private afterNul = false;
  private whole = true;
  private shortener: Shortener | null = null;

  /** `holes`: runs of NUL bytes are holes in the file, not text. False for UTF-16. */
  constructor(private readonly holes = true) {}

  push(bytes: Buffer): void {
    const solid = this.holes ? withoutHoles(bytes, this.afterNul) : bytes;
    this.whole &&= solid.length === bytes.length;
    if (bytes.length > 0) this.afterNul = bytes.at(-1) === 0;
    if (this.shortener !== null) this.shortener.push(solid);
    else if (this.length + solid.length > LONG_LINE) {
      this.shortener = new Shortener();
      for (const piece of this.pieces) this.shortener.push(piece);
      this.shortener.push(solid);
      this.pieces = [];
    } else if (solid.length > 0) {
      this.pieces.push(solid);
      this.length += solid.length;
    }
  }

  text(): string {
    if (this.shortener !== null) return this.shortener.text();
    const solid = this.solid();
    return hasTooMany(solid) ? DROPPED : solid.toString('utf8');
  }

  /** Every byte of the line; undefined when some were left out. */
  bytes(): Buffer | undefined {
    return this.shortener === null && this.whole ? this.solid() : undefined;
  }

  private solid(): Buffer {
    if (this.pieces.length !== 1) this.pieces = [Buffer.concat(this.pieces)];
    return this.pieces[0]!;
  }

  /** The last piece is in the buffer that will be overwritten next. */
  keep(): void {
    const last = this.pieces.at(-1);
    if (last !== undefined) this.pieces[this.pieces.length - 1] = Buffer.from(last);
  }
}

/** Whether a line of normal length (between two offsets) has more values than the limit. A line with fewer bytes than that cannot. */
export const hasTooMany = (bytes: Buffer, from = 0, to = bytes.length): boolean =>
  to - from > MOST_VALUES && valuesIn(bytes.subarray(from, to)) > MOST_VALUES;

/** Approximate number of values outside strings, the same as the shortener counts for the line. */
function valuesIn(bytes: Buffer): number {
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA || byte === BRACE || byte === BRACKET) values++;
  }
  return values;
}

/** The offset of the quotation mark that ends the string beginning at `from`; the end of the bytes if there is none. */
function endOfString(bytes: Buffer, from: number): number {
  for (let end = bytes.indexOf(QUOTE, from + 1); end !== -1; end = bytes.indexOf(QUOTE, end + 1)) {
    let escapes = 0;
    while (end - 1 - escapes > from && bytes[end - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return bytes.length;
}

const ZEROS = Buffer.alloc(4096);

/** The bytes with each run of NULs reduced to one: a crash may leave gigabytes of them in a log. */
function withoutHoles(bytes: Buffer, afterNul: boolean): Buffer {
  const first = bytes.indexOf(0);
  if (first === -1) return bytes;
  if (afterNul && isNothing(bytes)) return bytes.subarray(0, 0);
  const solid = Buffer.allocUnsafe(bytes.length);
  let length = bytes.copy(solid, 0, 0, first);
  let inHole = afterNul && first === 0;
  for (let i = first; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte !== 0 || !inHole) solid[length++] = byte;
    inHole = byte === 0;
    if (inHole && bytes[i + 1] === 0) while (isHole(bytes, i + 1)) i += ZEROS.length;
  }
  return solid.subarray(0, length);
}

function isNothing(bytes: Buffer): boolean {
  let at = 0;
  while (isHole(bytes, at)) at += ZEROS.length;
  while (bytes[at] === 0) at++;
  return at === bytes.length;
}

const isHole = (bytes: Buffer, at: number): boolean =>
  at + ZEROS.length <= bytes.length && bytes.compare(ZEROS, 0, ZEROS.length, at, at + ZEROS.length) === 0;

/**
 * Copies the JSON text of one line and cuts every string after `KEPT_OF_STRING` bytes. The JSON stays the same except for long texts
 * (pasted images, tool output), in memory that does not grow with them (P45).
 */
class Shortener {
  private out = Buffer.allocUnsafe(1 << 20);
  private length = 0;
  private inString = false;
  /** Bytes left of an escape sequence: after `\` one more, after `\u` five. */
  private escape = 0;
  private stringLength = 0;
  private cut = false;
  private values = 0;

  push(bytes: Buffer): void {
    if (this.tooLong()) return;
    this.reserve(bytes.length);
    for (const byte of bytes) {
      if (!this.inString) {
        if (byte === QUOTE) {
          this.inString = true;
          this.stringLength = 0;
          this.cut = false;
        } else if (byte === COMMA || byte === BRACE || byte === BRACKET) this.values++;
        this.out[this.length++] = byte;
        continue;
      }
      if (this.escape > 0) {
        this.stringLength++;
        this.escape = this.escape === FIRST_OF_ESCAPE ? (byte === LETTER_U ? 4 : 0) : this.escape - 1;
        if (!this.cut) this.out[this.length++] = byte;
        continue;
      }
      if (byte === QUOTE) {
        this.inString = false;
        this.out[this.length++] = byte;
        continue;
      }
      // Cuts only between characters: never inside an escape or a UTF-8 sequence.
      if (++this.stringLength > KEPT_OF_STRING && (byte & 0xc0) !== 0x80) this.cut = true;
      if (byte === BACKSLASH) this.escape = FIRST_OF_ESCAPE;
      if (!this.cut) this.out[this.length++] = byte;
    }
  }

  text(): string {
    return this.tooLong() ? DROPPED : this.out.toString('utf8', 0, this.length);
  }

  /** Once set, it stays set: what is dropped does not depend on where the pieces were cut. */
  private tooLong(): boolean {
    return this.length > LONGEST_LINE || this.values > MOST_VALUES;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.out.length) return;
    const doubled = Math.min(this.out.length * 2, LONGEST_LINE + 2 * CHUNK);
    const larger = Buffer.allocUnsafe(Math.max(doubled, this.length + more));
    this.out.copy(larger, 0, 0, this.length);
    this.out = larger;
  }
}
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const BRACE = 0x7b;
const BRACKET = 0x5b;
const LETTER_U = 0x75;
const FIRST_OF_ESCAPE = 6;
