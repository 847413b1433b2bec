/** Opening: finds the newest complete image, falls back to the one before it, and reports what it met. */
import { en } from '../l10n/english';
import { errorCode } from '../l10n/errorText';
import { likeness, LARGEST_IMAGE, rebuilt, tablesOf, type ReadingCheck } from './foreign';
import {
  freeGeneration,
  imageMark,
  imagePath,
  listGenerations,
  readImage,
  unexpectedEntries,
  unseal,
  type ImageMark,
  type StoreFs,
} from './image';
import {
  usedPrevious,
  incomplete,
  repaired,
  namesOf,
  newer,
  allDamaged,
  unexpectedEntry,
  unreadable,
  type StoreProblem,
} from './problem';
import { Packs } from './packs';
import { packNames } from './readings';
import { createSchema, migrate, schemaOf, SCHEMA_VERSION } from './schema';
import type { Database, Sqlite } from './sqlite';
import { readMeta } from './tables';

export type FoundImage =
  | {
      kind: 'found';
      /** Null if there is no complete image. */
      db: Database | null;
      /** Generation of the newest complete image; 0 if there is none. */
      generation: number;
      /** The generation after all those in the folder, complete or not. */
      next: number;
      damaged: number[];
      problems: StoreProblem[];
    }
  | { kind: 'refused'; problem: StoreProblem };

export const NOTHING: FoundImage = {
  kind: 'found',
  db: null,
  generation: 0,
  next: 1,
  damaged: [],
  problems: [],
};

const ATTEMPTS = 5;

export function emptyStore(sqlite: Sqlite): Database {
  const db = sqlite.open(null);
  createSchema(db);
  return db;
}

/** What is needed to open an archive. */
export interface Opening {
  fs: StoreFs;
  sqlite: Sqlite;
  /**
   * The version of readings and figures (`ARCHIVE_VERSION`). An image with a higher one is a newer Vigil’s and is refused; otherwise both
   * versions would take turns reading all logs again. Null accepts any.
   */
  version: number | null;
  check: ReadingCheck;
  packs: Packs;
  /** True for an image that was in use before: it was checked completely then, or Vigil wrote it. */
  wasUsed: (image: ImageMark) => boolean;
}

/** Loads the newest complete image and opens the packs it names. If it is generation `have`, `db` is null. */
export function findNewest(folder: string, opening: Opening, have = 0): FoundImage {
  for (let attempt = 1; ; attempt++) {
    try {
      return tryFindNewest(folder, opening, have, attempt < ATTEMPTS);
    } catch (error) {
      // ENOENT: another writer removed the image between listing and reading; newer ones exist.
      if (errorCode(error) === 'ENOENT' && attempt < ATTEMPTS) continue;
      return { kind: 'refused', problem: unreadable(folder, error) };
    }
  }
}

function tryFindNewest(folder: string, opening: Opening, have: number, again: boolean): FoundImage {
  const { fs, packs } = opening;
  const generations = listGenerations(folder, fs);
  const damaged: number[] = [];
  const next = freeGeneration(folder, fs, generations[0] ?? 0);
  const odd = have === 0 ? unexpectedEntries(folder, fs).map((name) => unexpectedEntry(folder, name)) : [];
  for (const generation of generations) {
    if (generation === have) return { kind: 'found', db: null, generation, next, damaged, problems: [] };
    const file = imagePath(folder, generation);
    const wasUsed = opening.wasUsed(imageMark(folder, fs, generation));
    const loaded = load(readImage(fs, file), opening, wasUsed);
    if (loaded === 'damaged') {
      damaged.push(generation);
    } else if (loaded === 'newer') {
      return { kind: 'refused', problem: newer(file) };
    } else {
      const lost = packs.hold(packNames(loaded.db));
      if (lost.length > 0 && again && listGenerations(folder, fs)[0] !== generations[0]) {
        // Another writer's image is there, and that writer has removed what this one names.
        loaded.db.close();
        return tryFindNewest(folder, opening, have, false);
      }
      const problems = damaged.map((bad) => usedPrevious(imagePath(folder, bad)));
      if (loaded.mended !== null) problems.push(repaired(file, loaded.mended));
      if (lost.length > 0) problems.push(incomplete(folder, lost));
      return { kind: 'found', db: loaded.db, generation, next, damaged, problems: [...problems, ...odd] };
    }
  }
  const problems = damaged.slice(0, 1).map((bad) => allDamaged(imagePath(folder, bad), damaged.length));
  return { kind: 'found', db: null, generation: 0, next, damaged, problems: [...problems, ...odd] };
}

/** `mended`: what was left out of an image that declared more than Vigil does; null if its schema was Vigil's. */
interface Loaded {
  db: Database;
  mended: string[] | null;
}

/**
 * Opens and checks the bytes of an image file, and migrates an older schema to ours. Its schema is compared before anything in it is run.
 * Throws if a complete image cannot be used for another reason than damage (memory, a failing migration); it must then not be replaced.
 */
function load(
  bytes: Uint8Array,
  { sqlite, version, check, packs }: Opening,
  wasUsed: boolean,
): Loaded | 'damaged' | 'newer' {
  const image = unseal(bytes);
  if (!image) return 'damaged';
  const db = sqlite.open(image);
  let kept = false;
  try {
    const state = stateOf(db, sqlite, version, wasUsed);
    if (state === 'damaged' || state === 'newer') return state;
    if (state === 'more') {
      const made = rebuilt(db, { sqlite, check, packs }, bytes.length);
      return { db: made.db, mended: made.leftOut };
    }
    migrate(db);
    kept = true;
    return { db, mended: null };
  } finally {
    if (!kept) db.close();
  }
}

/** Opens the bytes of an image that was open before; null if they are damaged. */
export function reopen(bytes: Uint8Array, opening: Opening): Database | null {
  const loaded = load(bytes, opening, true);
  return typeof loaded === 'string' ? null : loaded.db;
}

/**
 * `more`: undamaged, but with views, triggers, indexes or tables that Vigil never made. A correct checksum says that the bytes are as they
 * were written, not that SQLite can use them: a database that fails in the middle of a query or accepts no change is not an archive.
 * `wasUsed`: it passed the complete check before, which takes time and memory.
 */
function stateOf(
  db: Database,
  sqlite: Sqlite,
  version: number | null,
  wasUsed = false,
): 'same' | 'more' | 'damaged' | 'newer' {
  try {
    const schema = schemaOf(db);
    if (schema !== null && schema > SCHEMA_VERSION) return 'newer';
    const like = likeness(db, sqlite);
    if (like === 'other') return 'damaged';
    if (version !== null && Number(readMeta(db, 'version')) > version) return 'newer';
    return like === 'same' ? wholly(db, wasUsed) : partly(db, sqlite, schema ?? SCHEMA_VERSION);
  } catch {
    return 'damaged';
  }
}

/**
 * Checks all pages and indexes, unless that was done before. Also makes a change and rolls it back, because an image can declare itself
 * read-only.
 */
function wholly(db: Database, wasUsed: boolean): 'same' | 'damaged' {
  if (!wasUsed && db.all('pragma integrity_check(1)')[0]?.[0] !== 'ok') return 'damaged';
  db.script('begin; update meta set value = value; rollback');
  return 'same';
}

/** Checks only our own tables and writes nothing: writing would run a trigger, or an expression of an index or another table. */
function partly(db: Database, sqlite: Sqlite, schema: number): 'more' | 'damaged' {
  const ours = tablesOf(sqlite, schema);
  return ours.every((table) => db.all(`pragma quick_check(${table})`)[0]?.[0] === 'ok') ? 'more' : 'damaged';
}

/**
 * The database of a backup or of another machine, made again from its valid parts, with all readings inside. `refuse` gets the reason if
 * that is impossible. Also returns the ids of what was left out. `opening.packs`: the packs beside it.
 */
export function openForeign(
  bytes: Uint8Array,
  opening: Omit<Opening, 'fs' | 'wasUsed'>,
  refuse: (why: string) => Error,
): { db: Database; leftOut: string[] } {
  const { sqlite, version, packs } = opening;
  if (bytes.length > LARGEST_IMAGE) throw refuse(en('It is larger than an archive can be.'));
  // A copy, because the database takes over the bytes.
  const image = unseal(new Uint8Array(bytes));
  if (image === null) throw refuse(en('It is not an archive of Vigil, or it is damaged.'));
  const db = sqlite.open(image);
  try {
    const state = stateOf(db, sqlite, version);
    if (state === 'newer')
      throw refuse(en('It was written by a newer version of Vigil: update this one first.'));
    if (state === 'damaged') throw refuse(en('It is not an archive of Vigil, or it is damaged.'));
    if (state === 'more')
      throw refuse(en('It holds more than an archive of Vigil does (views, triggers or other tables).'));
    const missing = packs.hold(packNames(db));
    if (missing.length > 0)
      throw refuse(
        en(
          'It needs {0}, which is not beside it. Put that there, or make a backup of that archive and take the backup.',
          namesOf(missing),
        ),
      );
    return rebuilt(db, opening, bytes.length);
  } finally {
    db.close();
  }
}
