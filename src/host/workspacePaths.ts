/** Which projects (the `cwd` of a session) belong to the folders open in this window. */
import { bareFolder } from '../log/folders';

/** `path` with `/` between its parts and none at its end; in lower case where the file system ignores it. */
function normalise(path: string, ignoreCase: boolean): string {
  const isWindows = /^[A-Za-z]:([\\/]|$)|^\\\\/.test(path);
  const slashed = isWindows ? path.replaceAll('\\', '/') : path;
  const bare = bareFolder(slashed);
  return ignoreCase || isWindows ? bare.toLowerCase() : bare;
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
