/** Writing: the next image, with what others wrote merged into it, or an image that replaces everything. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { errorCode } from '../l10n/errorText';
import {
  BEFORE_RESTORE,
  clearUp,
  commitImage,
  freeGeneration,
  type ImageMark,
  imagePath,
  listGenerations,
  newestImage,
  removeOtherImages,
  removePacksAside,
  setPacksAside,
  writeBackup,
} from './image';
import { LoadedDatabase } from './loadedDatabase';
import { merge, type Dirt } from './merge';
import { findNewest, type Opening } from './open';
import { quietly } from './quietly';
import { busy, notWritten, type StoreProblem } from './problem';
import { PAGE_BYTES } from './schema';
import {
  keepPlace,
  moveIntoPacks,
  packNames,
  spillInside,
  moveReadingsInside,
  type Packing,
} from './readings';
import type { Database } from './sqlite';
import { readMeta, writeMeta } from './tables';

export interface ArchiveContext extends Opening {
  /** Null keeps everything in memory. */
  folder: string | null;
  /** Vigil's version. Images record it, and `version`. */
  app: string;
}

export type Saved =
  /**
   * `merged`: conversations that another writer changed; load them from the store again and derive them. `replaced`: another writer wiped
   * or restored the archive, or ours cannot be read any more; load everything from the store again. `alerts`: the state of alerts has changed.
   */
  | {
      ok: true;
      written: boolean;
      bytes: number;
      generation: number;
      merged: string[];
      replaced?: boolean;
      alerts?: boolean;
    }
  | { ok: false; problem: StoreProblem; merged: string[]; replaced?: boolean; alerts?: boolean };

const ATTEMPTS = 5;

export class Writer {
  readonly loaded: LoadedDatabase;
  unsaved = false;
  /** The running save merged another writer's alerts. */
  private otherAlerts = false;
  private readonly dirt: Dirt = { files: new Set(), conversations: new Set() };
  /** Generation of the image that contains everything in this store except unsaved changes. */
  private base: number;
  /** That image, to recognise its file; null if there is none, or if the database has something that it lacks. */
  private mark: ImageMark | null;
  /** The packs which that image names. */
  private named: ReadonlySet<string>;
  /** The next save is to compact all readings. */
  private compacting = false;
  /** Bytes that readings freed in the database when they were moved out. */
  private freed = 0;
  /** The newest image when it turned out to be damaged. It is not read again until it changes or there is another. */
  private torn: string | null = null;
  /** Identifies the files of this writer. */
  private readonly tag = randomUUID();

  constructor(
    db: Database,
    loadedFrom: number,
    private readonly place: ArchiveContext,
    /** Why the archive on disk must not be touched; null if it may be. */
    public refusal: StoreProblem | null,
  ) {
    this.loaded = new LoadedDatabase(db, place);
    this.base = loadedFrom;
    this.named = packNames(db);
    this.mark = this.image();
  }

  get db(): Database {
    return this.loaded.get();
  }

  /** See `Checkpoint.unload`. */
  unload(atOnce: boolean): boolean {
    const { folder } = this.place;
    if (folder === null || this.mark === null || this.unsaved || this.refusal !== null) return false;
    return this.loaded.unload(folder, this.mark, atOnce);
  }

  /** Something is not on disk yet. */
  touch({ files, conversations }: Dirt): void {
    for (const path of files) this.dirt.files.add(path);
    for (const id of conversations) this.dirt.conversations.add(id);
    this.unsaved = true;
  }

  /**
   * Moves readings out of memory ahead of the next save. No image names them yet: if the process ends before the save, they are lost, as
   * they would be in memory. Readings that cannot be written stay in memory. Returns the bytes written.
   */
  spill(): number {
    let moved = 0;
    if (this.beginAhead()) quietly(() => (moved = spillInside(this.db, this.place.packs)));
    this.freed += moved;
    // An old image has readings inside: they must not be moved again after the next opening.
    if (moved > 0) this.mark = null;
    return moved;
  }

  /**
   * The same for readings that are being stored: they never enter the database. The returned function writes one for a file; it returns
   * false if that one, and then any other, cannot be written.
   */
  spiller(): (file: number, reading: Uint8Array) => boolean {
    const { db } = this;
    const { packs } = this.place;
    let works: boolean | null = null;
    return (file, reading) => {
      works ??= this.beginAhead();
      works &&= quietly(() => keepPlace(db, file, packs.append(reading)));
      return works;
    };
  }

  /** Ensures that this process has a pack that the next image may name. False if it cannot. */
  private beginAhead(): boolean {
    const { folder, fs, packs } = this.place;
    if (folder === null || this.refusal !== null) return false;
    return quietly(() => {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const generation = freeGeneration(folder, fs, this.base);
      if (packs.ownFor(generation, this.named) === null) packs.begin(generation);
    });
  }

  /** Merges another database; returns the conversations that changed. `fromElsewhere`: it is another archive. */
  mergeIn(theirs: Database, fromElsewhere = false): ReturnType<typeof merge> {
    return merge(this.db, theirs, this.dirt, this.place.packs, fromElsewhere);
  }

  /**
   * Merges what others wrote, then writes the next image if anything is unsaved. With `writes` false it only merges, and unsaved changes
   * stay unsaved. Can be repeated.
   */
  save(writes = true): Saved {
    const { folder } = this.place;
    const merged = new Set<string>();
    const stale: number[] = [];
    if (this.refusal !== null) return { ok: false, problem: this.refusal, merged: [] };
    if (folder === null || (!(writes && this.unsaved) && !this.behind()))
      return { ok: true, written: false, bytes: 0, generation: this.base, merged: [] };
    this.otherAlerts = false;
    const saved = this.persist(folder, merged, () => this.attempt(folder, merged, stale, writes));
    return this.otherAlerts ? { ...saved, alerts: true } : saved;
  }

  /** True if another writer has written an image that is not in memory. */
  behind(): boolean {
    const { folder, fs } = this.place;
    if (this.refusal !== null) return false;
    try {
      const newest = folder === null ? 0 : (listGenerations(folder, fs)[0] ?? 0);
      return newest > this.base && this.torn !== this.stampOf(newest);
    } catch {
      return false;
    }
  }

  private stampOf(generation: number): string {
    const { at, bytes } = this.newest() ?? { at: 0, bytes: 0 };
    return `${generation} ${at} ${bytes}`;
  }

  newest(): ReturnType<typeof newestImage> {
    const { folder, fs } = this.place;
    return folder === null ? null : newestImage(folder, fs);
  }

  /** The image on disk from which this store was loaded or which it wrote last, if it is the newest. */
  image(): ImageMark | null {
    const newest = this.newest();
    return newest?.generation === this.base && this.refusal === null ? newest : null;
  }

  /** For actions on the whole archive: first merges what others wrote, or what could not be read at opening. */
  catchUp(): Extract<Saved, { ok: false }> | null {
    if (this.refusal !== null || !this.behind()) return null;
    const caught = this.save();
    return caught.ok ? null : caught;
  }

  /** Replaces this database by another one; `replaceAll` writes it. */
  swap(db: Database): void {
    this.loaded.replace(db);
  }

  /** Writes the contents of memory as the beginning of a new archive: other writers drop what they hold of the old one. */
  replaceAll(): Saved {
    const { folder } = this.place;
    writeMeta(this.db, 'epoch', randomUUID());
    this.unsaved = true;
    if (folder === null) return { ok: true, written: false, bytes: 0, generation: this.base, merged: [] };
    return this.persist(folder, new Set(), () => this.attemptAlone(folder));
  }

  /** Writes the whole archive as one file, readings included. */
  backup(path: string): void {
    const { fs, sqlite, packs } = this.place;
    const copy = sqlite.open(this.db.export());
    try {
      moveReadingsInside(copy, packs);
      writeBackup(path, fs, this.tag, copy.export());
    } finally {
      copy.close();
    }
  }

  /** Frees the space of removed data with the next save. */
  compact(): void {
    this.db.script('vacuum');
    this.compacting = true;
    this.unsaved = true;
  }

  close(): void {
    this.place.packs.close();
    this.loaded.close();
  }

  /** Keeps the archive as it was before a restore: as a backup, or, if it does not open, as the file it is. */
  keepBefore(): void {
    const { folder, fs } = this.place;
    if (folder === null) return;
    // It may be the first file in this folder.
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const before = join(folder, BEFORE_RESTORE);
    const newest = listGenerations(folder, fs)[0];
    if (this.refusal === null) this.backup(before);
    else if (newest === undefined) return;
    else fs.renameSync(imagePath(folder, newest), before);
    // They belong to the previous archive.
    quietly(() => removePacksAside(folder, fs));
    if (this.refusal !== null) setPacksAside(folder, fs);
  }

  /** Tries to write until no other writer gets in first. */
  private persist(folder: string, merged: ReadonlySet<string>, attempt: () => Saved | null): Saved {
    try {
      this.place.fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (let tries = 0; tries < ATTEMPTS; tries++) {
        const saved = attempt();
        if (saved) return saved;
      }
      return { ok: false, problem: busy(folder), merged: [...merged] };
    } catch (error) {
      return { ok: false, problem: notWritten(folder, error), merged: [...merged] };
    }
  }

  /** Writes one image. Null: another writer was first; merge and try again. */
  private attempt(into: string, merged: Set<string>, stale: number[], writes: boolean): Saved | null {
    const { fs, packs } = this.place;
    const stamp = this.stampOf(listGenerations(into, fs)[0] ?? 0);
    const found = findNewest(into, this.place, this.base);
    this.torn = found.kind === 'found' && found.damaged.length > 0 ? stamp : null;
    if (found.kind === 'refused') {
      // A newer version of Vigil writes here now: its archive must not be touched any more.
      if (found.problem.code === 'store-newer') this.refusal = found.problem;
      return { ok: false, problem: found.problem, merged: [...merged] };
    }
    const done = found.db === null ? null : this.takeIn(into, found.db, found.generation, merged, stale);
    if (done !== null) return done;
    if (!writes) return { ok: true, written: false, bytes: 0, generation: this.base, merged: [...merged] };
    const generation = found.next > this.base ? found.next : freeGeneration(into, fs, this.base);
    // What the base image of this store names exists as long as that image does.
    const named = found.generation === this.base && !this.compacting ? this.named : new Set<string>();
    const appended = this.packed({ generation, named, alone: false });
    if (appended === null) return null;
    const image = this.imageOf(generation);
    if (!commitImage(into, fs, generation, this.tag, image)) return null;
    const before = { base: this.base, named: this.named };
    this.based(generation);
    stale.push(generation);
    // A writer that slept here for a long time may have written below newer images: then it has to merge them.
    if ((listGenerations(into, fs)[0] ?? 0) > generation) return null;
    packs.keep(this.named);
    const needed = new Set([...before.named, ...this.named]);
    clearUp(into, fs, { written: generation, base: before.base, damaged: found.damaged, needed });
    this.clean();
    const bytes = image.length + appended;
    return { ok: true, written: true, bytes, generation, merged: [...merged] };
  }

  /** Merges the image of another writer. Returns the result if nothing is left to write, else null. */
  private takeIn(
    into: string,
    theirs: Database,
    generation: number,
    merged: Set<string>,
    stale: readonly number[],
  ): Saved | null {
    if (!this.loaded.isReadable() || readMeta(theirs, 'epoch') !== readMeta(this.db, 'epoch')) {
      // The archive was wiped or restored: our data belongs to the previous archive and must not come back. Or our image is gone.
      this.swap(theirs);
      this.based(generation);
      this.place.packs.forgetOwn();
      this.place.packs.keep(this.named);
      this.clean();
      for (const old of stale)
        if (old !== generation) quietly(() => this.place.fs.unlinkSync(imagePath(into, old)));
      return { ok: true, written: false, bytes: 0, generation, merged: [], replaced: true };
    }
    try {
      const { changed, more, alerts } = this.db.transaction(() => this.mergeIn(theirs));
      this.otherAlerts ||= alerts;
      for (const id of changed) merged.add(id);
      this.base = generation;
      this.named = packNames(theirs);
      if (more && this.unsaved) return null;
      // The other writer has what was put here: the same image need not be written again.
      this.place.packs.keep(packNames(this.db));
      this.clean();
      // What only this store has, such as its basis, is on disk with its next image.
      if (more) this.mark = null;
      return { ok: true, written: false, bytes: 0, generation, merged: [...merged] };
    } finally {
      theirs.close();
    }
  }

  /** Writes an image without merging others. Null: another writer was first. */
  private attemptAlone(into: string): Saved | null {
    const { fs, packs } = this.place;
    const generation = freeGeneration(into, fs, Math.max(listGenerations(into, fs)[0] ?? 0, this.base));
    const appended = this.packed({ generation, named: new Set(), alone: true });
    if (appended === null) return null;
    const image = this.imageOf(generation);
    this.based(generation);
    if (!commitImage(into, fs, generation, this.tag, image)) return null;
    if ((listGenerations(into, fs)[0] ?? 0) > generation) return null;
    packs.keep(this.named);
    removeOtherImages(into, fs, generation, this.named);
    this.refusal = null;
    this.clean();
    return { ok: true, written: true, bytes: image.length + appended, generation, merged: [] };
  }

  /** Bytes appended to packs and synced; null if another writer removed a new pack, which means that it was first. */
  private packed(packing: Packing): number | null {
    try {
      const moved = moveIntoPacks(this.db, this.place.packs, packing);
      this.freed += moved;
      return moved;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  /** The bytes of the next image, without the space that readings took. */
  private imageOf(generation: number): Uint8Array {
    writeMeta(this.db, 'generation', String(generation));
    writeMeta(this.db, 'app', this.place.app);
    if (this.place.version !== null) writeMeta(this.db, 'version', String(this.place.version));
    const bytes = Number(this.db.all('pragma page_count')[0]?.[0]) * PAGE_BYTES;
    if (this.freed * 4 > bytes) this.db.script('vacuum');
    this.freed = 0;
    return this.db.export();
  }

  /** The image of a generation contains everything in this store except unsaved changes. */
  private based(generation: number): void {
    this.base = generation;
    this.named = packNames(this.db);
  }

  private clean(): void {
    this.compacting = false;
    this.dirt.files.clear();
    this.dirt.conversations.clear();
    this.unsaved = false;
    this.mark = this.image();
  }
}
