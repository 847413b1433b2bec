/** Which files a page may open: what a log says is not to be trusted (law 7). */
import { realpath } from 'node:fs/promises';
import host, { type PlatformPath } from 'node:path';

/** True when a path lies in a folder, and is not the folder itself, by what they are called. `system`: how paths are written, of this machine by default. */
export function liesIn(path: string, folder: string, system: PlatformPath = host): boolean {
  const way = system.relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${system.sep}`) && !system.isAbsolute(way);
}

/**
 * True for a path that names one place on this machine: absolute, on Windows with its drive. `/home/ada` of a log from WSL or a
 * container names none there, nor does `C:\app` on Linux. `\\server\share` is on another machine, which a mere look would call,
 * unless it lies in a folder that is `open` in this window.
 */
export const isWithinReach = (path: string, open: readonly string[], system: PlatformPath = host): boolean =>
  system.isAbsolute(path) &&
  (/^[\\/]{2}/.test(path)
    ? open.some((folder) => system.relative(folder, path) === '' || liesIn(path, folder, system))
    : system.sep === '/' || /^[A-Za-z]:/.test(path));

/** The folders that can be a project: within reach, no whole disk, not the home folder or one above it. */
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

/** A path of this machine as the archive has it: `/` between its parts. On Linux a `\\` is a letter of a name. */
export const slashed = (path: string, system: PlatformPath = host): string =>
  system.sep === '/' ? path : path.replaceAll('\\', '/');

/**
 * The file itself when it lies in one of the folders, links followed on both sides; null when it does not, or is not there.
 * `open`: the folders of this window.
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
