/** Short names of projects in lists. Does not use `vscode`. */

export interface FolderNames {
  /** Adds folders; true if a name changed. */
  add(folders: Iterable<string | null>): boolean;
  /** The last part of the folder, with as many parents as needed to be unique; '' for null. */
  nameOf(folder: string | null): string;
}

const partsOf = (folder: string): string[] => folder.split(/[\\/]/).filter(Boolean);

/** Gives different folders different names. */
export function newFolderNames(): FolderNames {
  /** Folders by the name they end in. */
  const alike = new Map<string, Set<string>>();
  const add = (folder: string): boolean => {
    const name = partsOf(folder).at(-1) ?? folder;
    const known = alike.get(name) ?? new Set();
    if (known.has(folder)) return false;
    alike.set(name, known.add(folder));
    return known.size > 1;
  };
  return {
    add: (folders) =>
      [...folders].reduce((changed, folder) => (folder !== null && add(folder)) || changed, false),
    nameOf(folder) {
      if (folder === null) return '';
      const parts = partsOf(folder);
      const name = parts.at(-1) ?? folder;
      const rivals = [...(alike.get(name) ?? [])].filter((one) => one !== folder).map(partsOf);
      // As few parts as make it unique; else all.
      for (let count = 1; count < parts.length; count++) {
        const tail = parts.slice(-count).join('/');
        if (rivals.every((one) => one.slice(-count).join('/') !== tail)) return tail;
      }
      return parts.join('/') || folder;
    },
  };
}
