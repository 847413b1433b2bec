import type * as nodeFs from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { errorCode } from './problem';

/** What the store uses of node:fs, handed in so that tests can make any call fail. */
export type StoreFs = Pick<
  typeof nodeFs,
  | 'mkdirSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'openSync'
  | 'writeSync'
  | 'fsyncSync'
  | 'closeSync'
  | 'linkSync'
  | 'copyFileSync'
  | 'renameSync'
  | 'unlinkSync'
  | 'statSync'
>;

const IMAGE = /^vigil-(\d+)\.db$/;
const TEMP = /^vigil-(\d+)\..*\.tmp$/;
const DAMAGED = /^vigil\.damaged-(\d+)\.db$/;
const SEAL_BYTES = 8;
const SEAL_MARK = 0x5649474c;

/** File of the image with a generation number. An image is written once and never changed. */
export const imagePath = (folder: string, generation: number): string =>
  join(folder, `vigil-${generation}.db`);

/** The generations in the folder, newest first; none when the folder does not exist. */
export function listGenerations(folder: string, fs: StoreFs): number[] {
  return numbered(folder, fs, IMAGE).sort((a, b) => b - a);
}

/** When the newest image was written (ms since the epoch) and its bytes; null when there is none to be seen. */
export function newestImage(folder: string, fs: StoreFs): { at: number; bytes: number } | null {
  try {
    const [newest] = listGenerations(folder, fs);
    if (newest === undefined) return null;
    const { mtimeMs, size } = fs.statSync(imagePath(folder, newest));
    return { at: mtimeMs, bytes: size };
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
 * another writer has made that generation. Returns false then: merge what it wrote and try the next number.
 * Throws what node:fs throws (ENOSPC, EACCES …); the images on disk are untouched then.
 */
export function commitImage(folder: string, fs: StoreFs, generation: number, tag: string, image: Uint8Array) {
  const temp = join(folder, `vigil-${generation}.${tag}.tmp`);
  try {
    writeDurably(temp, fs, [image, seal(image)]);
    linkOrCopy(temp, imagePath(folder, generation), fs);
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
 * After a commit: keeps the new image and its base, drops older images and temp files that can no longer
 * become an image, and sets damaged images aside (only the newest of them is kept). Never throws.
 */
export function clearUp(folder: string, fs: StoreFs, written: number, base: number, damaged: number[]): void {
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
    for (const name of fs.readdirSync(folder)) {
      const generation = TEMP.exec(name)?.[1];
      if (generation !== undefined && Number(generation) <= written)
        quietly(() => fs.unlinkSync(join(folder, name)));
    }
  });
}

/** After a wipe: removes every image but one, those set aside and temp files too. Throws what node:fs throws. */
export function removeOtherImages(folder: string, fs: StoreFs, kept: number): void {
  for (const name of fs.readdirSync(folder)) {
    const generation = IMAGE.exec(name)?.[1];
    const ours = generation !== undefined || TEMP.test(name) || DAMAGED.test(name);
    if (ours && Number(generation) !== kept) fs.unlinkSync(join(folder, name));
  }
}

/** Writes an image as a backup: whole or not at all, in place of what was there. Throws what node:fs throws. */
export function writeBackup(path: string, fs: StoreFs, tag: string, image: Uint8Array): void {
  const temp = `${path}.${tag}.tmp`;
  try {
    writeDurably(temp, fs, [image, seal(image)]);
    fs.renameSync(temp, path);
  } finally {
    quietly(() => fs.unlinkSync(temp));
  }
}

function numbered(folder: string, fs: StoreFs, pattern: RegExp): number[] {
  try {
    return fs.readdirSync(folder).flatMap((name) => {
      const number = pattern.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function writeDurably(path: string, fs: StoreFs, parts: Uint8Array[]): void {
  const fd = fs.openSync(path, 'w', 0o600);
  try {
    for (const part of parts)
      for (let done = 0; done < part.length;) done += fs.writeSync(fd, part, done, part.length - done);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** A file system without hard links gets an exclusive copy: if torn by a crash, the seal tells. */
function linkOrCopy(from: string, to: string, fs: StoreFs): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(error))) throw error;
    fs.copyFileSync(from, to, COPYFILE_EXCL);
  }
}
/** `fs.constants.COPYFILE_EXCL`: fail when the target exists. */
const COPYFILE_EXCL = 1;

/** Makes the new name durable. Some systems cannot sync a folder; the image is whole either way. */
function syncFolder(folder: string, fs: StoreFs): void {
  quietly(() => {
    const fd = fs.openSync(folder, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  });
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Clearing up is tried again after the next commit.
  }
}
