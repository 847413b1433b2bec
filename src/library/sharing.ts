/** Which files have the same messages: a change of one file may change which messages the others own. */
import type { FileReading } from '../session/reading';
import { idsOf } from '../session/ownership';
import { Holders } from './holders';

export interface Sharing {
  /** Other files with a message of this file; may include some that no longer have one. */
  with(path: string, reading: FileReading): ReadonlySet<string>;
  /** Notes that the claims of a file on these messages changed; `isNew`: they are all its messages. Returns the other files with one of them. */
  changed(path: string, ids: readonly string[], isNew: boolean): Set<string>;
  /** Notes that everything passed to `changed` is saved. */
  saved(): void;
  /** Notes that the file's reading is removed from memory. */
  forget(path: string): void;
  /** Notes that the saved readings changed. */
  reset(): void;
  clear(): void;
}

/** `savedWith`: files whose saved reading has any of the messages. */
export function newSharing(savedWith: (ids: readonly string[]) => readonly string[]): Sharing {
  /** The messages that are not saved. */
  const unsaved = new Holders();
  /** Results of `with` by path, kept up to date until the file is forgotten. */
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
