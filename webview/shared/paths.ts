/** Folders on a page: as short as tells them apart. */

/** The last parts of each path, as many as it takes to tell it from the others; what is no path stays. */
export function shortPaths(paths: readonly string[]): Map<string, string> {
  const all = [...new Set(paths)].map((path) => ({
    path,
    parts: path.split(/[\\/]/).filter((part) => part !== ''),
  }));
  const tail = (parts: readonly string[], n: number): string => parts.slice(-n).join('/');
  return new Map(
    all.map(({ path, parts }) => {
      const others = all.filter((one) => one.path !== path);
      let n = 1;
      while (n < parts.length && others.some((one) => tail(one.parts, n) === tail(parts, n))) n++;
      return [path, parts.length === 0 ? path : tail(parts, n)];
    }),
  );
}

/** The last part of a path. */
export const baseName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;

/** A path as seen from a folder it lies in; else as it is. */
export const within = (path: string, folder: string | null): string =>
  folder !== null && folder.length > 1 && (path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`))
    ? path.slice(folder.length + 1)
    : path;
