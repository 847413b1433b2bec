/** The files of an archive in its folder: images, packs, and what is left beside them. Their names, and how they are written and cleared away. */
import type * as nodeFs from 'node:fs';
import type { Dirent } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { errorCode } from '../l10n/errorText';
import { quietly } from './quietly';

/** What the store uses of node:fs, handed in so that tests can make any call fail. */
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
/** What is kept beside an image to save the next start time, of the same sessions. */
const SIDECAR = /^(?:now|late|seen)\.json$/;
/** What Claude Code said and was told of sessions, and logs of Vigil's own, which name them: where something is wiped they go too. */
export const TOLD_BESIDE = ['official.json', 'hook.json', 'agents.log', 'daemon.log'].flatMap((name) =>
  name.endsWith('.log') ? [name, `${name}.1`] : [name],
);
/** No archive is saved so often: a larger number was put there by somebody else. */
const MOST = 1e12;
const DAMAGED = /^vigil\.damaged-(\d+)\.db$/;
const SEAL_BYTES = 8;
const SEAL_MARK = 0x5649474c;

/** File of the image with a generation number. An image is written once and never changed. */
export const imagePath = (folder: string, generation: number): string =>
  join(folder, `vigil-${generation}.db`);

/** The generations in the folder, newest first; none when the folder does not exist. Only regular files count. */
export function listGenerations(folder: string, fs: StoreFs): number[] {
  return numbered(folder, fs, IMAGE).sort((a, b) => b - a);
}

/** A name for a pack that is made for the image of a generation; nobody else's. */
export const packName = (generation: number): string => `vigil-${generation}.${randomUUID()}.pack`;

/** Names of the packs in the folder. Only regular files count. Throws what node:fs throws. */
export const packsIn = (folder: string, fs: StoreFs): string[] =>
  inFolder(folder, fs)
    .filter((entry) => generationOf(entry, PACK) !== null)
    .map(({ name }) => name);

/** What is put before the name of a pack that belongs to the archive of before a restore. */
const ASIDE = 'before-restore.';

/** The packs in the folder, those that were set aside too, each with its file. Only regular files count. Throws what node:fs throws. */
export function packFiles(folder: string, fs: StoreFs): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of inFolder(folder, fs)) {
    const name = entry.name.startsWith(ASIDE) ? entry.name.slice(ASIDE.length) : entry.name;
    if (entry.isFile() && PACK.test(name)) files.set(name, join(folder, entry.name));
  }
  return files;
}

/** Sets all packs aside: a restore comes, and nobody can tell which of them the archive of before needs. */
export function setPacksAside(folder: string, fs: StoreFs): void {
  for (const name of packsIn(folder, fs)) fs.renameSync(join(folder, name), join(folder, ASIDE + name));
}

/** Removes packs that were set aside. Tries each of them; throws what node:fs threw first. */
export const removePacksAside = (folder: string, fs: StoreFs): void =>
  removeAll(folder, fs, ({ name }) => name.startsWith(ASIDE) && PACK.test(name.slice(ASIDE.length)));

/** Removes the files in a folder for which `which` holds. Tries each of them; throws what node:fs threw first. */
function removeAll(folder: string, fs: StoreFs, which: (entry: Dirent) => boolean): void {
  const failures: unknown[] = [];
  for (const entry of inFolder(folder, fs).filter(which)) {
    try {
      fs.unlinkSync(join(folder, entry.name));
    } catch (error) {
      // Another window may have put a small file in place of its own meanwhile, or removed one.
      if (errorCode(error) !== 'ENOENT') failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Names in the folder that look like images and are none: folders, links, numbers no archive gets to. */
export const strangers = (folder: string, fs: StoreFs): string[] =>
  inFolder(folder, fs)
    .filter((entry) => IMAGE.test(entry.name) && generationOf(entry, IMAGE) === null)
    .map(({ name }) => name)
    .sort();

/**
 * The lowest generation above `newest` whose name no folder or link has. An image that has it was written since: making ours fails then, and
 * that one is taken in first.
 */
export function freeGeneration(folder: string, fs: StoreFs, newest: number): number {
  const taken = new Set(strangers(folder, fs));
  let free = newest + 1;
  while (taken.has(`vigil-${free}.db`)) free++;
  if (free > MOST) throw new Error(`vigil-${newest}.db leaves no number for the next image: remove it`);
  return free;
}

/** Tells an image from all others: its number, when it was written (ms since the epoch), and its bytes. */
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

/** The newest image; null when there is none to be seen. */
export function newestImage(folder: string, fs: StoreFs): ImageMark | null {
  try {
    const [newest] = listGenerations(folder, fs);
    return newest === undefined ? null : imageMark(folder, fs, newest);
  } catch {
    return null;
  }
}

/** Appends the check sum that tells a whole image from a torn or rotten one. */
function seal(image: Uint8Array): Buffer {
  const tail = Buffer.alloc(SEAL_BYTES);
  tail.writeUInt32BE(SEAL_MARK, 0);
  tail.writeUInt32BE(crc32(image), 4);
  return tail;
}

/** The SQLite file inside sealed bytes; null when they are not what was written. */
export function unseal(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length <= SEAL_BYTES) return null;
  const image = bytes.subarray(0, -SEAL_BYTES);
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset + image.length, SEAL_BYTES);
  return tail.readUInt32BE(0) === SEAL_MARK && tail.readUInt32BE(4) === crc32(image) ? image : null;
}

/**
 * Writes the image of a generation: temp file, fsync, then a hard link under the final name, which fails when
 * another writer has made that generation. Returns false then: merge what it wrote and try the next number. Where there are no hard links
 * the name is made exclusively and written to; a crash meanwhile leaves a torn image, which its seal tells.
 * Throws what node:fs throws (ENOSPC, EACCES …); the images on disk are untouched then.
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
    // ENOENT: so late that another writer has cleared our temp file away (`clearUp`).
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') return false;
    throw error;
  } finally {
    quietly(() => fs.unlinkSync(temp));
  }
}

/**
 * After a commit: keeps the new image and its base with the packs that they name (`needed`), drops older images, packs and temp files that
 * can no longer become or belong to an image, and sets damaged images aside (only the newest of them is kept). Never throws.
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

/** The number of the image that was written, that of the one it is based on, those that are damaged, and the packs that these two name. */
export interface Committed {
  written: number;
  base: number;
  damaged: readonly number[];
  needed: ReadonlySet<string>;
}

/**
 * After a wipe: removes every image but one, every pack but those that it names, images set aside, what is kept beside images, and temp
 * files too. Tries each of them; throws what node:fs threw first.
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

/** Writes an image as a backup: whole or not at all, in place of what was there. Throws what node:fs throws. */
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

/** The number in a regular file's name; null for what Vigil did not name. */
function generationOf(entry: Dirent, pattern: RegExp): number | null {
  const digits = pattern.exec(entry.name)?.[1];
  if (digits === undefined || !entry.isFile()) return null;
  const number = Number(digits);
  return number <= MOST && String(number) === digits ? number : null;
}

/** Writes a new file and syncs it. Throws EEXIST when the name is taken, by whatever: nothing is followed or written over. */
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

/** Some file systems cannot sync at all, and say so: all that can be done was done. */
export function sync(fd: number, fs: StoreFs): void {
  try {
    fs.fsyncSync(fd);
  } catch (error) {
    if (!['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(errorCode(error))) throw error;
  }
}

/**
 * Gives a synced file its name, or throws EEXIST. Systems without hard links have many words for that (exFAT on Windows EISDIR, Android
 * EACCES): only "the name is taken" and "our own file has gone" mean what they say.
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

/** Writes a file under its final name. What could not be written whole is taken away again. */
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

/** Makes the new name durable. Some systems cannot sync a folder; the image is whole either way. */
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
