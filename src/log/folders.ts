/** A folder's path without trailing separators, in time linear in the path. */
export function bareFolder(path: string): string {
  let end = path.length;
  while (end > 0 && (path[end - 1] === '/' || path[end - 1] === '\\')) end--;
  return path.slice(0, end);
}

/** The last part of a path, with either kind of separator; the path itself if it has none, '' for no path. */
export const baseName = (path: string | null): string =>
  path?.split(/[\\/]/).findLast((part) => part !== '') ?? path ?? '';

/** The last parts of each path, as many as it takes to tell it from the others; what is no path stays. */
export function shortPaths(paths: readonly string[]): Map<string, string> {
  const parts = new Map(paths.map((path) => [path, path.split(/[\\/]/).filter(Boolean)] as const));
  const short = new Map<string, string>();
  let alike = [...parts.keys()];
  for (let n = 1; alike.length > 0; n++) {
    const groups = Map.groupBy(alike, (path) => (parts.get(path) ?? []).slice(-n).join('/'));
    for (const [tail, group] of groups) for (const path of group) short.set(path, tail === '' ? path : tail);
    // Only those that look the same, and have more to tell, go on.
    alike = [...groups.values()]
      .filter((group) => group.length > 1)
      .flatMap((group) => group.filter((path) => (parts.get(path) ?? []).length > n));
  }
  return new Map([...parts.keys()].map((path) => [path, short.get(path) ?? path]));
}
