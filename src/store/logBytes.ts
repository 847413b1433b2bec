/** Bytes of a log: from disk if it is there, else from its copy in the vault. */
import { closeFile, readAt, withFile, type Gate } from '../log/gate';
import { linesBy, type OnLine } from '../log/lines';
import type { LogPlace, Vault } from './vault';

/** At most `length` bytes of a log from `from`, fewer at its end; null if the log is neither on disk nor in the vault. */
export type LogBytes = (log: LogPlace, from: number, length: number) => Buffer | null;

/** `vault` null: only from disk, through the gate. */
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

/** Bytes of logs, which can stay open while many of their lines are read. */
export interface OpenLogs {
  bytes: LogBytes;
  /** While `work` runs, each log passes the gate and is opened only once, however many of its lines are read. */
  during<T>(work: () => T): T;
}

/** Logs that are open at once, at most. */
const MOST_OPEN = 8;

export function openLogs(vault: Vault | null, gate: Gate): OpenLogs {
  /** Handles of open logs (null for those that cannot be opened), the last opened at the end; null: no log stays open. */
  let open: Map<string, number | null> | null = null;
  const close = (path: string, handles: Map<string, number | null>): void => {
    const handle = handles.get(path) ?? null;
    handles.delete(path);
    if (handle !== null) closeFile(handle);
  };
  const opened = (path: string, handles: Map<string, number | null>): number | null => {
    const known = handles.get(path);
    if (known !== undefined) return known;
    for (const oldest of handles.keys()) if (handles.size >= MOST_OPEN) close(oldest, handles);
    let handle: number | null = null;
    try {
      handle = gate.open(path);
    } catch {
      // It may be in the vault.
    }
    handles.set(path, handle);
    return handle;
  };
  const fromOpen = (path: string, from: number, length: number): Buffer | null => {
    if (open === null) return fromDisk(gate, path, from, length);
    const handle = opened(path, open);
    try {
      return handle === null ? null : readAt(handle, from, length);
    } catch {
      return null;
    }
  };
  return {
    bytes: (log, from, length) => fromOpen(log.path, from, length) ?? vault?.read(log, from, length) ?? null,
    during(work) {
      const outer = open;
      const handles = (open ??= new Map<string, number | null>());
      try {
        return work();
      } finally {
        open = outer;
        if (outer === null) for (const path of handles.keys()) close(path, handles);
      }
    },
  };
}

const PIECE = 1 << 20;

/** Reads a log in pieces from its start; ends early at `end` (bytes). Returns false if the log cannot be read. */
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

/** The log is neither on disk nor in the vault. */
export class NotThere extends Error {}

/**
 * Passes on every complete line of a log from byte `from` and before `end`, wherever the log is, and returns where the next line begins.
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
