/** What is read together: the logs of one conversation, judged by their paths. */
import type { LogFile } from '../log/discover';
import { readAt, withFile, type Gate } from '../log/gate';

/** A log and the number of its new bytes. */
export interface LogToRead {
  file: LogFile;
  bytes: number;
}

/** Logs that belong together. */
export interface Unit {
  files: LogToRead[];
  bytes: number;
}

/** Larger units are read one at a time, because a reading takes memory in proportion to its log. */
const LARGE = 32 << 20;
export const isLarge = ({ bytes }: Unit): boolean => bytes > LARGE;

export const bytesOf = (units: readonly Unit[]): number => units.reduce((sum, { bytes }) => sum + bytes, 0);

/** The logs that belong to the first one, as far as their names show, and the others. */
export function firstUnit(found: readonly LogToRead[]): [first: LogToRead[], rest: LogToRead[]] {
  const [newest] = found;
  const belongs = (one: LogToRead): boolean =>
    one === newest || (one.file.sessionId !== null && one.file.sessionId === newest?.file.sessionId);
  return [found.filter(belongs), found.filter((one) => !belongs(one))];
}

/** The logs by conversation, in the order of the first of each. */
export function unitsOf(found: readonly LogToRead[], gate: Gate): Unit[] {
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
 * The session that a log names at its beginning; null if it names none. Older versions of Claude Code put sub-agents' logs beside that of
 * their parent, without its id in their names. This decides only what is read together.
 */
function sessionNamedIn(path: string, gate: Gate): string | null {
  try {
    const text = withFile(gate, path, (handle) => readAt(handle, 0, BEGINNING)).toString('latin1');
    return /"sessionId":"([^"\\]{1,100})"/.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}
