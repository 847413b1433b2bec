/**
 * The gate: the only way to the bytes of logs (docs/privacy.md). It admits regular files whose real path is inside the roots, or inside
 * folders a person named. It opens them read-only, does not wait for pipes, and limits the bytes read of a side file.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, resolve, sep } from 'node:path';
import { en } from '../l10n/english';

export interface Gate {
  /** A handle to read the file with. Throws a `Refused`, or the system's error. The caller closes it. */
  open(path: string): number;
  /** The real path, if it is inside; null if it is outside or does not exist. */
  inside(path: string): string | null;
}

/** Why a file is not read: it is outside, or not a regular file (a pipe, a device, a folder). */
export class Refused extends Error {
  readonly code: 'EOUTSIDE' | 'ENOTFILE';
  constructor(path: string, code: Refused['code']) {
    super(
      en(code === 'EOUTSIDE' ? '{0} leads out of the folders of logs.' : '{0} is not a regular file.', path),
    );
    this.code = code;
  }
}

/** Windows lacks some of these flags, because it has no pipes in folders. */
const flags: Partial<typeof constants> = constants;
const { O_NONBLOCK = 0, O_NOFOLLOW = 0, O_NOCTTY = 0 } = flags;

/** Admits files below the roots, or below the folders that links may lead to. Both lists are asked for at each use. */
export function gateOf(roots: () => readonly string[], linked: () => readonly string[] = () => []): Gate {
  const inside = (path: string): string | null => {
    const real = realPathOf(path);
    if (real === null) return null;
    const lies = (folder: string): boolean => {
      // A resolved path has no links in it, so its folders have their real names.
      if (isAbsolute(folder) && isBelow(real, folder)) return true;
      const within = realPathOf(folder);
      return within !== null && isBelow(real, within);
    };
    return roots().some(lies) || linked().some(lies) ? real : null;
  };
  return { inside, open: (path) => opened(path, inside) };
}

/** Admits every regular file: for a file that a person named, and for tests. */
export const anyFile: Gate = { inside: realPathOf, open: (path) => opened(path, realPathOf) };

function opened(path: string, inside: (path: string) => string | null): number {
  const real = inside(path);
  if (real === null) throw refusalOf(path);
  // Opening a device can already have an effect.
  if (!lstatSync(real).isFile()) throw new Refused(path, 'ENOTFILE');
  const handle = openSync(real, constants.O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY);
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) throw new Refused(path, 'ENOTFILE');
    // A folder in the path may have become a link in the meantime: check that the opened file is still the one at this path.
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

/** Why a path does not lead inside: the system's error, or that it is outside. */
function refusalOf(path: string): Error {
  try {
    withoutLinks(path);
    return new Refused(path, 'EOUTSIDE');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Runs `work` with a file's handle, and closes it afterwards. */
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

/** The contents of a small file; null if it does not exist, is not admitted, or is larger than `most` bytes. */
export function readSmall(gate: Gate, path: string, most: number): Buffer | null {
  try {
    const bytes = withFile(gate, path, (handle) => readAt(handle, 0, most + 1));
    return bytes.length > most ? null : bytes;
  } catch {
    return null;
  }
}

/** Size limit of Vigil's own small files (settings, prices, the lease), in bytes. */
const MOST_OF_OWN = 64 << 20;

/** The text of such a file. Anything else under its name (a pipe, a device) is refused without waiting. */
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
export function realPathOf(path: string): string | null {
  try {
    return withoutLinks(path);
  } catch {
    return null;
  }
}

/** The system's own function, which returns the real capitals; some Windows drives do not support it. */
function withoutLinks(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return realpathSync(path);
  }
}

/** True if a path is a folder or is below it; both have links resolved. */
export const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** The absolute roots, each once. A root given twice (relative and absolute, with a trailing separator, through a link) is one root. */
export function distinctRoots(roots: readonly string[]): string[] {
  const byReal = new Map<string, string>();
  for (const root of roots.map((one) => resolve(one))) {
    const real = realPathOf(root) ?? root;
    if (!byReal.has(real)) byReal.set(real, root);
  }
  return [...byReal.values()];
}
