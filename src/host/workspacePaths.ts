/** Which projects (the `cwd` of a session) belong to the folders open in this window. */

/**
 * A path as it is compared: `/` between its parts and none at its end, in lower case where the file system ignores it. The long
 * spelling of Windows (`\\?\C:\app`) is the short one, and a folder has one name on both sides of WSL: `/mnt/c/app` is `C:\app`,
 * `\\wsl.localhost\Ubuntu\home\ada` is `/home/ada`.
 */
function normalise(path: string, ignoreCase: boolean): string {
  const short = path.replace(/^\\\\[?.]\\UNC\\/i, '\\\\').replace(/^\\\\[?.]\\/, '');
  const isWindows = /^[A-Za-z]:(?:[\\/]|$)|^\\\\/.test(short);
  const slashed = isWindows ? short.replaceAll('\\', '/') : short;
  const linux = isWindows ? /^\/\/wsl(?:\.localhost|\$)\/[^/]+(.*)$/i.exec(slashed)?.[1] : slashed;
  const drive = /^\/mnt\/([a-z])(\/.*)?$/.exec(linux ?? '');
  const side = drive === null ? (linux ?? slashed) : `${drive[1]}:${drive[2] ?? ''}`;
  const bare = side.replace(/\/+$/, '').normalize('NFC');
  return ignoreCase || linux === undefined || drive !== null ? bare.toLowerCase() : bare;
}

const contains = (outer: string, inner: string) => inner === outer || inner.startsWith(`${outer}/`);

/**
 * True when `project` is a workspace folder, lies inside one, or contains one.
 * `ignoreCase`: as the file system of this machine does (macOS); Windows paths always ignore it.
 */
export function inWorkspace(
  project: string | null,
  folders: readonly string[],
  ignoreCase: boolean,
): boolean {
  if (project === null) return false;
  const path = normalise(project, ignoreCase);
  return folders.some((folder) => {
    const other = normalise(folder, ignoreCase);
    return contains(other, path) || contains(path, other);
  });
}

/** Last part of a path, for a label. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}
