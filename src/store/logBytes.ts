/** Bytes of a log: from the disk while it is there, else from its copy in the vault. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { LogPlace, Vault } from './vault';

/** At most `length` bytes of a log from `from`, fewer at its end; null when it is neither on the disk nor in the vault. */
export type LogBytes = (log: LogPlace, from: number, length: number) => Buffer | null;

/** `vault` null: the disk alone. */
export const logBytes =
  (vault: Vault | null): LogBytes =>
  (log, from, length) =>
    fromDisk(log.path, from, length) ?? vault?.read(log, from, length) ?? null;

function fromDisk(path: string, from: number, length: number): Buffer | null {
  try {
    const handle = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(length);
      let done = 0;
      while (done < length) {
        const count = readSync(handle, bytes, done, length - done, from + done);
        if (count === 0) break;
        done += count;
      }
      return bytes.subarray(0, done);
    } finally {
      closeSync(handle);
    }
  } catch {
    return null;
  }
}

const PIECE = 1 << 20;

/** A log in pieces, from its start; ends early when `end` (bytes) is reached. Gives false when it cannot be read. */
export function eachPiece(
  bytes: LogBytes,
  log: LogPlace,
  end: number,
  take: (piece: Buffer) => void,
): boolean {
  for (let at = 0; at < end;) {
    const piece = bytes(log, at, Math.min(PIECE, end - at));
    if (piece === null) return false;
    if (piece.length === 0) return true;
    take(piece);
    at += piece.length;
  }
  return true;
}
