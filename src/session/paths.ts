import { posix, win32 } from 'node:path';
import { cutPath } from '../log/names';

/**
 * A file's path as it is kept: absolute (against the record's `cwd`), `/` between parts, no `.` and `..`. Null for
 * what is no path.
 */
export function filePath(named: unknown, cwd: string | null): string | null {
  if (typeof named !== 'string' || named.trim() === '') return null;
  const path = cutPath(named);
  const windows =
    /^[a-zA-Z]:[\\/]/.test(path) || path.startsWith('\\\\') || /^[a-zA-Z]:[\\/]/.test(cwd ?? '');
  const system = windows ? win32 : posix;
  const full =
    system.isAbsolute(path) || cwd === null
      ? system.normalize(path)
      : system.normalize(system.join(cwd, path));
  const slashed = windows ? full.replaceAll('\\', '/') : full;
  return cutPath(slashed.length > 1 ? slashed.replace(/\/$/, '') : slashed);
}
