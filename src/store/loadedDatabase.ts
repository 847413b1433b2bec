/** The database of an archive, which is in memory only while it is used: the image on disk contains the same. */
import { imageMark, imagePath, readBytes, type ImageMark } from './image';
import { reopen, type Opening } from './open';
import { changedOnDisk, StoreFault } from './problem';
import { quietly } from './quietly';
import type { Database } from './sqlite';

/** An image on disk. It is held open, because another writer may remove its name. */
interface HeldImage {
  fd: number;
  file: string;
  bytes: number;
}

function attempted<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

export class LoadedDatabase {
  /** Null while it is only on disk. */
  private db: Database | null;
  private image: HeldImage | null = null;
  /** It was used since the last call of `unload`. */
  private used = true;
  private readonly opening: Opening;

  constructor(db: Database, opening: Opening) {
    this.db = db;
    this.opening = opening;
  }

  isLoaded(): boolean {
    return this.db !== null;
  }

  /** The database; opens the image again if needed. Throws a `StoreFault` if the image cannot be read any more. */
  get(): Database {
    this.used = true;
    return (this.db ??= this.load());
  }

  /** False if its image cannot be read any more. */
  isReadable(): boolean {
    return this.db !== null || attempted(() => this.get()) !== null;
  }

  replace(db: Database): void {
    this.close();
    this.db = db;
  }

  /**
   * Frees the memory if the database has not been used since the last call, or `atOnce`. The image must contain everything in it; the file
   * must still be the one of `mark`. Returns whether memory was freed.
   */
  unload(folder: string, mark: ImageMark, atOnce: boolean): boolean {
    const isIdle = atOnce || !this.used;
    this.used = false;
    if (!isIdle || this.db === null) return false;
    this.image = this.hold(folder, mark);
    if (this.image === null) return false;
    this.db.close();
    this.db = null;
    return true;
  }

  close(): void {
    this.db?.close();
    this.db = null;
    this.release();
  }

  private hold(folder: string, mark: ImageMark): HeldImage | null {
    const { fs } = this.opening;
    const file = imagePath(folder, mark.generation);
    const fd = attempted(() => fs.openSync(file, 'r'));
    if (fd === null) return null;
    const now = attempted(() => imageMark(folder, fs, mark.generation));
    if (now?.at === mark.at && now.bytes === mark.bytes) return { fd, file, bytes: mark.bytes };
    quietly(() => fs.closeSync(fd));
    return null;
  }

  private load(): Database {
    const { image } = this;
    if (image === null) throw new Error('closed');
    const bytes = attempted(() => this.read(image));
    const db = bytes === null ? null : attempted(() => reopen(bytes, this.opening));
    if (db === null) throw new StoreFault(changedOnDisk(image.file));
    this.release();
    return db;
  }

  /** The bytes of the image; null if the file is shorter than it was. Throws what node:fs throws. */
  private read({ fd, bytes }: HeldImage): Uint8Array | null {
    const all = readBytes(this.opening.fs, fd, bytes);
    return all.length === bytes ? all : null;
  }

  private release(): void {
    const { image } = this;
    this.image = null;
    if (image !== null) quietly(() => this.opening.fs.closeSync(image.fd));
  }
}
