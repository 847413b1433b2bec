/** A folder's path without separators at its end. Takes time in proportion to the path, whatever it holds. */
export function bareFolder(path: string): string {
  let end = path.length;
  while (end > 0 && (path[end - 1] === '/' || path[end - 1] === '\\')) end--;
  return path.slice(0, end);
}

/** The last part of a path, whatever separates its parts; the path itself when it has none, '' where there is no path. */
export const baseName = (path: string | null): string =>
  path?.split(/[\\/]/).findLast((part) => part !== '') ?? path ?? '';
