/** Which files a page may open: what a log says is not to be trusted (law 7). */
import { realpath } from 'node:fs/promises';
import { isAbsolute, parse, relative, resolve, sep } from 'node:path';

/** True when a path lies below a folder, by what they are called. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The folders that can be a project: absolute, no whole disk, not the home folder or one above it, nothing on another machine. */
export const projectFolders = (folders: readonly (string | null | undefined)[], home: string): string[] =>
  folders.filter(
    (folder): folder is string =>
      typeof folder === 'string' &&
      isAbsolute(folder) &&
      !/^[\\/]{2}/.test(folder) &&
      resolve(folder) !== parse(resolve(folder)).root &&
      resolve(folder) !== resolve(home) &&
      !isBelow(resolve(folder), resolve(home)),
  );

/** The file itself when it lies in one of the folders, links followed on both sides; null when it does not, or is not there. */
export async function fileInside(path: string, folders: readonly string[]): Promise<string | null> {
  if (!isAbsolute(path)) return null;
  const file = await realpath(path).catch(() => null);
  if (file === null) return null;
  for (const folder of folders) {
    const real = await realpath(folder).catch(() => null);
    if (real !== null && isBelow(real, file)) return file;
  }
  return null;
}
