/** The archive in use: opening, queries, changes, writing, care. */
import { en } from '../l10n/english';
import type { AlertRecord } from './alerts';
import { markAsForeign, removeProject } from './care';
import { putChanges, type Changes, type FileChange } from './changes';
import type { SessionFigures } from './figures';
import type { ReadingCheck } from './foreign';
import { removeBeside, type ImageMark, type StoreFs } from './image';
import { emptyStore, findNewest, NOTHING, openForeign, type FoundImage } from './open';
import { StoreFault, type StoreProblem } from './problem';
import type { SessionMark } from './marks';
import { Packs } from './packs';
import { insideBytes, keepInside } from './readings';
import { Queries, type ArchiveSize } from './queries';
import type { Database, Sqlite } from './sqlite';
import { markPending, readHeaders, type FileHeader } from './tables';
import { Writer, type ArchiveContext, type Saved } from './writer';

/** The store in memory: what was derived from the logs, and the cursors that say how far they were read (law 3). */
export interface Checkpoint {
  /** The current database, for tests. Only the functions here write to it. */
  readonly db: Database;
  headers(): FileHeader[];
  /** True while the store has no log. */
  isEmpty(): boolean;
  reading(path: string): Uint8Array | null;
  /** All sessions, decompressed a few at a time, as they are now. To be used once. `afterBatch` runs while they are read. */
  eachSession(afterBatch?: () => void): Iterable<SessionFigures>;
  /** All sessions, or those whose last line was written at or after `since` (ISO). */
  sessions(since?: string): SessionFigures[];
  /** A session with its sub-agents, in the order of their ids. */
  conversation(id: string): SessionFigures[];
  /** Paths of the files that contain any of the keys. */
  filesWith(keys: readonly string[]): string[];
  /** Conversations whose figures are older than the readings of their files. */
  pending(): string[];
  basis(): string | null;
  /** Stored alerts, in the order of their ids. */
  alerts(): AlertRecord[];
  /** Marks of sessions, in the order of the sessions' ids. */
  marks(): SessionMark[];
  /**
   * Applies all changes or, if it throws, none. Readings of files for which `atOnce` holds go into a pack immediately; only the writer of
   * the archive may do that. Returns the bytes written this way; see `spill`.
   */
  put(changes: Changes, atOnce?: (file: FileChange) => boolean): number;
  /** True if something is not on disk yet. */
  unsaved(): boolean;
  /** Bytes of readings in memory: those put since the last save. */
  inMemory(): number;
  /** Moves these readings into a pack; returns the bytes written. Only for the writer of the archive. */
  spill(): number;
  /** Merges what others wrote, then writes the next image if anything is unsaved. Can be repeated. */
  save(): Saved;
  /**
   * Frees the database's memory if it has not been used since the last call, or `atOnce`, and an image on disk contains everything in it. The
   * next use opens that image again, or throws a `StoreFault` if it cannot be read any more. Returns whether memory was freed.
   */
  unload(atOnce?: boolean): boolean;
  /** True if another writer has written an image that is not in memory. */
  behind(): boolean;
  /** Merges what others wrote, and writes nothing. */
  takeIn(): Saved;
  /** When the newest image on disk was written, by anyone; null if there is none. */
  newest(): ImageMark | null;
  /** The newest image on disk, if this store is based on it; null if another writer came after that, or there is no image. */
  image(): ImageMark | null;
  size(): ArchiveSize;
  /**
   * Merges the archive of another machine. Its logs count as gone here. Repeating it counts nothing twice. `leftOut`: invalid sessions and
   * files in it. Throws a `StoreFault` if the bytes are not a usable image. `beside`: the folder of its packs; only a backup has none.
   */
  absorb(image: Uint8Array, beside?: string | null): { conversations: number; leftOut: string[] };
  /** Writes the whole archive as one file, readings included. Throws what node:fs throws. */
  backup(path: string): void;
  /** Replaces this archive by the one in these bytes, and keeps this one as `beforeRestore`. Saved at once. */
  restore(image: Uint8Array, beside?: string | null): Saved & { leftOut: string[] };
  /**
   * Deletes everything, or the conversations of a project (its folder and those below). Saved at once; older images are removed. `left`:
   * why a file beside the archive could not be removed, in words.
   */
  wipe(project: string | null): Saved & { left: string[] };
  /** Paths of the files that `wipe` of a project would delete. */
  filesOf(project: string): string[];
  /** Frees the space of removed data, in the image and in its packs. To be saved afterwards. */
  compact(): void;
  /** A SQLite file for other programs: sessions with their figures as JSON, usage, tools and signals as rows. */
  exportSqlite(
    seal: (text: string) => string,
    graded: (figures: SessionFigures) => SessionFigures,
  ): Uint8Array;
  /** Ids of sessions that could not be read so far; what is known of their logs is derived again. */
  setAside(): string[];
  /** Frees the memory. Unsaved changes are lost. */
  close(): void;
}

export type Opened =
  | { kind: 'open'; checkpoint: Checkpoint; problems: StoreProblem[] }
  /**
   * There is a store that this version must neither use nor replace. The checkpoint keeps everything in memory. Only `restore`, and `wipe`
   * of everything, write, and thereby open the archive.
   */
  | { kind: 'refused'; problem: StoreProblem; checkpoint: Checkpoint };

/**
 * Opens the newest complete image in a folder, or an empty store if there is none. `folder` null keeps everything in memory. Writes
 * nothing. `app` is Vigil's version, noted in images. `check` recognises usable readings when they come from elsewhere. `wasUsed` is true
 * for an image that need not be checked completely again. `version` as in `Opening`.
 */
export function openCheckpoint(
  folder: string | null,
  fs: StoreFs,
  sqlite: Sqlite,
  app: string,
  check: ReadingCheck = () => true,
  wasUsed: ArchiveContext['wasUsed'] = () => false,
  version: number | null = null,
): Opened {
  const place = { folder, fs, sqlite, app, version, check, wasUsed, packs: new Packs(folder, fs) };
  const found: FoundImage = folder === null ? NOTHING : findNewest(folder, place);
  if (found.kind === 'refused') {
    const checkpoint = checkpointOf(emptyStore(sqlite), 0, place, found.problem);
    return { kind: 'refused', problem: found.problem, checkpoint };
  }
  const db = found.db ?? emptyStore(sqlite);
  return {
    kind: 'open',
    checkpoint: checkpointOf(db, found.generation, place, null),
    problems: found.problems,
  };
}

function checkpointOf(
  opened: Database,
  loadedFrom: number,
  place: ArchiveContext,
  refused: StoreProblem | null,
): Checkpoint {
  const writer = new Writer(opened, loadedFrom, place, refused);
  const queries = new Queries(() => writer.db, place.packs);
  const { headers, isEmpty, reading, sessions, eachSession, conversation } = queries;
  const { filesWith, pending, basis, alerts, marks, filesOf, setAside } = queries;
  const changing = <T>(work: () => T): T => {
    try {
      return work();
    } finally {
      queries.forget();
    }
  };
  return {
    get db() {
      return writer.db;
    },
    headers,
    isEmpty,
    reading,
    sessions,
    eachSession,
    conversation,
    filesWith,
    pending,
    basis,
    alerts,
    marks,
    filesOf,
    setAside,
    put: (changes, atOnce = () => false) => changing(() => put(writer, queries, changes, atOnce)),
    unsaved: () => writer.unsaved,
    inMemory: () => (writer.loaded.isLoaded() ? insideBytes(writer.db) : 0),
    spill: () => writer.spill(),
    save: () => changing(() => writer.save()),
    unload(atOnce = false) {
      // What was set aside is marked in the database alone.
      if (!writer.loaded.isLoaded() || writer.unsaved || setAside().length > 0) return false;
      // Remembered from here on: each look and each page asks for them, and timers, which must not meet a fault.
      alerts();
      marks();
      return writer.unload(atOnce);
    },
    behind: () => writer.behind(),
    takeIn: () => changing(() => writer.save(false)),
    newest: () => writer.newest(),
    image: () => writer.image(),
    size: () => ({
      folder: place.folder,
      imageBytes: (writer.newest()?.bytes ?? 0) + queries.packBytes(),
      ...queries.size(),
    }),
    absorb: (image, beside = null) => changing(() => absorb(writer, place, image, beside)),
    backup: (path) =>
      changing(() => {
        const failed = writer.catchUp();
        if (failed !== null) throw new StoreFault(failed.problem.message);
        writer.backup(path);
      }),
    restore: (image, beside = null) => changing(() => restore(writer, place, image, beside)),
    wipe: (project) => changing(() => wipe(writer, place, project)),
    compact: () => writer.compact(),
    exportSqlite: (seal, graded) => queries.exportTo(place.sqlite, seal, graded),
    close: () => writer.close(),
  };
}

/** Applies changes; returns the bytes of readings that went into a pack. */
function put(
  writer: Writer,
  queries: Queries,
  changes: Changes,
  atOnce: (file: FileChange) => boolean,
): number {
  let written = 0;
  const spill = writer.spiller();
  const keep = (id: number, file: FileChange): void => {
    if (atOnce(file) && spill(id, file.reading)) written += file.reading.length;
    else keepInside(writer.db, id, file.reading);
  };
  const done = putChanges(writer.db, changes, (id) => queries.readable(id), keep);
  if (done.changed) writer.touch(done);
  return written;
}

function foreign(
  image: Uint8Array,
  { sqlite, version, check, fs }: ArchiveContext,
  beside: string | null,
): ReturnType<typeof openForeign> {
  const packs = new Packs(beside, fs);
  try {
    return openForeign(image, { sqlite, version, check, packs }, (why) => new StoreFault(why));
  } finally {
    packs.close();
  }
}

/** An image of a newer Vigil is not damaged, so it is never replaced. */
function onlyIfOurs({ refusal }: Writer): void {
  if (refusal?.code === 'store-newer') throw new StoreFault(refusal.message);
}

function absorb(
  writer: Writer,
  place: ArchiveContext,
  image: Uint8Array,
  beside: string | null,
): { conversations: number; leftOut: string[] } {
  const { db: theirs, leftOut } = foreign(image, place, beside);
  const { db } = writer;
  try {
    const { changed } = db.transaction(() => {
      markAsForeign(theirs, db);
      const result = writer.mergeIn(theirs, true);
      // Figures of another archive are not trusted: they are derived again from the readings.
      for (const id of result.changed) markPending(db, id);
      return result;
    });
    const files = readHeaders(theirs).filter(({ sessionId }) => changed.includes(sessionId));
    writer.touch({ files: new Set(files.map(({ path }) => path)), conversations: new Set(changed) });
    return { conversations: changed.length, leftOut };
  } finally {
    theirs.close();
  }
}

function restore(
  writer: Writer,
  place: ArchiveContext,
  image: Uint8Array,
  beside: string | null,
): Saved & { leftOut: string[] } {
  onlyIfOurs(writer);
  const { db: theirs, leftOut } = foreign(image, place, beside);
  const failed = writer.catchUp();
  if (failed !== null) {
    theirs.close();
    return { ...failed, leftOut: [] };
  }
  theirs.run('insert or ignore into pending select distinct session from file');
  writer.keepBefore();
  writer.swap(theirs);
  return { ...writer.replaceAll(), leftOut };
}

function wipe(
  writer: Writer,
  { sqlite, folder, fs }: ArchiveContext,
  project: string | null,
): Saved & { left: string[] } {
  onlyIfOurs(writer);
  if (project !== null && writer.refusal !== null)
    throw new StoreFault(
      en(
        'The archive cannot be opened, so a single project cannot be taken out of it. Restore a backup, or wipe all. {w0}',
        writer.refusal.message,
      ),
    );
  const failed = project === null ? null : writer.catchUp();
  if (failed !== null) return { ...failed, left: [] };
  if (project === null) writer.swap(emptyStore(sqlite));
  else {
    writer.db.transaction(() => removeProject(writer.db, project));
    writer.db.script('vacuum');
  }
  const saved = writer.replaceAll();
  return { ...saved, left: folder === null ? [] : removeBeside(folder, fs) };
}
