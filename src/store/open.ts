/** Opening: finds the newest whole image, falls back to the one before it, and says what it met. */
import { en } from '../l10n/english';
import { errorCode } from '../l10n/errorText';
import { likeness, LARGEST_IMAGE, rebuilt, tablesOf, type ReadingCheck } from './foreign';
import {
  freeGeneration,
  imageMark,
  imagePath,
  listGenerations,
  strangers,
  unseal,
  type ImageMark,
  type StoreFs,
} from './image';
import {
  fellBack,
  incomplete,
  mended,
  namesOf,
  newer,
  nothingWhole,
  stranger,
  unreadable,
  type StoreProblem,
} from './problem';
import { Packs } from './packs';
import { packNames } from './readings';
import { createSchema, migrate, schemaOf, SCHEMA_VERSION } from './schema';
import type { Database, Sqlite } from './sqlite';
import { readMeta } from './tables';

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

/** With what an archive is opened. */
export interface Opening {
  fs: StoreFs;
  sqlite: Sqlite;
  /**
   * The version of readings and figures (`ARCHIVE_VERSION`). An image that notes a higher one is a newer Vigil’s and is refused, as otherwise
   * both would read all logs again, in turns. Null takes any.
   */
  version: number | null;
  check: ReadingCheck;
  packs: Packs;
  /** True of an image that was in use before: all of it was looked through then, or Vigil wrote it. */
  wasUsed: (image: ImageMark) => boolean;
}

/** Loads the newest whole image, unless it is the one of generation `have`: then `db` is null. Opens the packs that it names. */
export function findNewest(folder: string, opening: Opening, have = 0): Found {
  for (let attempt = 1; ; attempt++) {
    try {
      return tryFindNewest(folder, opening, have, attempt < ATTEMPTS);
    } catch (error) {
      // ENOENT: another writer cleared the image away between listing and reading; newer ones are there.
      if (errorCode(error) === 'ENOENT' && attempt < ATTEMPTS) continue;
      return { kind: 'refused', problem: unreadable(folder, error) };
    }
  }
}

function tryFindNewest(folder: string, opening: Opening, have: number, again: boolean): Found {
  const { fs, packs } = opening;
  const generations = listGenerations(folder, fs);
  const damaged: number[] = [];
  const next = freeGeneration(folder, fs, generations[0] ?? 0);
  const odd = have === 0 ? strangers(folder, fs).map((name) => stranger(folder, name)) : [];
  for (const generation of generations) {
    if (generation === have) return { kind: 'found', db: null, generation, next, damaged, problems: [] };
    const file = imagePath(folder, generation);
    const wasUsed = opening.wasUsed(imageMark(folder, fs, generation));
    const loaded = load(fs.readFileSync(file), opening, wasUsed);
    if (loaded === 'damaged') {
      damaged.push(generation);
    } else if (loaded === 'newer') {
      return { kind: 'refused', problem: newer(file) };
    } else {
      const lost = packs.hold(packNames(loaded.db));
      if (lost.length > 0 && again && listGenerations(folder, fs)[0] !== generations[0]) {
        // Another writer's image is there, and it has cleared away what this one names.
        loaded.db.close();
        return tryFindNewest(folder, opening, have, false);
      }
      const problems = damaged.map((bad) => fellBack(imagePath(folder, bad)));
      if (loaded.mended !== null) problems.push(mended(file, loaded.mended));
      if (lost.length > 0) problems.push(incomplete(folder, lost));
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

/**
 * `more`: sound, but with views, triggers, indexes or tables that Vigil never made. A right seal says that the bytes are as they were written, not
 * that SQLite can use them: what breaks off in the middle of an answer, or takes no change, is no archive either. `wasUsed`: it did not break off
 * when it was looked through before, which takes time and memory.
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

/** All pages and indexes, unless that was done; and a change that is taken back, since an image can say of itself that nobody may write to it. */
function wholly(db: Database, wasUsed: boolean): 'same' | 'damaged' {
  if (!wasUsed && db.all('pragma integrity_check(1)')[0]?.[0] !== 'ok') return 'damaged';
  db.script('begin; update meta set value = value; rollback');
  return 'same';
}

/** Only our own tables, and nothing is written: a trigger, or an expression of an index or another table, would be run by that. */
function partly(db: Database, sqlite: Sqlite, schema: number): 'more' | 'damaged' {
  const ours = tablesOf(sqlite, schema);
  return ours.every((table) => db.all(`pragma quick_check(${table})`)[0]?.[0] === 'ok') ? 'more' : 'damaged';
}

/**
 * The database of a backup or of another machine, made anew of what in it is sound, with all readings inside; `refuse` gets why it cannot be. Ids
 * of what was left out come with it. `opening.packs`: those beside it.
 */
export function openForeign(
  bytes: Uint8Array,
  opening: Omit<Opening, 'fs' | 'wasUsed'>,
  refuse: (why: string) => Error,
): { db: Database; leftOut: string[] } {
  const { sqlite, version, packs } = opening;
  if (bytes.length > LARGEST_IMAGE) throw refuse(en('It is larger than an archive can be.'));
  // A copy: the database takes the bytes for its own.
  const image = unseal(new Uint8Array(bytes));
  if (image === null) throw refuse(en('It is no archive of Vigil, or it is damaged.'));
  const db = sqlite.open(image);
  try {
    const state = stateOf(db, sqlite, version);
    if (state === 'newer')
      throw refuse(en('It was written by a newer version of Vigil: update this one first.'));
    if (state === 'damaged') throw refuse(en('It is no archive of Vigil, or it is damaged.'));
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
