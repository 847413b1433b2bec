/** Decides which files a page may open, because paths in a log cannot be trusted (law 7). */
import { access, realpath } from 'node:fs/promises';
import host, { type PlatformPath } from 'node:path';

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** True if a path is inside a folder, judged by their spelling. `system`: the path syntax, by default that of this machine. */
export function liesIn(path: string, folder: string, system: PlatformPath = host): boolean {
  const way = system.relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${system.sep}`) && !system.isAbsolute(way);
}

/**
 * True for a path on this machine: absolute, on Windows with a drive. `/home/ada` from WSL or a container is none on Windows, nor is
 * `C:\app` on Linux. `\\server\share` is on another machine, which even a check would contact, so it only counts inside a folder that
 * is `open` in this window.
 */
export const isWithinReach = (path: string, open: readonly string[], system: PlatformPath = host): boolean =>
  system.isAbsolute(path) &&
  (/^[\\/]{2}/.test(path)
    ? open.some((folder) => system.relative(folder, path) === '' || liesIn(path, folder, system))
    : system.sep === '/' || /^[A-Za-z]:/.test(path));

/** The folders that can be a project: on this machine, no root of a disk, not the home folder or one above it. */
export const projectFolders = (
  folders: readonly (string | null | undefined)[],
  home: string,
  open: readonly string[] = [],
  system: PlatformPath = host,
): string[] =>
  folders.filter((folder): folder is string => {
    if (typeof folder !== 'string' || !isWithinReach(folder, open, system)) return false;
    const whole = system.resolve(folder);
    return (
      whole !== system.parse(whole).root &&
      system.relative(whole, system.resolve(home)) !== '' &&
      !liesIn(system.resolve(home), whole, system)
    );
  });

/** A path of this machine with `/` as separator, as in the archive. On Linux, `\\` may be part of a name. */
export const slashed = (path: string, system: PlatformPath = host): string =>
  system.sep === '/' ? path : path.replaceAll('\\', '/');

/**
 * The real path of a file inside one of the folders, with links resolved on both sides; null if it is outside or missing. `open`: the folders
 * of this window.
 */
export async function fileInside(
  path: string,
  folders: readonly string[],
  open: readonly string[] = [],
): Promise<string | null> {
  if (!isWithinReach(path, open)) return null;
  const file = await realpath(path).catch(() => null);
  if (file === null) return null;
  for (const folder of folders) {
    const real = await realpath(folder).catch(() => null);
    if (real !== null && liesIn(file, real)) return file;
  }
  return null;
}
