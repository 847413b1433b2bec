/** Bytes of a log: from the disk while it is there, else from its copy in the vault. */
import { readAt, withFile, type Gate } from '../log/gate';
import { linesBy, type OnLine } from '../log/lines';
import type { LogPlace, Vault } from './vault';

/** At most `length` bytes of a log from `from`, fewer at its end; null when it is neither on the disk nor in the vault. */
export type LogBytes = (log: LogPlace, from: number, length: number) => Buffer | null;

/** `vault` null: the disk alone, through the gate. */
export const logBytes =
  (vault: Vault | null, gate: Gate): LogBytes =>
  (log, from, length) =>
    fromDisk(gate, log.path, from, length) ?? vault?.read(log, from, length) ?? null;

function fromDisk(gate: Gate, path: string, from: number, length: number): Buffer | null {
  try {
    return withFile(gate, path, (handle) => readAt(handle, from, length));
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

/** A log is neither on the disk nor in the vault. */
export class NotThere extends Error {}

/**
 * Gives every complete line of a log from byte `from` on and before `end`, wherever the log is, and returns where the next one begins.
 * Throws `NotThere`. `stop` is asked between pieces.
 */
export const linesIn = (
  bytes: LogBytes,
  log: LogPlace,
  { from, end }: { from: number; end: number },
  onLine: OnLine,
  stop?: () => boolean,
): number =>
  linesBy(
    (buffer, position) => {
      const piece = bytes(log, position, Math.max(0, Math.min(buffer.length, end - position)));
      if (piece === null) throw new NotThere(`${log.path} is not there.`);
      return piece.copy(buffer);
    },
    from,
    onLine,
    stop,
  );

/** Number (from 1) of the line that begins at byte `at`; null when the log cannot be read. */
export function lineAt(bytes: LogBytes, log: LogPlace, at: number): number | null {
  let line = 1;
  const read = bytes(log, 0, 1) !== null;
  const whole = eachPiece(bytes, log, at, (piece) => {
    for (let i = piece.indexOf(0x0a); i !== -1; i = piece.indexOf(0x0a, i + 1)) line++;
  });
  return read && whole ? line : null;
}
