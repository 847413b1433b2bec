/** What projects are called in lists. Does not use `vscode`. */

export interface FolderNames {
  /** These folders are there, too. True when a name is another one now. */
  add(folders: Iterable<string | null>): boolean;
  /** Last part of the folder, with the one before it where another folder ends alike; '' for none. */
  nameOf(folder: string | null): string;
}

const partsOf = (folder: string): string[] => folder.split(/[\\/]/).filter((part) => part !== '');

/** Names folders so that two that are not the same are not called the same. */
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
      // As many parts as tell it from all others; all of them where nothing does.
      for (let count = 1; count < parts.length; count++) {
        const tail = parts.slice(-count).join('/');
        if (rivals.every((one) => one.slice(-count).join('/') !== tail)) return tail;
      }
      return parts.join('/') || folder;
    },
  };
}
