/** The files of an archive in its folder: images, packs and related files. Their names, and how they are written and cleaned up. */
import type * as nodeFs from 'node:fs';
import type { Dirent } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { errorCode, errorText } from '../l10n/errorText';
import { systemBuffer } from './systemBuffer';
import { quietly } from './quietly';

/** The part of node:fs that the store uses, passed in so that tests can make any call fail. */
export type StoreFs = Pick<
  typeof nodeFs,
  | 'mkdirSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'openSync'
  | 'readSync'
  | 'writeSync'
  | 'fsyncSync'
  | 'closeSync'
  | 'linkSync'
  | 'renameSync'
  | 'unlinkSync'
  | 'statSync'
>;

const IMAGE = /^vigil-(\d+)\.db$/;
/** Readings beside the images (`packs.ts`). */
const PACK = /^vigil-(\d+)\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.pack$/;
const TEMP = /^vigil-(\d+)\..*\.tmp$/;
/** Temp files of the lease, of restores and of small files, left by windows that were killed. */
const LITTER =
  /^(?:writer\.lease|before-restore\.vigil|(?:settings|prices|official|connections|hook|daemon|now|late|seen)\.json)\..*\.(?:tmp|new)$/;
/** Small files beside an image that make the next start faster, about the same sessions. */
const SIDECAR = /^(?:now|late|seen)\.json$/;
/** Name of the backup that a restore leaves in the storage folder. */
export const BEFORE_RESTORE = 'before-restore.vigil';
/** What Claude Code and Vigil told each other about sessions, and Vigil's own logs, which name them. A wipe removes these files too. */
const TOLD_BESIDE = ['official.json', 'hook.json', 'agents.log', 'daemon.log'].flatMap((name) =>
  name.endsWith('.log') ? [name, `${name}.1`] : [name],
);
/** No archive is saved this often: somebody else made a file with a larger number. */
const MOST = 1e12;
const DAMAGED = /^vigil\.damaged-(\d+)\.db$/;
const SEAL_BYTES = 8;
const SEAL_MARK = 0x5649474c;

/** File name of the image with a generation number. An image is written once and never changed. */
export const imagePath = (folder: string, generation: number): string =>
  join(folder, `vigil-${generation}.db`);

/** Up to so many bytes from the start of an open file, less if it is shorter. Throws what node:fs throws. */
export function readBytes(fs: StoreFs, fd: number, length: number): Buffer {
  const bytes = systemBuffer(length);
  let done = 0;
  for (let read = -1; done < length && read !== 0; done += read)
    read = fs.readSync(fd, bytes, done, length - done, done);
  return bytes.subarray(0, done);
}

/** The bytes of an image. Throws what node:fs throws. */
export function readImage(fs: StoreFs, file: string): Uint8Array {
  const fd = fs.openSync(file, 'r');
  try {
    return readBytes(fs, fd, fs.statSync(file).size);
  } finally {
    fs.closeSync(fd);
  }
}

/** The generations in the folder, newest first; none when the folder does not exist. Only regular files count. */
export function listGenerations(folder: string, fs: StoreFs): number[] {
  return numbered(folder, fs, IMAGE).sort((a, b) => b - a);
}

/** A unique name for a pack made for the image of a generation. */
export const packName = (generation: number): string => `vigil-${generation}.${randomUUID()}.pack`;

/** Names of the packs in the folder. Only regular files count. Throws what node:fs throws. */
export const packsIn = (folder: string, fs: StoreFs): string[] =>
  inFolder(folder, fs)
    .filter((entry) => generationOf(entry, PACK) !== null)
    .map(({ name }) => name);

/** Prefix for packs that belong to the archive before a restore. */
const ASIDE = 'before-restore.';

/** The packs in the folder, including those set aside, each with its file. Only regular files count. Throws what node:fs throws. */
export function packFiles(folder: string, fs: StoreFs): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of inFolder(folder, fs)) {
    const name = entry.name.startsWith(ASIDE) ? entry.name.slice(ASIDE.length) : entry.name;
    if (entry.isFile() && PACK.test(name)) files.set(name, join(folder, entry.name));
  }
  return files;
}

/** Sets all packs aside: a restore follows, and nobody can tell which of them the previous archive needs. */
export function setPacksAside(folder: string, fs: StoreFs): void {
  for (const name of packsIn(folder, fs)) fs.renameSync(join(folder, name), join(folder, ASIDE + name));
}

/** Removes packs that were set aside. Tries each, then throws the first error of node:fs. */
export const removePacksAside = (folder: string, fs: StoreFs): void =>
  removeAll(folder, fs, ({ name }) => name.startsWith(ASIDE) && PACK.test(name.slice(ASIDE.length)));

/** Removes the files in a folder for which `which` holds. Tries each, then throws the first error of node:fs. */
function removeAll(folder: string, fs: StoreFs, which: (entry: Dirent) => boolean): void {
  const failures: unknown[] = [];
  for (const entry of inFolder(folder, fs).filter(which)) {
    try {
      fs.unlinkSync(join(folder, entry.name));
    } catch (error) {
      // Another window may have replaced or removed a small file in the meantime.
      if (errorCode(error) !== 'ENOENT') failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Names in the folder that look like images but are not: folders, links, numbers that no archive reaches. */
export const unexpectedEntries = (folder: string, fs: StoreFs): string[] =>
  inFolder(folder, fs)
    .filter((entry) => IMAGE.test(entry.name) && generationOf(entry, IMAGE) === null)
    .map(({ name }) => name)
    .sort();

/**
 * The lowest generation above `newest` whose name no folder or link has. If an image has it, it was written since: creating ours then
 * fails, and that image is merged first.
 */
export function freeGeneration(folder: string, fs: StoreFs, newest: number): number {
  const taken = new Set(unexpectedEntries(folder, fs));
  let free = newest + 1;
  while (taken.has(`vigil-${free}.db`)) free++;
  if (free > MOST) throw new Error(`vigil-${newest}.db leaves no number for the next image: remove it`);
  return free;
}

/** Identifies an image: its number, when it was written (ms since the epoch), and its size in bytes. */
export interface ImageMark {
  generation: number;
  at: number;
  bytes: number;
}

/** The image of a generation. Throws what node:fs throws. */
export function imageMark(folder: string, fs: StoreFs, generation: number): ImageMark {
  const { mtimeMs, size } = fs.statSync(imagePath(folder, generation));
  return { generation, at: mtimeMs, bytes: size };
}

/** The newest image; null if there is none. */
export function newestImage(folder: string, fs: StoreFs): ImageMark | null {
  try {
    const [newest] = listGenerations(folder, fs);
    return newest === undefined ? null : imageMark(folder, fs, newest);
  } catch {
    return null;
  }
}

/** Appends the checksum that distinguishes a complete image from a torn or corrupted one. */
function seal(image: Uint8Array): Buffer {
  const tail = Buffer.alloc(SEAL_BYTES);
  tail.writeUInt32BE(SEAL_MARK, 0);
  tail.writeUInt32BE(crc32(image), 4);
  return tail;
}

/** The SQLite file inside sealed bytes; null if the checksum does not match. */
export function unseal(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length <= SEAL_BYTES) return null;
  const image = bytes.subarray(0, -SEAL_BYTES);
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset + image.length, SEAL_BYTES);
  return tail.readUInt32BE(0) === SEAL_MARK && tail.readUInt32BE(4) === crc32(image) ? image : null;
}

/**
 * Writes the image of a generation: temporary file, fsync, then a hard link under the final name. The link fails if another writer has
 * made that generation, and false is returned: merge what it wrote and try the next number. Without hard links, the final name is created
 * exclusively and written to; a crash then leaves a torn image, which its checksum reveals. Throws what node:fs throws (ENOSPC, EACCES …);
 * then the images on disk are unchanged.
 */
export function commitImage(folder: string, fs: StoreFs, generation: number, tag: string, image: Uint8Array) {
  const temp = join(folder, `vigil-${generation}.${tag}.${randomUUID()}.tmp`);
  try {
    const parts = [image, seal(image)];
    writeDurably(temp, fs, parts);
    linkOrWrite(temp, imagePath(folder, generation), fs, parts);
    syncFolder(folder, fs);
    return true;
  } catch (error) {
    // ENOENT: this writer is so late that another one has removed its temporary file (`clearUp`).
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') return false;
    throw error;
  } finally {
    quietly(() => fs.unlinkSync(temp));
  }
}

/**
 * After a commit: keeps the new image, its base, and the packs that they name (`needed`). Removes older images, packs and temporary files
 * that can no longer become or belong to an image. Sets damaged images aside (only the newest is kept). Never throws.
 */
export function clearUp(folder: string, fs: StoreFs, { written, base, damaged, needed }: Committed): void {
  quietly(() => {
    const worst = Math.max(...damaged, ...numbered(folder, fs, DAMAGED));
    for (const generation of numbered(folder, fs, DAMAGED))
      if (generation < worst) quietly(() => fs.unlinkSync(join(folder, `vigil.damaged-${generation}.db`)));
    for (const generation of damaged) {
      const path = imagePath(folder, generation);
      const aside = join(folder, `vigil.damaged-${generation}.db`);
      quietly(() => (generation === worst ? fs.renameSync(path, aside) : fs.unlinkSync(path)));
    }
    for (const generation of listGenerations(folder, fs))
      if (generation < Math.min(base, written)) quietly(() => fs.unlinkSync(imagePath(folder, generation)));
    for (const entry of inFolder(folder, fs)) {
      const { name } = entry;
      const generation =
        TEMP.exec(name)?.[1] ?? (needed.has(name) ? null : generationOf(entry, PACK)) ?? Infinity;
      if (Number(generation) <= written || LITTER.test(name))
        quietly(() => fs.unlinkSync(join(folder, name)));
    }
  });
}

/** The number of the new image, the number of its base, the damaged images, and the packs that these two name. */
export interface Committed {
  written: number;
  base: number;
  damaged: readonly number[];
  needed: ReadonlySet<string>;
}

/**
 * After a wipe: removes every image but one, every pack that it does not name, images set aside, small files beside images, and temporary
 * files. Tries each, then throws the first error of node:fs.
 */
export function removeOtherImages(
  folder: string,
  fs: StoreFs,
  kept: number,
  needed: ReadonlySet<string>,
): void {
  removeAll(folder, fs, (entry) => {
    const generation = generationOf(entry, IMAGE);
    const ours =
      generation !== null ||
      TEMP.test(entry.name) ||
      LITTER.test(entry.name) ||
      SIDECAR.test(entry.name) ||
      generationOf(entry, PACK) !== null ||
      generationOf(entry, DAMAGED) !== null;
    return ours && generation !== kept && !needed.has(entry.name);
  });
}

/** Removes the archive from before a restore and what was told of sessions; returns why something cannot be removed. */
export function removeBeside(folder: string, fs: StoreFs): string[] {
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

/** Writes an image as a backup, completely or not at all, replacing an existing file. Throws what node:fs throws. */
export function writeBackup(path: string, fs: StoreFs, tag: string, image: Uint8Array): void {
  const temp = `${path}.${tag}.${randomUUID()}.tmp`;
  try {
    writeDurably(temp, fs, [image, seal(image)]);
    fs.renameSync(temp, path);
  } finally {
    quietly(() => fs.unlinkSync(temp));
  }
}

const numbered = (folder: string, fs: StoreFs, pattern: RegExp): number[] =>
  inFolder(folder, fs).flatMap((entry) => generationOf(entry, pattern) ?? []);

function inFolder(folder: string, fs: StoreFs): Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** The number in a regular file's name; null if Vigil did not name the file. */
function generationOf(entry: Dirent, pattern: RegExp): number | null {
  const digits = pattern.exec(entry.name)?.[1];
  if (digits === undefined || !entry.isFile()) return null;
  const number = Number(digits);
  return number <= MOST && String(number) === digits ? number : null;
}

/** Writes a new file and syncs it. Throws EEXIST if anything has the name: no link is followed, nothing is overwritten. */
function writeDurably(path: string, fs: StoreFs, parts: Uint8Array[]): void {
  const fd = fs.openSync(path, 'wx', 0o600);
  try {
    for (const part of parts)
      for (let done = 0; done < part.length;) done += fs.writeSync(fd, part, done, part.length - done);
    sync(fd, fs);
  } finally {
    fs.closeSync(fd);
  }
}

/** Some file systems cannot sync and say so; nothing more can be done. */
export function sync(fd: number, fs: StoreFs): void {
  try {
    fs.fsyncSync(fd);
  } catch (error) {
    if (!['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(errorCode(error))) throw error;
  }
}

/**
 * Gives a synced file its name, or throws EEXIST. Systems without hard links report that in many ways (exFAT on Windows EISDIR, Android
 * EACCES). Only two errors mean what they say: the name is taken, and our own file is gone.
 */
function linkOrWrite(from: string, to: string, fs: StoreFs, parts: Uint8Array[]): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST' || (code === 'ENOENT' && !isThere(from, fs))) throw error;
    writeNamed(to, fs, parts);
  }
}

/** Writes a file under its final name. If it cannot be completed, it is removed again. */
function writeNamed(path: string, fs: StoreFs, parts: Uint8Array[]): void {
  try {
    writeDurably(path, fs, parts);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') quietly(() => fs.unlinkSync(path));
    throw error;
  }
}

function isThere(path: string, fs: StoreFs): boolean {
  try {
    fs.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Makes the new name durable. Some systems cannot sync a folder; the image is complete either way. */
export function syncFolder(folder: string, fs: StoreFs): void {
  quietly(() => {
    const fd = fs.openSync(folder, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  });
}
