/**
 * The gate: the one way to the bytes of logs (docs/privacy.md). Through it come regular files that lie, links resolved, inside
 * the roots or inside folders a person named; for reading only, without waiting for pipes, at most so many bytes of a side file.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, resolve, sep } from 'node:path';
import { en } from '../l10n/english';

export interface Gate {
  /** A handle to read the file with. Throws a `Refused`, or the system's error. The caller closes it. */
  open(path: string): number;
  /** Where a path leads, when that lies inside; null when it does not, or is not there. */
  inside(path: string): string | null;
}

/** Why something is not read: it lies outside, or is no regular file (a pipe, a device, a folder). */
export class Refused extends Error {
  readonly code: 'EOUTSIDE' | 'ENOTFILE';
  constructor(path: string, code: Refused['code']) {
    super(
      en(code === 'EOUTSIDE' ? '{0} leads out of the folders of logs.' : '{0} is no regular file.', path),
    );
    this.code = code;
  }
}

/** Not all are there on Windows, which knows no pipes in folders. */
const flags: Partial<typeof constants> = constants;
const { O_NONBLOCK = 0, O_NOFOLLOW = 0, O_NOCTTY = 0 } = flags;

/** Lets through what lies below the roots, or below the folders links may lead to. Both are asked for at each use. */
export function gateOf(roots: () => readonly string[], linked: () => readonly string[] = () => []): Gate {
  const inside = (path: string): string | null => {
    const real = realOf(path);
    if (real === null) return null;
    const lies = (folder: string): boolean => {
      // There are no links on the way of what is resolved: a folder on it is as it is called.
      if (isAbsolute(folder) && isBelow(real, folder)) return true;
      const within = realOf(folder);
      return within !== null && isBelow(real, within);
    };
    return roots().some(lies) || linked().some(lies) ? real : null;
  };
  return { inside, open: (path) => opened(path, inside) };
}

/** Lets through every regular file: for one that a person named, and for tests. */
export const anyFile: Gate = { inside: realOf, open: (path) => opened(path, realOf) };

function opened(path: string, inside: (path: string) => string | null): number {
  const real = inside(path);
  if (real === null) throw refusalOf(path);
  // Opening a device may already do something.
  if (!lstatSync(real).isFile()) throw new Refused(path, 'ENOTFILE');
  const handle = openSync(real, constants.O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY);
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) throw new Refused(path, 'ENOTFILE');
    // A folder on the way may have become a link meanwhile: what was opened must still be what lies there.
    if (O_NOFOLLOW !== 0) {
      const now = inside(path);
      const there = now === null ? null : lstatSync(now);
      if (there?.ino !== stat.ino || there.dev !== stat.dev) throw new Refused(path, 'EOUTSIDE');
    }
    return handle;
  } catch (error) {
    closeFile(handle);
    throw error;
  }
}

/** Why a path leads nowhere inside: what the system says, or that it lies outside. */
function refusalOf(path: string): Error {
  try {
    withoutLinks(path);
    return new Refused(path, 'EOUTSIDE');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Does something with a file's handle and closes it. */
export function withFile<T>(gate: Gate, path: string, work: (handle: number) => T): T {
  const handle = gate.open(path);
  try {
    return work(handle);
  } finally {
    closeFile(handle);
  }
}

/** Closes a handle that the gate gave. */
export const closeFile = (handle: number): void => closeSync(handle);

/** At most `length` bytes from `at`, fewer at the end. */
export function readAt(handle: number, at: number, length: number, read = readSync): Buffer {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const count = read(handle, bytes, done, length - done, at + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}

/** The whole of a small file; null when it is not there, not let through, or larger than `most` bytes. */
export function readSmall(gate: Gate, path: string, most: number): Buffer | null {
  try {
    const bytes = withFile(gate, path, (handle) => readAt(handle, 0, most + 1));
    return bytes.length > most ? null : bytes;
  } catch {
    return null;
  }
}

/** Bytes of a small file of Vigil's own: settings, prices, the lease. */
const MOST_OF_OWN = 64 << 20;

/** The text of such a file. What only lies under its name (a pipe, a device) is refused, not waited for. */
export function readText(path: string): string {
  return withFile(anyFile, path, (handle) => {
    const { size } = fstatSync(handle);
    if (size > MOST_OF_OWN) throw new Error(en('{0} is larger than any file of its kind.', path));
    return readAt(handle, 0, size).toString('utf8');
  });
}

/** Size, time and inode of an open file. */
export function statOfHandle(handle: number): { size: number; mtimeMs: number; ino: number } {
  const { size, mtimeMs, ino } = fstatSync(handle);
  return { size, mtimeMs, ino };
}

/** The path with all links resolved; null when it is not there. */
export function realOf(path: string): string | null {
  try {
    return withoutLinks(path);
  } catch {
    return null;
  }
}

/** The system's own way, which tells capitals; some drives of Windows do not know it. */
function withoutLinks(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return realpathSync(path);
  }
}

/** True when a path is a folder or lies below it; both with links resolved. */
export const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** The roots, absolute, each once: given relative and absolute, with a separator at its end or through a link, a root is one. */
export function distinctRoots(roots: readonly string[]): string[] {
  const byReal = new Map<string, string>();
  for (const root of roots.map((one) => resolve(one))) {
    const real = realOf(root) ?? root;
    if (!byReal.has(real)) byReal.set(real, root);
  }
  return [...byReal.values()];
}
