/** What is read together: the logs of one conversation, as their places say. */
import type { LogFile } from '../log/discover';
import { readAt, withFile, type Gate } from '../log/gate';

/** A log, and how many bytes of it are new. */
export interface Found {
  file: LogFile;
  bytes: number;
}

/** Logs that belong together. */
export interface Unit {
  files: Found[];
  bytes: number;
}

/**
 * Of units that are larger one is read at a time, since a reading takes memory as its log is long; and by a reader thread, where there is
 * one, since calls wait for the engine's own.
 */
const LARGE = 32 << 20;
export const isLarge = ({ bytes }: Unit): boolean => bytes > LARGE;

export const bytesOf = (units: readonly Unit[]): number => units.reduce((sum, { bytes }) => sum + bytes, 0);

/** The logs that belong to the first one, as far as their names say, and the others. */
export function firstUnit(found: readonly Found[]): [first: Found[], rest: Found[]] {
  const [newest] = found;
  const belongs = (one: Found): boolean =>
    one === newest || (one.file.sessionId !== null && one.file.sessionId === newest?.file.sessionId);
  return [found.filter(belongs), found.filter((one) => !belongs(one))];
}

/** The logs by conversation, in the order of the first of each. */
export function unitsOf(found: readonly Found[], gate: Gate): Unit[] {
  const units = new Map<string, Unit>();
  for (const one of found) {
    const id = one.file.sessionId ?? sessionNamedIn(one.file.path, gate) ?? one.file.path;
    const unit = units.get(id) ?? { files: [], bytes: 0 };
    units.set(id, unit);
    unit.files.push(one);
    unit.bytes += one.bytes;
  }
  return [...units.values()];
}

const BEGINNING = 4 << 10;

/**
 * The session that a log names at its beginning; null when it does not. Older versions of Claude Code put the logs of sub-agents beside that
 * of their parent, without its id in their names. Nothing but what is read together depends on it.
 */
function sessionNamedIn(path: string, gate: Gate): string | null {
  try {
    const text = withFile(gate, path, (handle) => readAt(handle, 0, BEGINNING)).toString('latin1');
    return /"sessionId":"([^"\\]{1,100})"/.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}
