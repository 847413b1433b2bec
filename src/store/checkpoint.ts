/** The archive as it is used: opened, asked, changed, written, cared for. */
import { en } from '../l10n/english';
import type { AlertRecord } from './alerts';
import { comeFromElsewhere, removeProject } from './care';
import { putChanges, type Changes, type FileChange } from './changes';
import type { SessionFigures } from './figures';
import type { ReadingCheck } from './foreign';
import type { ImageMark, StoreFs } from './image';
import { emptyStore, findNewest, NOTHING, openForeign, type Found } from './open';
import { StoreFault, type StoreProblem } from './problem';
import type { SessionMark } from './marks';
import { Packs } from './packs';
import { insideBytes, keepInside } from './readings';
import { Queries, type ArchiveSize } from './queries';
import type { Database, Sqlite } from './sqlite';
import { markPending, readHeaders, type FileHeader } from './tables';
import { Writer, type Place, type Saved } from './writer';

/** The store in memory: what was derived from the logs, with the cursors it was derived up to (law 3). */
export interface Checkpoint {
  /** The database as it is now; for tests. Never written to but through the functions here. */
  readonly db: Database;
  headers(): FileHeader[];
  /** Whether it knows no log. */
  isEmpty(): boolean;
  reading(path: string): Uint8Array | null;
  /** All sessions, a few of them in memory at a time; the archive must not be changed meanwhile. */
  eachSession(): Iterable<SessionFigures>;
  /** All sessions, or those whose last line was written at or after `since` (ISO). */
  sessions(since?: string): SessionFigures[];
  /** A session with its sub-agents, in the order of their ids. */
  conversation(id: string): SessionFigures[];
  /** Paths of the files that contain any of the keys. */
  filesWith(keys: readonly string[]): string[];
  /** Conversations whose figures are older than the readings of their files. */
  pending(): string[];
  basis(): string | null;
  /** What is kept of alerts, in the order of their ids. */
  alerts(): AlertRecord[];
  /** What a person keeps of sessions, in the order of their ids. */
  marks(): SessionMark[];
  /**
   * Takes all changes or, when it throws, none. The readings of files for which `atOnce` holds are put where they will lie: only for who writes
   * the archive. Gives how many bytes were written so; see `spill`.
   */
  put(changes: Changes, atOnce?: (file: FileChange) => boolean): number;
  /** True when something was put that is not on disk. */
  unsaved(): boolean;
  /** Bytes of readings in memory: those that were put since the last save. */
  inMemory(): number;
  /** Takes these out of memory; gives how many bytes it wrote. Only for who writes the archive. */
  spill(): number;
  /** Takes in what others wrote, then writes the next image if anything is unsaved. Can be tried again. */
  save(): Saved;
  /** True when another writer has written an image that is not in memory. */
  behind(): boolean;
  /** Takes in what others wrote, and writes nothing. */
  takeIn(): Saved;
  /** When the newest image on disk was written, by whomever; null when there is none. */
  newest(): ImageMark | null;
  /** The newest image on disk when it is the one this store is of; null when another writer was there since, and when there is none. */
  image(): ImageMark | null;
  size(): ArchiveSize;
  /**
   * Takes in the archive of another machine. Its logs count as gone here. Can be done again without counting
   * anything twice. `leftOut`: sessions and files in it that make no sense. Throws a `StoreFault` when the bytes are no image that can be used.
   * `beside`: the folder where its packs lie, which all but a backup has.
   */
  absorb(image: Uint8Array, beside?: string | null): { conversations: number; leftOut: string[] };
  /** Writes the whole archive as one file, readings too. Throws what node:fs throws. */
  backup(path: string): void;
  /** Puts the archive in these bytes in place of this one, which is kept as `beforeRestore`. Saved at once. */
  restore(image: Uint8Array, beside?: string | null): Saved & { leftOut: string[] };
  /**
   * Forgets everything, or the conversations of a project (its folder, and those below). Saved at once; older images go. `left`: why something
   * beside the archive is still there, in words.
   */
  wipe(project: string | null): Saved & { left: string[] };
  /** Paths of the files that `wipe` of a project would forget. */
  filesOf(project: string): string[];
  /** Gives back the room of what was removed, in the image and in its packs; to be saved. */
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

/**
 * Opens the newest whole image in a folder; an empty store when there is none. `folder` null keeps all in memory.
 * Writes nothing. `app` is Vigil's version, noted in images; `check` tells readings that can be used from others, where they come from elsewhere;
 * `wasUsed` is true of an image that need not be looked through again; `version` as `Opening` has it.
 */
export function openCheckpoint(
  folder: string | null,
  fs: StoreFs,
  sqlite: Sqlite,
  app: string,
  check: ReadingCheck = () => true,
  wasUsed: Place['wasUsed'] = () => false,
  version: number | null = null,
): Opened {
  const place = { folder, fs, sqlite, app, version, check, wasUsed, packs: new Packs(folder, fs) };
  const found: Found = folder === null ? NOTHING : findNewest(folder, place);
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
  place: Place,
  refused: StoreProblem | null,
): Checkpoint {
  const writer = new Writer(opened, loadedFrom, place, refused);
  const queries = new Queries(() => writer.db, place.packs);
  const { headers, isEmpty, reading, sessions, eachSession, conversation } = queries;
  const { filesWith, pending, basis, alerts, marks, filesOf, setAside } = queries;
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
    put(changes, atOnce = () => false) {
      let written = 0;
      const spill = writer.spiller();
      const keep = (id: number, file: FileChange): void => {
        if (atOnce(file) && spill(id, file.reading)) written += file.reading.length;
        else keepInside(writer.db, id, file.reading);
      };
      const put = putChanges(writer.db, changes, (id) => queries.readable(id), keep);
      if (put.changed) writer.touch(put);
      return written;
    },
    unsaved: () => writer.unsaved,
    inMemory: () => insideBytes(writer.db),
    spill: () => writer.spill(),
    save: () => writer.save(),
    behind: () => writer.behind(),
    takeIn: () => writer.save(false),
    newest: () => writer.newest(),
    image: () => writer.image(),
    size: () => ({
      folder: place.folder,
      imageBytes: (writer.newest()?.bytes ?? 0) + queries.packBytes(),
      ...queries.size(),
    }),
    absorb: (image, beside = null) => absorb(writer, place, image, beside),
    backup(path) {
      const failed = writer.catchUp();
      if (failed !== null) throw new StoreFault(failed.problem.message);
      writer.backup(path);
    },
    restore: (image, beside = null) => restore(writer, place, image, beside),
    wipe: (project) => wipe(writer, place, project),
    compact: () => writer.compact(),
    exportSqlite: (seal, graded) => queries.exportTo(place.sqlite, seal, graded),
    close: () => writer.close(),
  };
}

function foreign(
  image: Uint8Array,
  { sqlite, version, check, fs }: Place,
  beside: string | null,
): ReturnType<typeof openForeign> {
  const packs = new Packs(beside, fs);
  try {
    return openForeign(image, { sqlite, version, check, packs }, (why) => new StoreFault(why));
  } finally {
    packs.close();
  }
}

/** What a newer version of Vigil wrote is sound: it is never replaced. */
function onlyIfOurs({ refusal }: Writer): void {
  if (refusal?.code === 'store-newer') throw new StoreFault(refusal.message);
}

function absorb(
  writer: Writer,
  place: Place,
  image: Uint8Array,
  beside: string | null,
): { conversations: number; leftOut: string[] } {
  const { db: theirs, leftOut } = foreign(image, place, beside);
  const { db } = writer;
  try {
    const { changed } = db.transaction(() => {
      comeFromElsewhere(theirs, db);
      const result = writer.mergeIn(theirs, true);
      // Figures of another archive are not believed: they are worked out again from what was read.
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
  place: Place,
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

function wipe(writer: Writer, { sqlite }: Place, project: string | null): Saved & { left: string[] } {
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
  return { ...saved, left: writer.forgetBeside() };
}
