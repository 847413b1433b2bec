/** Which projects (the `cwd` of a session) belong to the folders open in this window. */

import { pathKey } from '../../session/fileKey';
import { isWithin } from '../../session/paths';

/** One spelling of a path (P59); in lower case where this machine's file system ignores it. */
const normalise = (path: string, ignoreCase: boolean): string =>
  ignoreCase ? pathKey(path.normalize('NFC')).toLowerCase() : pathKey(path.normalize('NFC'));

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
    return isWithin(path, other) || isWithin(other, path);
  });
}
