/**
 * Packs: files with readings beside the image. They only grow, and only the process that made one writes to it. docs/decisions/store.md
 * says which packs an image may name, and when a pack may be removed.
 */
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { packFiles, packName, packsIn, sync, syncFolder, type StoreFs } from './image';
import { quietly } from './quietly';

/** The place of a reading: name of the pack, offset and length in bytes, checksum. */
export interface PackPlace {
  pack: string;
  at: number;
  bytes: number;
  crc: number;
}

/** Maximum length of a compressed reading, in bytes. */
export const LONGEST = 128 << 20;

interface Own {
  name: string;
  /** Generation of the image for which the pack was made. */
  generation: number;
  /** Handle for appending; reading has a separate one. */
  fd: number;
  end: number;
  /** Appended data may not be on disk yet. */
  unsynced: boolean;
  /** An image on disk may name the pack. */
  named: boolean;
}

/** The packs of one folder, as used by one process. Without a folder there are none. */
export class Packs {
  /** Open packs. They stay readable even after another writer has removed them. */
  private readonly held = new Map<string, number>();
  private own: Own | null = null;

  constructor(
    private readonly folder: string | null,
    private readonly fs: StoreFs,
  ) {}

  /** Opens packs; returns the names of those that cannot be opened. */
  hold(names: Iterable<string>): string[] {
    const wanted = [...names].filter((name) => !this.held.has(name));
    if (wanted.length === 0) return [];
    let files = new Map<string, string>();
    quietly(() => (files = this.files()));
    return wanted.filter((name) => !quietly(() => this.open(name, files)) || !this.held.has(name));
  }

  /** Opens a pack; null if it does not exist. */
  private open(name: string, files: ReadonlyMap<string, string>): number | null {
    const file = files.get(name);
    if (file === undefined) return null;
    const fd = this.fs.openSync(file, 'r');
    this.held.set(name, fd);
    return fd;
  }

  /** The files of all packs in the folder: regular files with names that Vigil gives. Nothing else is opened or checked. */
  private files(): Map<string, string> {
    return this.folder === null ? new Map() : packFiles(this.folder, this.fs);
  }

  /** Names of the packs in the folder. Throws what node:fs throws. */
  names(): Set<string> {
    return new Set(this.folder === null ? [] : packsIn(this.folder, this.fs));
  }

  /** The reading at a place; null if it is missing, does not match its checksum, or cannot be read. */
  read(place: PackPlace): Uint8Array | null {
    let reading: Uint8Array | null = null;
    quietly(() => (reading = this.readOrThrow(place)));
    return reading;
  }

  /** The same, but throws what node:fs throws if the reading may exist and cannot be read. */
  readOrThrow({ pack, at, bytes, crc }: PackPlace): Uint8Array | null {
    if (!(bytes >= 0 && bytes <= LONGEST && at >= 0)) return null;
    const fd = this.held.get(pack) ?? this.open(pack, this.files());
    if (fd === null) return null;
    // Reads its end first: a fake image may claim any length for a short file, and no memory is allocated for that.
    if (bytes > 0 && this.fs.readSync(fd, Buffer.alloc(1), 0, 1, at + bytes - 1) === 0) return null;
    const reading = Buffer.alloc(bytes);
    for (let done = 0; done < bytes;) {
      const read = this.fs.readSync(fd, reading, done, bytes - done, at + done);
      if (read === 0) return null;
      done += read;
    }
    return crc32(reading) === crc ? reading : null;
  }

  /** Total bytes of those packs with these names that exist. */
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

  /** The name of this process's pack, if an image of `generation` may name what is appended; null if a new pack is needed. */
  ownFor(generation: number, named: ReadonlySet<string>): string | null {
    const { own } = this;
    if (own === null || !(named.has(own.name) || own.generation === generation)) return null;
    return this.names().has(own.name) ? own.name : null;
  }

  /**
   * Makes a pack of this process for an image of `generation`; the previous one is no longer written to. Needs a folder. Throws what
   * node:fs throws.
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

  /** Appends a reading to this process's pack, which must have been begun. Throws what node:fs throws; then the pack is unchanged. */
  append(reading: Uint8Array): PackPlace {
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

  /** When this returns, appended data is on disk and an image may name it. Throws what node:fs throws. */
  sync(): void {
    const { own, folder, fs } = this;
    if (own === null || folder === null || !own.unsynced) return;
    try {
      sync(own.fd, fs);
    } catch (error) {
      // After a failed sync, the contents are unknown.
      this.abandon();
      throw error;
    }
    if (!own.named) syncFolder(folder, fs);
    own.named = true;
    own.unsynced = false;
  }

  /** Closes all packs except these, which are in use. */
  keep(names: ReadonlySet<string>): void {
    if (this.own !== null && !names.has(this.own.name)) this.abandon();
    for (const [name, fd] of this.held) {
      if (names.has(name)) continue;
      this.held.delete(name);
      quietly(() => this.fs.closeSync(fd));
    }
  }

  /** The archive was replaced: removes this process's pack, whatever has named it. */
  forgetOwn(): void {
    if (this.own !== null) this.own.named = false;
    this.abandon();
  }

  /** Closes all packs. Removes this process's pack if no image can name it. */
  close(): void {
    this.abandon();
    for (const fd of this.held.values()) quietly(() => this.fs.closeSync(fd));
    this.held.clear();
  }

  /** Ends appending to this process's pack. */
  private end(): void {
    const { own, fs } = this;
    this.own = null;
    if (own !== null) quietly(() => fs.closeSync(own.fd));
  }

  /** The same, and removes the pack if no image can name it. What is open of it stays readable. */
  private abandon(): void {
    const { own, folder, fs } = this;
    this.end();
    if (own !== null && !own.named && folder !== null) quietly(() => fs.unlinkSync(join(folder, own.name)));
  }
}
