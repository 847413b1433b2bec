/** Which files hold the same messages: a file that changes may take messages from the others, or leave them some. */
import type { FileReading } from '../session/reading';
import { idsOf } from '../session/ownership';
import { Holders } from './holders';

export interface Sharing {
  /** Files that hold a message of this file too. May name some that did only once. */
  with(path: string, reading: FileReading): ReadonlySet<string>;
  /** Messages came to a file, or are claimed otherwise in it, or are no more; `isNew`: these are all it has. Gives the other files that hold them. */
  changed(path: string, ids: readonly string[], isNew: boolean): Set<string>;
  /** What was told by `changed` is saved. */
  saved(): void;
  /** The file's reading leaves memory. */
  forget(path: string): void;
  /** What is saved is other than it was. */
  reset(): void;
  clear(): void;
}

/** `savedWith`: files whose saved reading holds any of the messages. */
export function newSharing(savedWith: (ids: readonly string[]) => readonly string[]): Sharing {
  /** Of those that are not saved. */
  const unsaved = new Holders();
  /** Of the files that were asked for; held complete until they are forgotten. */
  const known = new Map<string, Set<string>>();

  const othersWith = (path: string, ids: readonly string[]): Set<string> => {
    const found = new Set(ids.length === 0 ? [] : savedWith(ids));
    for (const id of ids) unsaved.find(id, found);
    found.delete(path);
    return found;
  };

  return {
    with(path, reading) {
      let found = known.get(path);
      if (found === undefined) {
        found = othersWith(path, [...idsOf(reading)]);
        known.set(path, found);
      }
      return found;
    },
    changed(path, ids, isNew) {
      const others = othersWith(path, ids);
      if (isNew) known.set(path, new Set());
      for (const other of others) {
        known.get(path)?.add(other);
        known.get(other)?.add(path);
      }
      for (const id of ids) unsaved.add(id, path);
      return others;
    },
    saved: () => unsaved.clear(),
    forget: (path) => void known.delete(path),
    reset: () => known.clear(),
    clear() {
      unsaved.clear();
      known.clear();
    },
  };
}
