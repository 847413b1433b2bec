/**
 * The vault: opt-in compressed copies of raw logs, which outlive Claude Code's deletion. The vault's folder mirrors the roots:
 * `<log>.<size>.gz`, which `zcat` shows, and `<log>.json`, its head. A copy has one gzip member for every few megabytes of log, so that
 * any part can be read without inflating the rest. The head is written last and makes the copy valid, so a crash leaves either the
 * previous copy or the new one.
 */
import { createHash, randomUUID } from 'node:crypto';
import type * as nodeFs from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { readAt } from '../log/gate';
import { quietly } from './quietly';

export type VaultFs = Pick<
  typeof nodeFs,
  | 'mkdirSync'
  | 'readdirSync'
  | 'openSync'
  | 'readSync'
  | 'readFileSync'
  | 'writeSync'
  | 'fsyncSync'
  | 'closeSync'
  | 'renameSync'
  | 'unlinkSync'
  | 'lstatSync'
  | 'rmSync'
>;

/** Which log. */
export interface LogPlace {
  path: string;
  root: string;
}

const Head = z.object({
  vigil: z.literal(1),
  path: z.string(),
  root: z.string(),
  /** Bytes of the log that were copied, and its state at that time. */
  size: z.number().int().min(0),
  mtimeMs: z.number(),
  ino: z.number(),
  /** Bytes of log in each member but the last. */
  chunk: z.number().int().min(1),
  /** Bytes of each member. */
  lengths: z.array(z.number().int().min(1)),
});
type Head = z.infer<typeof Head>;
/** A log on disk at the time of copying; `size` bytes of it are copied. */
export type LogAsIs = Omit<Head, 'vigil' | 'chunk' | 'lengths'>;

/** A copy: the log at that time, and the size of the copy. */
export interface VaultEntry extends LogAsIs {
  bytes: number;
}

export interface Vault {
  /**
   * Copies a log, replacing an older copy, completely or not at all. Rejects with what node:fs throws, and with `TooLarge` if the copy
   * takes more than `most` bytes. `pause` is awaited between two pieces, so that the thread can do other things; if it throws, copying
   * ends. `open` opens the log.
   */
  keep(
    log: LogAsIs,
    how?: { pause?: () => Promise<void>; most?: number; open?: (path: string) => number },
  ): Promise<VaultEntry>;
  /** The copy of a log; null if there is none or it is broken. */
  has(log: LogPlace): VaultEntry | null;
  /** All copies, and heads without a complete copy. */
  entries(): { entries: VaultEntry[]; broken: string[] };
  /** Bytes of the log from `from`, at most `length`; null if no complete copy has that part. */
  read(log: LogPlace, from: number, length: number): Buffer | null;
  remove(log: LogPlace): void;
  /** Removes copies older than `keepMs` (null: no limit), then the oldest until the rest fits. Returns what it removed. */
  prune(limits: { maxBytes: number; keepMs: number | null; now: number }): VaultEntry[];
  clear(): void;
}

const CHUNK = 4 << 20;

/** There is no space for a copy. */
export class TooLarge extends Error {}

/** The vault in a folder. The folder is created with the first copy. */
export const vaultIn = (folder: string, fs: VaultFs, chunkBytes = CHUNK): Vault =>
  new FolderVault(folder, fs, chunkBytes);

class FolderVault implements Vault {
  constructor(
    private readonly folder: string,
    private readonly fs: VaultFs,
    private readonly chunkBytes: number,
  ) {}

  async keep(
    log: LogAsIs,
    {
      pause = async () => {},
      most = Infinity,
      open = (path: string) => this.fs.openSync(path, 'r'),
    }: Parameters<Vault['keep']>[1] = {},
  ): Promise<VaultEntry> {
    const { fs, chunkBytes } = this;
    const place = this.placeOf(log);
    fs.mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
    const { path, root, size, mtimeMs, ino } = log;
    const copy = copyFile(place, log);
    const lengths = await writeWhole(fs, copy, (to) => this.compress(log, to, { pause, most, open }));
    const head: Head = { vigil: 1, path, root, size, mtimeMs, ino, chunk: chunkBytes, lengths };
    await writeWhole(fs, headFile(place), (to) => writeAll(fs, to, Buffer.from(`${JSON.stringify(head)}\n`)));
    for (const name of this.copiesAt(place))
      if (name !== basename(copy)) quietly(() => fs.unlinkSync(join(dirname(place), name)));
    return entryOf(head);
  }

  has(log: LogPlace): VaultEntry | null {
    const head = this.headAt(this.placeOf(log));
    return head === null ? null : entryOf(head);
  }

  entries(): { entries: VaultEntry[]; broken: string[] } {
    const found: VaultEntry[] = [];
    const broken: string[] = [];
    for (const place of this.places(this.folder)) {
      const head = this.headAt(place);
      if (head === null) broken.push(headFile(place));
      else found.push(entryOf(head));
    }
    return { entries: found, broken };
  }

  read(log: LogPlace, from: number, length: number): Buffer | null {
    const place = this.placeOf(log);
    const head = this.headAt(place);
    if (head === null) return null;
    const end = Math.min(head.size, from + length);
    try {
      const handle = this.fs.openSync(copyFile(place, head), 'r');
      try {
        return this.unpacked(handle, head, from, end);
      } finally {
        this.fs.closeSync(handle);
      }
    } catch {
      return null;
    }
  }

  remove(log: LogPlace): void {
    quietly(() => this.removeAt(this.placeOf(log)));
  }

  prune({ maxBytes, keepMs, now }: Parameters<Vault['prune']>[0]): VaultEntry[] {
    const oldest = this.entries().entries.sort((a, b) => a.mtimeMs - b.mtimeMs || (a.path < b.path ? -1 : 1));
    let bytes = oldest.reduce((sum, entry) => sum + entry.bytes, 0);
    const removed: VaultEntry[] = [];
    for (const entry of oldest) {
      const old = keepMs !== null && entry.mtimeMs < now - keepMs;
      if (!old && bytes <= maxBytes) break;
      this.removeAt(this.placeOf(entry));
      bytes -= entry.bytes;
      removed.push(entry);
    }
    return removed;
  }

  clear(): void {
    this.fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Path of the copy of a log, without the extensions of its files. */
  private placeOf({ path, root }: LogPlace): string {
    const inside = relative(root, path);
    if (inside === '' || isAbsolute(inside) || inside.split(sep).includes('..'))
      throw new Error(`${path} does not lie below ${root}.`);
    return join(this.folder, createHash('sha256').update(root).digest('hex').slice(0, 8), inside);
  }

  /** Compresses the log piece by piece; returns the size of each piece. */
  private async compress(
    log: LogAsIs,
    to: number,
    { pause, most, open }: { pause: () => Promise<void>; most: number; open: (path: string) => number },
  ): Promise<number[]> {
    const { fs, chunkBytes } = this;
    const from = open(log.path);
    try {
      const lengths: number[] = [];
      let bytes = 0;
      for (let at = 0; at < log.size; at += chunkBytes) {
        const length = Math.min(chunkBytes, log.size - at);
        const piece = readAt(from, at, length, fs.readSync);
        if (piece.length < length) throw new Error(`${log.path} was shortened while it was copied.`);
        const member = gzipSync(piece);
        bytes += member.length;
        if (bytes > most) throw new TooLarge(`${log.path}: the copy is larger than the room for it.`);
        writeAll(fs, to, member);
        lengths.push(member.length);
        await pause();
      }
      return lengths;
    } finally {
      fs.closeSync(from);
    }
  }

  /** Bytes of the log from `from` to `end`, from the pieces of its copy that contain them. */
  private unpacked(handle: number, { chunk, lengths }: Head, from: number, end: number): Buffer {
    const parts: Buffer[] = [];
    let at = 0;
    for (const [n, bytes] of lengths.entries()) {
      const begins = n * chunk;
      if (begins >= end) break;
      if (begins + chunk > from) {
        const piece = gunzipSync(readAt(handle, at, bytes, this.fs.readSync), { maxOutputLength: chunk });
        parts.push(piece.subarray(Math.max(0, from - begins), end - begins));
      }
      at += bytes;
    }
    return Buffer.concat(parts);
  }

  /** The head of a complete copy; null if there is none. Never follows a link. */
  private headAt(place: string): Head | null {
    const { fs } = this;
    try {
      if (!fs.lstatSync(headFile(place)).isFile()) return null;
      const head = Head.parse(JSON.parse(fs.readFileSync(headFile(place), 'utf8')));
      const copy = fs.lstatSync(copyFile(place, head));
      return copy.isFile() && copy.size === bytesOf(head) ? head : null;
    } catch {
      return null;
    }
  }

  private removeAt(place: string): void {
    // The head first: without it, the copy is not valid.
    this.fs.unlinkSync(headFile(place));
    for (const name of this.copiesAt(place)) this.fs.unlinkSync(join(dirname(place), name));
  }

  /** Names of all copies of one log, including those of earlier sizes. */
  private copiesAt(place: string): string[] {
    const stem = `${basename(place)}.`;
    return this.fs
      .readdirSync(dirname(place))
      .filter(
        (name) =>
          name.startsWith(stem) &&
          /^(?:\d+\.gz(?:\.[\w.-]*tmp)?|json\.[\w.-]*tmp)$/.test(name.slice(stem.length)),
      );
  }

  /** Paths of all heads below a folder. */
  private *places(below: string): Generator<string> {
    let inside: nodeFs.Dirent[];
    try {
      inside = this.fs.readdirSync(below, { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of inside) {
      const path = join(below, entry.name);
      if (entry.isDirectory()) yield* this.places(path);
      else if (entry.isFile() && entry.name.endsWith('.jsonl.json')) yield path.slice(0, -'.json'.length);
    }
  }
}

const headFile = (place: string): string => `${place}.json`;
const copyFile = (place: string, { size }: Pick<Head, 'size'>): string => `${place}.${size}.gz`;
const bytesOf = ({ lengths }: Head): number => lengths.reduce((sum, length) => sum + length, 0);
const entryOf = (head: Head): VaultEntry => {
  const { path, root, size, mtimeMs, ino } = head;
  return { path, root, size, mtimeMs, ino, bytes: bytesOf(head) };
};

function writeAll(fs: VaultFs, handle: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += fs.writeSync(handle, bytes, done, bytes.length - done);
}

/** Writes a file under a temporary name, syncs it, and gives it its name. */
async function writeWhole<T>(
  fs: VaultFs,
  path: string,
  write: (handle: number) => T | Promise<T>,
): Promise<T> {
  const temp = `${path}.${randomUUID()}.tmp`;
  try {
    const result = await withNewFile(fs, temp, async (handle) => {
      const written = await write(handle);
      fs.fsyncSync(handle);
      return written;
    });
    fs.renameSync(temp, path);
    return result;
  } catch (error) {
    quietly(() => fs.unlinkSync(temp));
    throw error;
  }
}

async function withNewFile<T>(fs: VaultFs, path: string, work: (handle: number) => Promise<T>): Promise<T> {
  const handle = fs.openSync(path, 'wx', 0o600);
  try {
    return await work(handle);
  } finally {
    fs.closeSync(handle);
  }
}
