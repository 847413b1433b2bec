import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SessionFigures } from './figures';
import {
  type StoreFs,
  clearUp,
  commitImage,
  imagePath,
  listGenerations,
  newestImage,
  removeOtherImages,
  unseal,
  writeBackup,
} from './image';
import { comeFromElsewhere, conversationsIn, filesOf, removeConversations, writeExport } from './care';
import { type Dirt, merge } from './merge';
import { type StoreProblem, errorCode, errorText } from './problem';
import { SCHEMA_VERSION, createSchema, migrate, schemaOf } from './schema';
import type { Database, Sqlite } from './sqlite';
import {
  type FileHeader,
  type Identity,
  type StoredFile,
  clearPending,
  conversationOf,
  filesWith,
  identityHash,
  markGone,
  markPending,
  readHeaders,
  readIdentities,
  readMeta,
  readPending,
  readReading,
  readSessions,
  removeSession,
  writeFile,
  writeMeta,
  writeSession,
} from './tables';

/** `keys`: all response and prompt keys its reading holds. */
export type FileChange = StoredFile & { keys: Iterable<string> };

export interface Changes {
  files?: Iterable<FileChange>;
  /** Files that have left the disk since they were read, or are back. */
  gone?: Iterable<{ path: string; gone: boolean }>;
  /** Sessions and sub-agents; in place of what was kept of them. */
  sessions?: Iterable<SessionFigures>;
  /** Ids of sessions that are no more, as when a sub-agent turns out to be another. */
  removedSessions?: Iterable<string>;
  /**
   * Conversations whose figures hold for their readings though no session is put here. A conversation of
   * which only files are put is pending from then on.
   */
  derived?: Iterable<string>;
  /** Conversations that must be derived again, whatever else is put of them. */
  pending?: Iterable<string>;
  /** Names what figures depend on beside the logs (time zone, prices): when it differs, derive all again. */
  basis?: string;
}

export type Saved =
  /**
   * `merged`: conversations that another writer changed: take them from the store again, and derive them.
   * `replaced`: another writer wiped or restored the archive: all that is in memory is to be taken from the store again.
   */
  | {
      ok: true;
      written: boolean;
      bytes: number;
      generation: number;
      merged: string[];
      replaced?: boolean;
    }
  | { ok: false; problem: StoreProblem; merged: string[]; replaced?: boolean };

/** What the archive holds and takes. Counts, and bytes. */
export interface ArchiveSize {
  folder: string | null;
  /** Of the newest image on disk; 0 when there is none. */
  imageBytes: number;
  conversations: number;
  subAgents: number;
  files: number;
  /** Files that have left the disk. */
  gone: number;
  /** ISO times of the first and the last line. */
  from: string | null;
  to: string | null;
  /** Bytes that `compact` would give back. */
  free: number;
}

/** The store in memory: what was derived from the logs, with the cursors it was derived up to (law 3). */
export interface Checkpoint {
  /** The database as it is now; for tests. Never written to but through the functions here. */
  readonly db: Database;
  headers(): FileHeader[];
  reading(path: string): Uint8Array | null;
  /** All sessions, or those whose last line was written at or after `since` (ISO). */
  sessions(since?: string): SessionFigures[];
  session(id: string): SessionFigures | null;
  /** A session with its sub-agents, in the order of their ids. */
  conversation(id: string): SessionFigures[];
  identities(): Iterable<Identity>;
  /** Paths of the files that contain a key. */
  filesWith(key: string): string[];
  /** Conversations whose figures are older than the readings of their files. */
  pending(): string[];
  basis(): string | null;
  /** Takes all changes or, when it throws, none. */
  put(changes: Changes): void;
  /** True when something was put that is not on disk. */
  unsaved(): boolean;
  /** Takes in what others wrote, then writes the next image if anything is unsaved. Can be tried again. */
  save(): Saved;
  /** True when another writer has written an image that is not in memory. */
  behind(): boolean;
  /** When the newest image on disk was written, by whomever; null when there is none. */
  newest(): { at: number; bytes: number } | null;
  size(): ArchiveSize;
  /**
   * Takes in the archive of another machine. Its logs count as gone here. Can be done again without counting
   * anything twice. Throws a `StoreFault` when the bytes are no image that can be used.
   */
  absorb(image: Uint8Array): { conversations: number };
  /** Writes all that is in memory as one file. Throws what node:fs throws. */
  backup(path: string): void;
  /** Puts the archive in these bytes in place of this one, which is kept as `beforeRestore`. Saved at once. */
  restore(image: Uint8Array): Saved;
  /** Forgets everything, or the conversations of a project (its folder, and those below). Saved at once; older images go. */
  wipe(project: string | null): Saved;
  /** Paths of the files that `wipe` of a project would forget. */
  filesOf(project: string): string[];
  /** Gives back the room of what was removed; to be saved. */
  compact(): void;
  /** A SQLite file for other programs: sessions with their figures as JSON, usage, tools and signals as rows. */
  exportSqlite(
    seal: (text: string) => string,
    graded: (figures: SessionFigures) => SessionFigures,
  ): Uint8Array;
  /** Frees the memory. What is unsaved is lost. */
  close(): void;
}

export type Opened =
  | { kind: 'open'; checkpoint: Checkpoint; problems: StoreProblem[] }
  /** There is a store, and this version must neither use nor replace it. */
  | { kind: 'refused'; problem: StoreProblem };

const ATTEMPTS = 5;

/** Name of the backup that a restore leaves in the storage folder. */
export const BEFORE_RESTORE = 'before-restore.vigil';

/** A file that cannot be taken in, with what to tell a person. */
export class StoreFault extends Error {}

/**
 * Opens the newest whole image in a folder; an empty store when there is none. `folder` null keeps all in memory.
 * Writes nothing. `app` is Vigil's version, noted in images.
 */
export function openCheckpoint(folder: string | null, fs: StoreFs, sqlite: Sqlite, app: string): Opened {
  const found: Found = folder === null ? NOTHING : findNewest(folder, fs, sqlite);
  if (found.kind === 'refused') return found;
  const db = found.db ?? emptyStore(sqlite);
  return {
    kind: 'open',
    checkpoint: checkpointOf(db, found.generation, folder, fs, sqlite, app),
    problems: found.problems,
  };
}

function emptyStore(sqlite: Sqlite): Database {
  const db = sqlite.open(null);
  createSchema(db);
  return db;
}

type Found =
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

const NOTHING: Found = { kind: 'found', db: null, generation: 0, next: 1, damaged: [], problems: [] };

/** Loads the newest whole image, unless it is the one of generation `have`: then `db` is null. */
function findNewest(folder: string, fs: StoreFs, sqlite: Sqlite, have = 0): Found {
  for (let attempt = 1; ; attempt++) {
    try {
      return tryFindNewest(folder, fs, sqlite, have);
    } catch (error) {
      // ENOENT: another writer cleared the image away between listing and reading; newer ones are there.
      if (errorCode(error) === 'ENOENT' && attempt < ATTEMPTS) continue;
      return { kind: 'refused', problem: unreadable(folder, error) };
    }
  }
}

function tryFindNewest(folder: string, fs: StoreFs, sqlite: Sqlite, have: number): Found {
  const generations = listGenerations(folder, fs);
  const damaged: number[] = [];
  const next = (generations[0] ?? 0) + 1;
  for (const generation of generations) {
    if (generation === have) return { kind: 'found', db: null, generation, next, damaged, problems: [] };
    const file = imagePath(folder, generation);
    const loaded = load(fs.readFileSync(file), sqlite);
    if (loaded === 'damaged') {
      damaged.push(generation);
    } else if (loaded === 'newer') {
      return { kind: 'refused', problem: newer(file) };
    } else {
      const problems = damaged.map((bad) => fellBack(imagePath(folder, bad)));
      return { kind: 'found', db: loaded, generation, next, damaged, problems };
    }
  }
  const problems = damaged.slice(0, 1).map((bad) => nothingWhole(imagePath(folder, bad), damaged.length));
  return { kind: 'found', db: null, generation: 0, next, damaged, problems };
}

/**
 * Opens and checks the bytes of an image file, and brings an older schema to ours. Throws when a whole image
 * cannot be used for another reason than damage (memory, a migration that fails): it must then not be replaced.
 */
function load(bytes: Uint8Array, sqlite: Sqlite): Database | 'damaged' | 'newer' {
  const image = unseal(bytes);
  if (!image) return 'damaged';
  const db = sqlite.open(image);
  try {
    const state = stateOf(db);
    if (state === 'usable') {
      migrate(db);
      return db;
    }
    db.close();
    return state;
  } catch (error) {
    db.close();
    throw error;
  }
}

function stateOf(db: Database): 'usable' | 'damaged' | 'newer' {
  try {
    const schema = schemaOf(db);
    if (schema !== null && schema > SCHEMA_VERSION) return 'newer';
    const sound = schema !== null && db.all('pragma quick_check(1)')[0]?.[0] === 'ok';
    return sound ? 'usable' : 'damaged';
  } catch {
    return 'damaged';
  }
}

function checkpointOf(
  opened: Database,
  loadedFrom: number,
  folder: string | null,
  fs: StoreFs,
  sqlite: Sqlite,
  app: string,
): Checkpoint {
  const tag = randomUUID();
  let db = opened;
  const dirt: Dirt = { files: new Set(), conversations: new Set() };
  /** Generation of the image that all but the dirt of this store is in. */
  let base = loadedFrom;
  let unsaved = false;

  const clean = (): void => {
    dirt.files.clear();
    dirt.conversations.clear();
    unsaved = false;
  };

  /** Writes one image. Null: another writer was first, so merge and try again. */
  function attempt(into: string, merged: Set<string>, stale: number[]): Saved | null {
    const found = findNewest(into, fs, sqlite, base);
    if (found.kind === 'refused') return { ok: false, problem: found.problem, merged: [...merged] };
    if (found.db) {
      const theirs = found.db;
      const { generation } = found;
      if (readMeta(theirs, 'epoch') !== readMeta(db, 'epoch')) {
        // The archive was wiped or restored: what we hold is of the one before, and must not come back.
        db.close();
        db = theirs;
        base = generation;
        clean();
        for (const mine of stale) if (mine !== generation) quietlyRemove(imagePath(into, mine));
        return { ok: true, written: false, bytes: 0, generation, merged: [], replaced: true };
      }
      try {
        const { changed, more } = db.transaction(() => merge(db, theirs, dirt));
        for (const id of changed) merged.add(id);
        base = generation;
        if (!more || !unsaved) {
          // The other has read what we have: the same image need not be written again.
          clean();
          return { ok: true, written: false, bytes: 0, generation, merged: [...merged] };
        }
      } finally {
        theirs.close();
      }
    }
    const generation = Math.max(found.next, base + 1);
    writeMeta(db, 'generation', String(generation));
    writeMeta(db, 'app', app);
    const image = db.export();
    if (!commitImage(into, fs, generation, tag, image)) return null;
    const before = base;
    base = generation;
    stale.push(generation);
    // A writer that slept here for long may have written below newer images: then it has to merge them.
    if ((listGenerations(into, fs)[0] ?? 0) > generation) return null;
    clearUp(into, fs, generation, before, found.damaged);
    clean();
    return { ok: true, written: true, bytes: image.length, generation, merged: [...merged] };
  }

  const behind = (): boolean => {
    try {
      return folder !== null && (listGenerations(folder, fs)[0] ?? 0) > base;
    } catch {
      return false;
    }
  };

  const quietlyRemove = (path: string): void => {
    try {
      fs.unlinkSync(path);
    } catch {
      // The next save clears it away.
    }
  };

  /** Writes what is in memory as the beginning of a new archive: other writers drop what they hold of the old one. */
  function replaceAll(): Saved {
    writeMeta(db, 'epoch', randomUUID());
    unsaved = true;
    if (folder === null) return { ok: true, written: false, bytes: 0, generation: base, merged: [] };
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (let tries = 0; tries < ATTEMPTS; tries++) {
        const generation = Math.max(listGenerations(folder, fs)[0] ?? 0, base) + 1;
        writeMeta(db, 'generation', String(generation));
        writeMeta(db, 'app', app);
        const image = db.export();
        base = generation;
        if (!commitImage(folder, fs, generation, tag, image)) continue;
        if ((listGenerations(folder, fs)[0] ?? 0) > generation) continue;
        removeOtherImages(folder, fs, generation);
        clean();
        return { ok: true, written: true, bytes: image.length, generation, merged: [] };
      }
      return { ok: false, problem: busy(folder), merged: [] };
    } catch (error) {
      return { ok: false, problem: notWritten(folder, error), merged: [] };
    }
  }

  /** Opens the image of a backup or another machine. */
  function foreign(image: Uint8Array): Database {
    // A copy: the database takes the bytes for its own.
    const loaded = load(new Uint8Array(image), sqlite);
    if (loaded === 'newer')
      throw new StoreFault('It was written by a newer version of Vigil: update this one first.');
    if (loaded === 'damaged') throw new StoreFault('It is no archive of Vigil, or it is damaged.');
    return loaded;
  }

  return {
    get db() {
      return db;
    },
    headers: () => readHeaders(db),
    reading: (path) => readReading(db, path),
    sessions: (since) =>
      since === undefined ? readSessions(db) : readSessions(db, 'ended_at >= ?', [since]),
    session: (id) => readSessions(db, 'id = ?', [id])[0] ?? null,
    conversation: (id) => readSessions(db, 'conversation = ?', [id]),
    identities: () => readIdentities(db),
    filesWith: (key) => filesWith(db, identityHash(key)),
    pending: () => readPending(db),
    basis: () => readMeta(db, 'basis'),
    put({ files = [], gone = [], sessions = [], removedSessions = [], derived = [], pending = [], basis }) {
      const touched: Dirt = { files: new Set(), conversations: new Set() };
      const conversations = new Set<string>();
      db.transaction(() => {
        for (const file of files) {
          writeFile(db, file, file.keys);
          touched.files.add(file.path);
          conversations.add(file.sessionId);
        }
        for (const file of gone) {
          markGone(db, file.path, file.gone);
          touched.files.add(file.path);
        }
        for (const figures of sessions) {
          writeSession(db, figures);
          touched.conversations.add(conversationOf(figures.id));
        }
        for (const id of removedSessions) {
          removeSession(db, id);
          touched.conversations.add(conversationOf(id));
        }
        for (const id of conversations) markPending(db, id);
        for (const id of [...touched.conversations, ...derived]) clearPending(db, id);
        for (const id of pending) markPending(db, id);
        if (basis !== undefined) writeMeta(db, 'basis', basis);
      });
      for (const path of touched.files) dirt.files.add(path);
      for (const id of touched.conversations) dirt.conversations.add(id);
      unsaved = true;
    },
    unsaved: () => unsaved,
    save() {
      const merged = new Set<string>();
      const stale: number[] = [];
      if (folder === null || (!unsaved && !behind()))
        return { ok: true, written: false, bytes: 0, generation: base, merged: [] };
      try {
        fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
        for (let tries = 0; tries < ATTEMPTS; tries++) {
          const saved = attempt(folder, merged, stale);
          if (saved) return saved;
        }
        return { ok: false, problem: busy(folder), merged: [...merged] };
      } catch (error) {
        return { ok: false, problem: notWritten(folder, error), merged: [...merged] };
      }
    },
    behind,
    newest: () => (folder === null ? null : newestImage(folder, fs)),
    size() {
      const count = (sql: string): number => Number(db.all(sql)[0]?.[0] ?? 0);
      const [from = null, to = null] = db.all('select min(started_at), max(ended_at) from session')[0] ?? [];
      return {
        folder,
        imageBytes: (folder === null ? null : newestImage(folder, fs))?.bytes ?? 0,
        conversations: count('select count(*) from session where parent is null'),
        subAgents: count('select count(*) from session where parent is not null'),
        files: count('select count(*) from file'),
        gone: count('select count(*) from file where gone'),
        from: from as string | null,
        to: to as string | null,
        free: count('pragma freelist_count') * count('pragma page_size'),
      };
    },
    absorb(image) {
      const theirs = foreign(image);
      try {
        const { changed } = db.transaction(() => {
          comeFromElsewhere(theirs, db);
          const result = merge(db, theirs, dirt);
          for (const id of result.changed) dirt.conversations.add(id);
          for (const { path, sessionId } of readHeaders(theirs))
            if (result.changed.includes(sessionId)) dirt.files.add(path);
          return result;
        });
        unsaved = true;
        return { conversations: changed.length };
      } finally {
        theirs.close();
      }
    },
    backup: (path) => writeBackup(path, fs, tag, db.export()),
    restore(image) {
      const theirs = foreign(image);
      if (folder !== null) writeBackup(join(folder, BEFORE_RESTORE), fs, tag, db.export());
      db.close();
      db = theirs;
      return replaceAll();
    },
    wipe(project) {
      if (project === null) {
        db.close();
        db = emptyStore(sqlite);
      } else {
        db.transaction(() => removeConversations(db, conversationsIn(db, project)));
        db.script('vacuum');
      }
      const saved = replaceAll();
      if (folder !== null) quietlyRemove(join(folder, BEFORE_RESTORE));
      return saved;
    },
    filesOf: (project) => filesOf(db, new Set(conversationsIn(db, project))),
    compact() {
      db.script('vacuum');
      unsaved = true;
    },
    exportSqlite(seal, graded) {
      const out = sqlite.open(null);
      try {
        writeExport(db, out, seal, graded);
        return out.export();
      } finally {
        out.close();
      }
    },
    close: () => db.close(),
  };
}

const fellBack = (file: string): StoreProblem => ({
  level: 'warn',
  code: 'store-damaged',
  message:
    'The newest image of the store is damaged; the one before it is used, and the logs are read on from there. The damaged file is set aside.',
  file,
});

const nothingWhole = (file: string, count: number): StoreProblem => ({
  level: 'error',
  code: 'store-empty',
  message: `No whole image of the store is left (${count} damaged): it is built again from the logs on disk. The damaged file is set aside; restore a backup to get back sessions whose logs are gone.`,
  file,
});

const newer = (file: string): StoreProblem => ({
  level: 'error',
  code: 'store-newer',
  message:
    'The store was written by a newer version of Vigil and is left as it is. Update Vigil to use it; until then nothing is kept.',
  file,
});

const unreadable = (file: string, error: unknown): StoreProblem => ({
  level: 'error',
  code: 'store-unreadable',
  message: `The store cannot be read (${errorText(error)}) and is left as it is. Give Vigil access to it; until then nothing is kept.`,
  file,
});

const notWritten = (file: string, error: unknown): StoreProblem => ({
  level: 'error',
  code: 'store-write',
  message: `The store could not be written (${errorText(error)}). Nothing is lost while the logs are there; Vigil tries again.`,
  file,
});

const busy = (file: string): StoreProblem => ({
  level: 'warn',
  code: 'store-busy',
  message: 'Other windows kept writing the store; this one tries again later.',
  file,
});
