/** Opening: finds the newest whole image, falls back to the one before it, and says what it met. */
import { en } from '../l10n/english';
import { likeness, LARGEST_IMAGE, rebuilt, type ReadingCheck } from './foreign';
import { freeGeneration, imagePath, listGenerations, strangers, unseal, type StoreFs } from './image';
import {
  errorCode,
  fellBack,
  mended,
  newer,
  nothingWhole,
  stranger,
  unreadable,
  type StoreProblem,
} from './problem';
import { createSchema, migrate, schemaOf, SCHEMA_VERSION } from './schema';
import type { Database, Sqlite } from './sqlite';

export type Found =
  | {
      kind: 'found';
      /** Null when there is no whole image. */
      db: Database | null;
      /** Of the newest whole image; 0 when there is none. */
      generation: number;
      /** The generation that comes after all that are in the folder, whole or not. */
      next: number;
      damaged: number[];
      problems: StoreProblem[];
    }
  | { kind: 'refused'; problem: StoreProblem };

export const NOTHING: Found = {
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

/** Loads the newest whole image, unless it is the one of generation `have`: then `db` is null. */
export function findNewest(
  folder: string,
  fs: StoreFs,
  sqlite: Sqlite,
  check: ReadingCheck,
  have = 0,
): Found {
  for (let attempt = 1; ; attempt++) {
    try {
      return tryFindNewest(folder, fs, sqlite, check, have);
    } catch (error) {
      // ENOENT: another writer cleared the image away between listing and reading; newer ones are there.
      if (errorCode(error) === 'ENOENT' && attempt < ATTEMPTS) continue;
      return { kind: 'refused', problem: unreadable(folder, error) };
    }
  }
}

function tryFindNewest(
  folder: string,
  fs: StoreFs,
  sqlite: Sqlite,
  check: ReadingCheck,
  have: number,
): Found {
  const generations = listGenerations(folder, fs);
  const damaged: number[] = [];
  const next = freeGeneration(folder, fs, generations[0] ?? 0);
  const odd = have === 0 ? strangers(folder, fs).map((name) => stranger(folder, name)) : [];
  for (const generation of generations) {
    if (generation === have) return { kind: 'found', db: null, generation, next, damaged, problems: [] };
    const file = imagePath(folder, generation);
    const loaded = load(fs.readFileSync(file), sqlite, check);
    if (loaded === 'damaged') {
      damaged.push(generation);
    } else if (loaded === 'newer') {
      return { kind: 'refused', problem: newer(file) };
    } else {
      const problems = damaged.map((bad) => fellBack(imagePath(folder, bad)));
      if (loaded.mended !== null) problems.push(mended(file, loaded.mended));
      return { kind: 'found', db: loaded.db, generation, next, damaged, problems: [...problems, ...odd] };
    }
  }
  const problems = damaged.slice(0, 1).map((bad) => nothingWhole(imagePath(folder, bad), damaged.length));
  return { kind: 'found', db: null, generation: 0, next, damaged, problems: [...problems, ...odd] };
}

/** `mended`: what was left out of an image that declared more than Vigil does; null when it declared what Vigil does. */
interface Loaded {
  db: Database;
  mended: string[] | null;
}

/**
 * Opens and checks the bytes of an image file, and brings an older schema to ours. What it declares is compared before
 * anything in it is run. Throws when a whole image cannot be used for another reason than damage (memory, a migration that fails): it
 * must then not be replaced.
 */
function load(bytes: Uint8Array, sqlite: Sqlite, check: ReadingCheck): Loaded | 'damaged' | 'newer' {
  const image = unseal(bytes);
  if (!image) return 'damaged';
  const db = sqlite.open(image);
  let kept = false;
  try {
    const state = stateOf(db, sqlite, 'sealed');
    if (state === 'damaged' || state === 'newer') return state;
    if (state === 'more') {
      const made = rebuilt(db, sqlite, bytes.length, check);
      return { db: made.db, mended: made.leftOut };
    }
    migrate(db);
    kept = true;
    return { db, mended: null };
  } finally {
    if (!kept) db.close();
  }
}

/**
 * `more`: sound, but with views, triggers, indexes or tables that Vigil never made. Our own image is `sealed`: its check sum said that each byte
 * is as it was written, and looking through all pages again takes longer than all else at a start. Anybody can seal what comes from elsewhere.
 */
function stateOf(
  db: Database,
  sqlite: Sqlite,
  trust: 'sealed' | 'none',
): 'same' | 'more' | 'damaged' | 'newer' {
  try {
    const schema = schemaOf(db);
    if (schema !== null && schema > SCHEMA_VERSION) return 'newer';
    const like = likeness(db, sqlite);
    if (like === 'other') return 'damaged';
    if (like === 'same' && trust === 'sealed') return like;
    return db.all('pragma quick_check(1)')[0]?.[0] === 'ok' ? like : 'damaged';
  } catch {
    return 'damaged';
  }
}

/**
 * The database of a backup or of another machine, made anew of what in it is sound; `refuse` gets why it cannot be. Ids
 * of what was left out come with it.
 */
export function openForeign(
  bytes: Uint8Array,
  sqlite: Sqlite,
  check: ReadingCheck,
  refuse: (why: string) => Error,
): { db: Database; leftOut: string[] } {
  if (bytes.length > LARGEST_IMAGE) throw refuse(en('It is larger than an archive can be.'));
  // A copy: the database takes the bytes for its own.
  const image = unseal(new Uint8Array(bytes));
  if (image === null) throw refuse(en('It is no archive of Vigil, or it is damaged.'));
  const db = sqlite.open(image);
  try {
    const state = stateOf(db, sqlite, 'none');
    if (state === 'newer')
      throw refuse(en('It was written by a newer version of Vigil: update this one first.'));
    if (state === 'damaged') throw refuse(en('It is no archive of Vigil, or it is damaged.'));
    if (state === 'more')
      throw refuse(en('It holds more than an archive of Vigil does (views, triggers or other tables).'));
    return rebuilt(db, sqlite, bytes.length, check);
  } finally {
    db.close();
  }
}
