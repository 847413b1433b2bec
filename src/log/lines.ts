import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Bytes read at a time. */
const CHUNK = 1 << 20;
/** A line longer than this is shortened while it is read, so that memory stays bounded whatever its length. */
export const LONG_LINE = 8 << 20;
/** Strings inside a long line keep this many bytes. */
const KEPT_OF_STRING = 64 << 10;
const NEWLINE = 0x0a;

/**
 * One complete line: its text, its place in the file in bytes (newline not counted in `len`), and the bytes, which are only
 * valid during the call and missing where the text was shortened.
 */
export type OnLine = (text: string, at: number, len: number, bytes?: Buffer) => void;

/** What identifies a log's content so far, to tell growth from replacement (P44). */
export interface FileStat {
  size: number;
  mtimeMs: number;
  ino: number;
}

/**
 * Gives every complete line from byte `from` on, and returns the offset after the last newline: the next
 * cursor. A partial last line waits for its newline. Reads what is there while reading, not what an earlier
 * stat promised. Throws the system's error when the file cannot be read.
 * @param stop asked between chunks; true ends the reading at the last complete line.
 */
export function readLines(path: string, from: number, onLine: OnLine, stop?: () => boolean): number {
  const handle = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    let carry: Buffer = EMPTY;
    let shortener: Shortener | null = null;
    /** Offset of the first byte of the line being put together. */
    let lineAt = from;
    let position = from;
    for (;;) {
      const count = readSync(handle, buffer, 0, CHUNK, position);
      if (count === 0) break;
      const chunk = buffer.subarray(0, count);
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(NEWLINE, start);
        if (end === -1) break;
        const len = position + end - lineAt;
        if (shortener !== null) {
          shortener.push(chunk.subarray(start, end));
          onLine(shortener.text(), lineAt, len);
          shortener = null;
        } else if (carry.length > 0) {
          const line = Buffer.concat([carry, chunk.subarray(start, end)]);
          onLine(line.toString('utf8'), lineAt, len, line);
        } else {
          const line = chunk.subarray(start, end);
          onLine(line.toString('utf8'), lineAt, len, line);
        }
        carry = EMPTY;
        start = end + 1;
        lineAt = position + start;
      }
      const rest = chunk.subarray(start);
      if (shortener !== null) shortener.push(rest);
      else if (carry.length + rest.length > LONG_LINE) {
        shortener = new Shortener();
        shortener.push(carry);
        shortener.push(rest);
        carry = EMPTY;
      } else if (rest.length > 0) carry = Buffer.concat([carry, rest]);
      position += count;
      if (stop?.() === true) break;
    }
    return lineAt;
  } finally {
    closeSync(handle);
  }
}

/** Size, time and inode of a file. Throws the system's error when it is not there. */
export function statOf(path: string): FileStat {
  const { size, mtimeMs, ino } = statSync(path);
  return { size, mtimeMs, ino };
}

const EMPTY: Buffer = Buffer.alloc(0);

/**
 * Copies the JSON text of one line, cutting every string after `KEPT_OF_STRING` bytes: still the same JSON
 * but for long texts (pasted images, tool output), in memory that does not grow with them (P45).
 */
class Shortener {
  private out = Buffer.allocUnsafe(1 << 20);
  private length = 0;
  private inString = false;
  /** Bytes left of an escape sequence: after `\` one more, after `\u` five. */
  private escape = 0;
  private stringLength = 0;
  private cut = false;

  push(bytes: Buffer): void {
    this.reserve(bytes.length);
    for (const byte of bytes) {
      if (!this.inString) {
        if (byte === QUOTE) {
          this.inString = true;
          this.stringLength = 0;
          this.cut = false;
        }
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
      // A cut falls only between characters: never inside an escape, never inside a UTF-8 sequence.
      if (++this.stringLength > KEPT_OF_STRING && (byte & 0xc0) !== 0x80) this.cut = true;
      if (byte === BACKSLASH) this.escape = FIRST_OF_ESCAPE;
      if (!this.cut) this.out[this.length++] = byte;
    }
  }

  text(): string {
    return this.out.toString('utf8', 0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.out.length * 2, this.length + more));
    this.out.copy(larger, 0, 0, this.length);
    this.out = larger;
  }
}
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const FIRST_OF_ESCAPE = 6;
