/** Writing: the next image, with what others wrote merged into it, or an image in place of all that was. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { errorCode, errorText } from '../l10n/errorText';
import {
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
  TOLD_BESIDE,
  writeBackup,
} from './image';
import { merge, type Dirt } from './merge';
import { findNewest, type Opening } from './open';
import { quietly } from './quietly';
import { busy, notWritten, type StoreProblem } from './problem';
import { PAGE_BYTES } from './schema';
import { keepPlace, moveIntoPacks, packNames, spillInside, takeInside, type Packing } from './readings';
import type { Database } from './sqlite';
import { readMeta, writeMeta } from './tables';

/** Where an archive lies, and what it is read and written with. */
export interface Place extends Opening {
  /** Null keeps all in memory. */
  folder: string | null;
  /** Vigil's version. Images note it, and `version`. */
  app: string;
}

export type Saved =
  /**
   * `merged`: conversations that another writer changed: take them from the store again, and derive them.
   * `replaced`: another writer wiped or restored the archive: all that is in memory is to be taken from the store again.
   * `alerts`: alerts stand otherwise than before.
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

/** Name of the backup that a restore leaves in the storage folder. */
export const BEFORE_RESTORE = 'before-restore.vigil';

const ATTEMPTS = 5;

export class Writer {
  db: Database;
  /** Why what is on disk must not be touched; null when it may. */
  refusal: StoreProblem | null;
  unsaved = false;
  /** Another writer's alerts came in by the save that runs. */
  private otherAlerts = false;
  private readonly dirt: Dirt = { files: new Set(), conversations: new Set() };
  /** Generation of the image that all but the dirt of this store is in. */
  private base: number;
  /** The packs which that image names. */
  private named: ReadonlySet<string>;
  /** All readings are to be put together with the next save. */
  private compacting = false;
  /** Bytes that readings left free in the database when they were moved out of it. */
  private freed = 0;
  /** The newest image as it was when it turned out to be damaged: it is not read again until it, or another, is there. */
  private torn: string | null = null;
  private readonly place: Place;
  /** Tells the files of this writer from those of others. */
  private readonly tag = randomUUID();

  constructor(db: Database, loadedFrom: number, place: Place, refusal: StoreProblem | null) {
    this.db = db;
    this.base = loadedFrom;
    this.place = place;
    this.refusal = refusal;
    this.named = packNames(db);
  }

  /** Something was put that is not on disk. */
  touch({ files, conversations }: Dirt): void {
    for (const path of files) this.dirt.files.add(path);
    for (const id of conversations) this.dirt.conversations.add(id);
    this.unsaved = true;
  }

  /**
   * Takes readings out of memory ahead of the next save. No image names them yet: what is not saved is lost with the process, as it is
   * without. What cannot be written stays in memory. Gives how many bytes were written.
   */
  spill(): number {
    let moved = 0;
    if (this.beginAhead()) quietly(() => (moved = spillInside(this.db, this.place.packs)));
    this.freed += moved;
    return moved;
  }

  /**
   * The same of readings that are being put: they never come into the database. What it gives writes one for a file; false when that cannot be
   * written, nor others then.
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

  /** Sees to it that there is a pack of this process's own that the next image may name. False when there can be none. */
  private beginAhead(): boolean {
    const { folder, fs, packs } = this.place;
    if (folder === null || this.refusal !== null) return false;
    return quietly(() => {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const generation = freeGeneration(folder, fs, this.base);
      if (packs.ownFor(generation, this.named) === null) packs.begin(generation);
    });
  }

  /** Takes in what another database holds; gives the conversations that are others now. `fromElsewhere`: it is another archive. */
  mergeIn(theirs: Database, fromElsewhere = false): ReturnType<typeof merge> {
    return merge(this.db, theirs, this.dirt, this.place.packs, fromElsewhere);
  }

  /**
   * Takes in what others wrote, then writes the next image if anything is unsaved; `writes` false: only takes in, and what is unsaved stays
   * so. Can be tried again.
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

  /** True when another writer has written an image that is not in memory. */
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

  /** The image on the disk that this store was taken from or last written to, when it is the newest. */
  image(): ImageMark | null {
    const newest = this.newest();
    return newest?.generation === this.base && this.refusal === null ? newest : null;
  }

  /** Before something that stands for the whole archive: what others wrote, or what could not be seen when it was opened, is taken in. */
  catchUp(): Extract<Saved, { ok: false }> | null {
    if (this.refusal !== null || !this.behind()) return null;
    const caught = this.save();
    return caught.ok ? null : caught;
  }

  /** Puts another database in place of this one; `replaceAll` writes it. */
  swap(db: Database): void {
    this.db.close();
    this.db = db;
  }

  /** Writes what is in memory as the beginning of a new archive: other writers drop what they hold of the old one. */
  replaceAll(): Saved {
    const { folder } = this.place;
    writeMeta(this.db, 'epoch', randomUUID());
    this.unsaved = true;
    if (folder === null) return { ok: true, written: false, bytes: 0, generation: this.base, merged: [] };
    return this.persist(folder, new Set(), () => this.attemptAlone(folder));
  }

  /** Writes the whole archive as one file, readings too. */
  backup(path: string): void {
    const { fs, sqlite, packs } = this.place;
    const copy = sqlite.open(this.db.export());
    try {
      takeInside(copy, packs);
      writeBackup(path, fs, this.tag, copy.export());
    } finally {
      copy.close();
    }
  }

  /** Gives back the room of what was removed with the next save. */
  compact(): void {
    this.db.script('vacuum');
    this.compacting = true;
    this.unsaved = true;
  }

  close(): void {
    this.place.packs.close();
    this.db.close();
  }

  /** Keeps the archive of before a restore: as a backup, or as the file it is where it does not open. */
  keepBefore(): void {
    const { folder, fs } = this.place;
    if (folder === null) return;
    // It may be the first that is put here.
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const before = join(folder, BEFORE_RESTORE);
    const newest = listGenerations(folder, fs)[0];
    if (this.refusal === null) this.backup(before);
    else if (newest === undefined) return;
    else fs.renameSync(imagePath(folder, newest), before);
    // They belong to what was kept so far.
    quietly(() => removePacksAside(folder, fs));
    if (this.refusal !== null) setPacksAside(folder, fs);
  }

  /** Removes the archive of before a restore and what was told of sessions; gives why something of it cannot be removed. */
  forgetBeside(): string[] {
    const { folder, fs } = this.place;
    if (folder === null) return [];
    const files = [BEFORE_RESTORE, ...TOLD_BESIDE].map((name) => () => fs.unlinkSync(join(folder, name)));
    return [...files, () => removePacksAside(folder, fs)].flatMap((remove) => {
      try {
        remove();
        return [];
      } catch (error) {
        return errorCode(error) === 'ENOENT' ? [] : [errorText(error)];
      }
    });
  }

  /** Tries to write until no other writer is in the way. */
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

  /** Writes one image. Null: another writer was first, so merge and try again. */
  private attempt(into: string, merged: Set<string>, stale: number[], writes: boolean): Saved | null {
    const { fs, packs } = this.place;
    const stamp = this.stampOf(listGenerations(into, fs)[0] ?? 0);
    const found = findNewest(into, this.place, this.base);
    this.torn = found.kind === 'found' && found.damaged.length > 0 ? stamp : null;
    if (found.kind === 'refused') {
      // A newer version of Vigil is there now, and stays: nothing of its archive is touched any more.
      if (found.problem.code === 'store-newer') this.refusal = found.problem;
      return { ok: false, problem: found.problem, merged: [...merged] };
    }
    const done = found.db === null ? null : this.takeIn(into, found.db, found.generation, merged, stale);
    if (done !== null) return done;
    if (!writes) return { ok: true, written: false, bytes: 0, generation: this.base, merged: [...merged] };
    const generation = found.next > this.base ? found.next : freeGeneration(into, fs, this.base);
    // What the image names on which this store is based is there as long as that image is.
    const named = found.generation === this.base && !this.compacting ? this.named : new Set<string>();
    const appended = this.packed({ generation, named, alone: false });
    if (appended === null) return null;
    const image = this.imageOf(generation);
    if (!commitImage(into, fs, generation, this.tag, image)) return null;
    const before = { base: this.base, named: this.named };
    this.based(generation);
    stale.push(generation);
    // A writer that slept here for long may have written below newer images: then it has to merge them.
    if ((listGenerations(into, fs)[0] ?? 0) > generation) return null;
    packs.keep(this.named);
    const needed = new Set([...before.named, ...this.named]);
    clearUp(into, fs, { written: generation, base: before.base, damaged: found.damaged, needed });
    this.clean();
    const bytes = image.length + appended;
    return { ok: true, written: true, bytes, generation, merged: [...merged] };
  }

  /** Takes in the image of another writer; what that comes to when nothing is left to be written, else null. */
  private takeIn(
    into: string,
    theirs: Database,
    generation: number,
    merged: Set<string>,
    stale: readonly number[],
  ): Saved | null {
    if (readMeta(theirs, 'epoch') !== readMeta(this.db, 'epoch')) {
      // The archive was wiped or restored: what we hold is of the one before, and must not come back.
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
      // The other has read what we have: the same image need not be written again.
      this.place.packs.keep(packNames(this.db));
      this.clean();
      return { ok: true, written: false, bytes: 0, generation, merged: [...merged] };
    } finally {
      theirs.close();
    }
  }

  /** Writes an image that takes nothing of others in. Null: another writer was first. */
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

  /** Bytes that were appended to packs, which are on the disk; null when another writer cleared away a pack that was just made: it was first. */
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

  /** The bytes of the next image, without the room that readings took in it. */
  private imageOf(generation: number): Uint8Array {
    writeMeta(this.db, 'generation', String(generation));
    writeMeta(this.db, 'app', this.place.app);
    if (this.place.version !== null) writeMeta(this.db, 'version', String(this.place.version));
    const bytes = Number(this.db.all('pragma page_count')[0]?.[0]) * PAGE_BYTES;
    if (this.freed * 4 > bytes) this.db.script('vacuum');
    this.freed = 0;
    return this.db.export();
  }

  /** All but the dirt of this store is in the image of a generation, as it stands. */
  private based(generation: number): void {
    this.base = generation;
    this.named = packNames(this.db);
  }

  private clean(): void {
    this.compacting = false;
    this.dirt.files.clear();
    this.dirt.conversations.clear();
    this.unsaved = false;
  }
}
