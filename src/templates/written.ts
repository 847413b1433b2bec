/** How files of a person's projects and of `.claude` are written: never through a link, never half. */
import type * as nodeFs from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../l10n/errorText';

type WriteFs = Pick<typeof nodeFs, 'lstatSync' | 'writeFileSync'>;

/** What lies there, itself and not what it leads to; null when nothing does. */
export const statOf = (path: string, fs: Pick<WriteFs, 'lstatSync'>): nodeFs.Stats | null => {
  try {
    return fs.lstatSync(path);
  } catch {
    return null;
  }
};

/** True when no folder on the way to a path below `root` is a link. */
export function staysInside(root: string, path: string, fs: Pick<WriteFs, 'lstatSync'>): boolean {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\'))) return false;
  return parts.every((_, i) => {
    const there = statOf(join(root, ...parts.slice(0, i + 1)), fs);
    return there === null || !there.isSymbolicLink();
  });
}

/** False when a file of that name has come in the meantime: it is left as it is. */
export function created(target: string, bytes: Buffer, fs: WriteFs, mode = 0o666): boolean {
  try {
    fs.writeFileSync(target, bytes, { flag: 'wx', mode });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
