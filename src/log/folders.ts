/** A folder's path without trailing separators, in time linear in the path. */
export function bareFolder(path: string): string {
  let end = path.length;
  while (end > 0 && (path[end - 1] === '/' || path[end - 1] === '\\')) end--;
  return path.slice(0, end);
}

/** The last part of a path, with either kind of separator; the path itself if it has none, '' for no path. */
export const baseName = (path: string | null): string =>
  path?.split(/[\\/]/).findLast((part) => part !== '') ?? path ?? '';
