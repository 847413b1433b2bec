import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SessionFigures } from './figures';
import {
  type StoreFs,
  clearUp,
  commitImage,
  freeGeneration,
  imagePath,
  listGenerations,
  newestImage,
  removeOtherImages,
  writeBackup,
} from './image';
import { comeFromElsewhere, conversationsIn, filesOf, removeConversations, writeExport } from './care';
import { type Dirt, merge } from './merge';
import type { ReadingCheck } from './foreign';
import { emptyStore, findNewest, NOTHING, openForeign, type Found } from './open';
import { StoreFault, busy, notWritten, type StoreProblem } from './problem';
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
   * anything twice. `leftOut`: sessions and files in it that make no sense. Throws a `StoreFault` when the bytes are no image that can be used.
   */
  absorb(image: Uint8Array): { conversations: number; leftOut: string[] };
  /** Writes all that is in memory as one file. Throws what node:fs throws. */
  backup(path: string): void;
  /** Puts the archive in these bytes in place of this one, which is kept as `beforeRestore`. Saved at once. */
  restore(image: Uint8Array): Saved & { leftOut: string[] };
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
  /** Ids of sessions that could not be read when they were asked for, as yet; what is known of their logs is worked out again. */
  setAside(): string[];
  /** Frees the memory. What is unsaved is lost. */
  close(): void;
}

export type Opened =
  | { kind: 'open'; checkpoint: Checkpoint; problems: StoreProblem[] }
  /**
   * There is a store, and this version must neither use nor replace it. The checkpoint keeps all in memory: only `restore`
   * and `wipe` of everything write, and open the archive by that.
   */
  | { kind: 'refused'; problem: StoreProblem; checkpoint: Checkpoint };

const ATTEMPTS = 5;

/** From the first to the last time of the sessions that have one. */
const TIME_RANGE = `select
  (select min(started_at) from session where started_at glob '[0-9][0-9][0-9][0-9]-*'),
  (select max(ended_at) from session where ended_at glob '[0-9][0-9][0-9][0-9]-*')`;

/** Name of the backup that a restore leaves in the storage folder. */
export const BEFORE_RESTORE = 'before-restore.vigil';

export { StoreFault };

/**
 * Opens the newest whole image in a folder; an empty store when there is none. `folder` null keeps all in memory.
 * Writes nothing. `app` is Vigil's version, noted in images; `check` tells readings that can be used from others, where they come from elsewhere.
 */
export function openCheckpoint(
  folder: string | null,
  fs: StoreFs,
  sqlite: Sqlite,
  app: string,
  check: ReadingCheck = () => true,
): Opened {
  const found: Found = folder === null ? NOTHING : findNewest(folder, fs, sqlite, check);
  const parts = { folder, fs, sqlite, app, check };
  if (found.kind === 'refused') {
    const checkpoint = checkpointOf(emptyStore(sqlite), 0, parts, found.problem);
    return { kind: 'refused', problem: found.problem, checkpoint };
  }
  const db = found.db ?? emptyStore(sqlite);
  return {
    kind: 'open',
    checkpoint: checkpointOf(db, found.generation, parts, null),
    problems: found.problems,
  };
}

interface Parts {
  folder: string | null;
  fs: StoreFs;
  sqlite: Sqlite;
  app: string;
  check: ReadingCheck;
}

function checkpointOf(
  opened: Database,
  loadedFrom: number,
  { folder, fs, sqlite, app, check }: Parts,
  refused: StoreProblem | null,
): Checkpoint {
  const tag = randomUUID();
  let db = opened;
  const dirt: Dirt = { files: new Set(), conversations: new Set() };
  /** Generation of the image that all but the dirt of this store is in. */
  let base = loadedFrom;
  let unsaved = false;
  /** Why what is on disk must not be touched; null when it may. */
  let refusal = refused;
  const aside = new Set<string>();

  /** Sessions of the archive; those that cannot be read are worked out again from their readings. */
  function sessionsWhere(where?: string, params?: string[]): SessionFigures[] {
    const bad: string[] = [];
    const sessions = readSessions(db, where, params, (id) => bad.push(id));
    for (const id of bad) {
      aside.add(id);
      markPending(db, conversationOf(id));
    }
    return sessions;
  }

  const clean = (): void => {
    dirt.files.clear();
    dirt.conversations.clear();
    unsaved = false;
  };

  /** Writes one image. Null: another writer was first, so merge and try again. */
  function attempt(into: string, merged: Set<string>, stale: number[]): Saved | null {
    const found = findNewest(into, fs, sqlite, check, base);
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
    const generation = freeGeneration(into, fs, Math.max(found.next - 1, base));
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
        const generation = freeGeneration(folder, fs, Math.max(listGenerations(folder, fs)[0] ?? 0, base));
        writeMeta(db, 'generation', String(generation));
        writeMeta(db, 'app', app);
        const image = db.export();
        base = generation;
        if (!commitImage(folder, fs, generation, tag, image)) continue;
        if ((listGenerations(folder, fs)[0] ?? 0) > generation) continue;
        removeOtherImages(folder, fs, generation);
        refusal = null;
        clean();
        return { ok: true, written: true, bytes: image.length, generation, merged: [] };
      }
      return { ok: false, problem: busy(folder), merged: [] };
    } catch (error) {
      return { ok: false, problem: notWritten(folder, error), merged: [] };
    }
  }

  const foreign = (image: Uint8Array) => openForeign(image, sqlite, check, (why) => new StoreFault(why));

  /** What a newer version of Vigil wrote is sound: it is never replaced. */
  function onlyIfOurs(): void {
    if (refusal?.code === 'store-newer') throw new StoreFault(refusal.message);
  }

  /** Keeps the archive of before a restore: as a backup, or as the file it is where it does not open. */
  function keepBefore(into: string): void {
    // It may be the first that is put here.
    fs.mkdirSync(into, { recursive: true, mode: 0o700 });
    const before = join(into, BEFORE_RESTORE);
    const newest = refusal === null ? undefined : listGenerations(into, fs)[0];
    if (newest !== undefined) fs.renameSync(imagePath(into, newest), before);
    else if (refusal === null) writeBackup(before, fs, tag, db.export());
  }

  function save(): Saved {
    const merged = new Set<string>();
    const stale: number[] = [];
    if (refusal !== null) return { ok: false, problem: refusal, merged: [] };
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
  }

  /** Before something that stands for the whole archive: what others wrote, or what could not be seen when it was opened, is taken in. */
  function catchUp(): Saved | null {
    if (refusal !== null || !behind()) return null;
    const caught = save();
    return caught.ok ? null : caught;
  }

  return {
    get db() {
      return db;
    },
    headers: () => readHeaders(db),
    reading: (path) => readReading(db, path),
    sessions: (since) => (since === undefined ? sessionsWhere() : sessionsWhere('ended_at >= ?', [since])),
    session: (id) => sessionsWhere('id = ?', [id])[0] ?? null,
    conversation: (id) => sessionsWhere('conversation = ?', [id]),
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
          aside.delete(figures.id);
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
    save,
    behind,
    newest: () => (folder === null ? null : newestImage(folder, fs)),
    size() {
      const count = (sql: string): number => Number(db.all(sql)[0]?.[0] ?? 0);
      const [from = null, to = null] = db.all(TIME_RANGE)[0] ?? [];
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
      const { db: theirs, leftOut } = foreign(image);
      try {
        const { changed } = db.transaction(() => {
          comeFromElsewhere(theirs, db);
          const result = merge(db, theirs, dirt);
          for (const id of result.changed) {
            dirt.conversations.add(id);
            // Figures of another archive are not believed: they are worked out again from what was read.
            markPending(db, id);
          }
          for (const { path, sessionId } of readHeaders(theirs))
            if (result.changed.includes(sessionId)) dirt.files.add(path);
          return result;
        });
        unsaved = true;
        return { conversations: changed.length, leftOut };
      } finally {
        theirs.close();
      }
    },
    backup(path) {
      const failed = catchUp();
      if (failed?.ok === false) throw new StoreFault(failed.problem.message);
      writeBackup(path, fs, tag, db.export());
    },
    restore(image) {
      onlyIfOurs();
      const { db: theirs, leftOut } = foreign(image);
      const failed = catchUp();
      if (failed !== null) {
        theirs.close();
        return { ...failed, leftOut: [] };
      }
      theirs.run('insert or ignore into pending select distinct session from file');
      if (folder !== null) keepBefore(folder);
      db.close();
      db = theirs;
      return { ...replaceAll(), leftOut };
    },
    wipe(project) {
      onlyIfOurs();
      if (project !== null && refusal !== null)
        throw new StoreFault(
          `The archive cannot be opened, so a single project cannot be taken out of it. Restore a backup, or wipe all. ${refusal.message}`,
        );
      const failed = project === null ? null : catchUp();
      if (failed !== null) return failed;
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
    setAside: () => [...aside].sort(),
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
