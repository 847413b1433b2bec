/**
 * Readings beside the image: files that only grow, each written by the one process that made it. Which of them an image may name, and when
 * one may go, is told in docs/decisions/store.md.
 */
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { packFiles, packName, packsIn, sync, syncFolder, type StoreFs } from './image';
import { quietly } from './quietly';

/** Where a reading lies: the name of its pack, bytes, and its check sum. */
export interface Place {
  pack: string;
  at: number;
  bytes: number;
  crc: number;
}

/** A reading is never longer, in bytes as it is packed. */
export const LONGEST = 128 << 20;

interface Own {
  name: string;
  /** Of the image for which it was made. */
  generation: number;
  /** What is appended goes there; reading has a handle of its own. */
  fd: number;
  end: number;
  /** What was appended may not be on the disk yet. */
  unsynced: boolean;
  /** An image on the disk may name it. */
  named: boolean;
}

/** The packs of one folder, as one process uses them; without a folder there are none. */
export class Packs {
  private readonly folder: string | null;
  private readonly fs: StoreFs;
  /** Open packs: what is open can be read although another writer has removed it. */
  private readonly held = new Map<string, number>();
  private own: Own | null = null;

  constructor(folder: string | null, fs: StoreFs) {
    this.folder = folder;
    this.fs = fs;
  }

  /** Opens packs; gives the names of those that cannot be opened. */
  hold(names: Iterable<string>): string[] {
    const wanted = [...names].filter((name) => !this.held.has(name));
    if (wanted.length === 0) return [];
    let files = new Map<string, string>();
    quietly(() => (files = this.files()));
    return wanted.filter((name) => !quietly(() => this.open(name, files)) || !this.held.has(name));
  }

  /** Opens a pack; null when it is not there. */
  private open(name: string, files: ReadonlyMap<string, string>): number | null {
    const file = files.get(name);
    if (file === undefined) return null;
    const fd = this.fs.openSync(file, 'r');
    this.held.set(name, fd);
    return fd;
  }

  /** The files of all packs in the folder: regular files with names that Vigil gives. Nothing else is opened or looked at. */
  private files(): Map<string, string> {
    return this.folder === null ? new Map() : packFiles(this.folder, this.fs);
  }

  /** Names of the packs in the folder. Throws what node:fs throws. */
  names(): Set<string> {
    return new Set(this.folder === null ? [] : packsIn(this.folder, this.fs));
  }

  /** The reading at a place; null when it is not there, is not what was written, or cannot be read. */
  read(place: Place): Uint8Array | null {
    let reading: Uint8Array | null = null;
    quietly(() => (reading = this.readOrThrow(place)));
    return reading;
  }

  /** The same; throws what node:fs throws where it may be there and cannot be read. */
  readOrThrow({ pack, at, bytes, crc }: Place): Uint8Array | null {
    if (!(bytes >= 0 && bytes <= LONGEST && at >= 0)) return null;
    const fd = this.held.get(pack) ?? this.open(pack, this.files());
    if (fd === null) return null;
    // Its end first: no room is made for what a made-up image says of a short file.
    if (bytes > 0 && this.fs.readSync(fd, Buffer.alloc(1), 0, 1, at + bytes - 1) === 0) return null;
    const reading = Buffer.alloc(bytes);
    for (let done = 0; done < bytes;) {
      const read = this.fs.readSync(fd, reading, done, bytes - done, at + done);
      if (read === 0) return null;
      done += read;
    }
    return crc32(reading) === crc ? reading : null;
  }

  /** Bytes of the packs of these names that are there. */
  sizes(names: Iterable<string>): Map<string, number> {
    const sizes = new Map<string, number>();
    quietly(() => {
      const files = this.files();
      for (const name of names) {
        const file = files.get(name);
        if (file !== undefined) quietly(() => sizes.set(name, this.fs.statSync(file).size));
      }
    });
    return sizes;
  }

  /** The name of this process's pack while it may be appended to for an image of `generation`; null when another is needed. */
  ownFor(generation: number, named: ReadonlySet<string>): string | null {
    const { own } = this;
    if (own === null || !(named.has(own.name) || own.generation === generation)) return null;
    return this.names().has(own.name) ? own.name : null;
  }

  /**
   * Makes a pack of this process's own for an image of `generation`; the one before is no longer written to. There must be a folder. Throws
   * what node:fs throws.
   */
  begin(generation: number): void {
    const { fs } = this;
    const folder = this.folder!;
    this.end();
    const name = packName(generation);
    const fd = fs.openSync(join(folder, name), 'wx', 0o600);
    this.own = { name, generation, fd, end: 0, unsynced: false, named: false };
    try {
      this.held.set(name, fs.openSync(join(folder, name), 'r'));
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  /** Appends a reading to this process's pack, which must have been begun. Throws what node:fs throws; that pack is then left as it is. */
  append(reading: Uint8Array): Place {
    const { fs } = this;
    const own = this.own!;
    own.unsynced = true;
    try {
      for (let done = 0; done < reading.length;)
        done += fs.writeSync(own.fd, reading, done, reading.length - done);
    } catch (error) {
      this.abandon();
      throw error;
    }
    const place = { pack: own.name, at: own.end, bytes: reading.length, crc: crc32(reading) };
    own.end += reading.length;
    return place;
  }

  /** What was appended is on the disk when this returns, and may be named by an image. Throws what node:fs throws. */
  sync(): void {
    const { own, folder, fs } = this;
    if (own === null || folder === null || !own.unsynced) return;
    try {
      sync(own.fd, fs);
    } catch (error) {
      // What a failed sync has left behind nobody knows.
      this.abandon();
      throw error;
    }
    if (!own.named) syncFolder(folder, fs);
    own.named = true;
    own.unsynced = false;
  }

  /** Only these packs are in use: others are closed. */
  keep(names: ReadonlySet<string>): void {
    if (this.own !== null && !names.has(this.own.name)) this.abandon();
    for (const [name, fd] of this.held) {
      if (names.has(name)) continue;
      this.held.delete(name);
      quietly(() => this.fs.closeSync(fd));
    }
  }

  /** The archive is another one now: this process's pack goes, whatever has named it. */
  forgetOwn(): void {
    if (this.own !== null) this.own.named = false;
    this.abandon();
  }

  /** Closes all. A pack that no image can name goes. */
  close(): void {
    this.abandon();
    for (const fd of this.held.values()) quietly(() => this.fs.closeSync(fd));
    this.held.clear();
  }

  /** Nothing more is appended to this process's pack. */
  private end(): void {
    const { own, fs } = this;
    this.own = null;
    if (own !== null) quietly(() => fs.closeSync(own.fd));
  }

  /** The same; one that no image can name is removed. What is held of it can still be read. */
  private abandon(): void {
    const { own, folder, fs } = this;
    this.end();
    if (own !== null && !own.named && folder !== null) quietly(() => fs.unlinkSync(join(folder, own.name)));
  }
}
