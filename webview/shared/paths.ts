/** Paths on a page. */

/** A path as seen from a folder it lies in; else as it is. */
export const relativeTo = (path: string, folder: string | null): string =>
  folder !== null && folder.length > 1 && (path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`))
    ? path.slice(folder.length + 1)
    : path;
