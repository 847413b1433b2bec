/** Folders on a page: as short as tells them apart. */

/** The last parts of each path, as many as it takes to tell it from the others; what is no path stays. */
export function shortPaths(paths: readonly string[]): Map<string, string> {
  const parts = new Map(
    paths.map((path) => [path, path.split(/[\\/]/).filter((part) => part !== '')] as const),
  );
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

/** A path as seen from a folder it lies in; else as it is. */
export const relativeTo = (path: string, folder: string | null): string =>
  folder !== null && folder.length > 1 && (path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`))
    ? path.slice(folder.length + 1)
    : path;
