/**
 * A file system in memory: as much of node:fs as the archive, the vault and the lease use, with the errors of a real one. A
 * kill costs microseconds on it, so that hundreds of thousands can be tried.
 */
import { posix } from 'node:path';
import type { Dirent } from 'node:fs';
import { failure } from '../store/samples';

interface File {
  ino: number;
  bytes: Buffer;
  mtimeMs: number;
}

/** What a disk holds. Files are never changed in place where a copy is held, so a copy of the names is a copy of the disk. */
export interface Disk {
  files: Map<string, File>;
  folders: Set<string>;
}

export const copyOf = ({ files, folders }: Disk): Disk => ({
  files: new Map([...files].map(([path, file]) => [path, { ...file }])),
  folders: new Set(folders),
});

type Flags = 'r' | 'w' | 'wx';

/** node:fs on a disk. Content is replaced whole by each write: what others hold of it stays as it was. */
export function memoryFs(disk: Disk) {
  let nextIno = 1 + Math.max(0, ...[...disk.files.values()].map(({ ino }) => ino));
  let nextFd = 3;
  let clock = 1_700_000_000_000 + nextIno * 1_000;
  const open = new Map<number, { path: string; file: File | null; at: number }>();

  const parentOf = (path: string): string => {
    const parent = posix.dirname(path);
    if (!disk.folders.has(parent)) throw failure('ENOENT');
    return parent;
  };
  const fileAt = (path: string): File => {
    const file = disk.files.get(path);
    if (file !== undefined) return file;
    throw failure(disk.folders.has(path) ? 'EISDIR' : 'ENOENT');
  };
  const make = (path: string): File => {
    parentOf(path);
    const file = { ino: nextIno++, bytes: Buffer.alloc(0), mtimeMs: ++clock };
    disk.files.set(path, file);
    return file;
  };
  const handle = (fd: number): { path: string; file: File | null; at: number } => {
    const found = open.get(fd);
    if (found === undefined) throw failure('EBADF');
    return found;
  };
  const statOf = (path: string) => {
    const file = disk.files.get(path);
    if (file === undefined && !disk.folders.has(path)) throw failure('ENOENT');
    return {
      size: file?.bytes.length ?? 0,
      mtimeMs: file?.mtimeMs ?? clock,
      ino: file?.ino ?? 0,
      isFile: () => file !== undefined,
      isDirectory: () => file === undefined,
      isSymbolicLink: () => false,
    };
  };
  const write = (file: File, bytes: Buffer): void => {
    file.bytes = Buffer.from(bytes);
    file.mtimeMs = ++clock;
  };

  return {
    mkdirSync(path: string, options: { recursive?: boolean } = {}) {
      if (options.recursive !== true) {
        parentOf(path);
        if (disk.folders.has(path)) throw failure('EEXIST');
      }
      for (let each = path; each !== '/' && !disk.folders.has(each); each = posix.dirname(each)) {
        if (disk.files.has(each)) throw failure('ENOTDIR');
        disk.folders.add(each);
      }
    },
    readdirSync(path: string, options: { withFileTypes?: boolean } = {}) {
      if (!disk.folders.has(path)) throw failure(disk.files.has(path) ? 'ENOTDIR' : 'ENOENT');
      const names = [...disk.files.keys(), ...disk.folders]
        .filter((each) => each !== path && posix.dirname(each) === path)
        .map((each) => posix.basename(each));
      if (options.withFileTypes !== true) return names;
      return names.map((name) => ({ name, ...statOf(posix.join(path, name)) }) as unknown as Dirent);
    },
    readFileSync(path: string, encoding?: string) {
      const bytes = Buffer.from(fileAt(path).bytes);
      return encoding === undefined ? bytes : bytes.toString();
    },
    writeFileSync(path: string, data: string, options: { flag?: Flags } = {}) {
      if (options.flag === 'wx' && disk.files.has(path)) throw failure('EEXIST');
      write(disk.files.get(path) ?? make(path), Buffer.from(data));
    },
    openSync(path: string, flags: Flags) {
      const there = disk.files.get(path);
      if (flags === 'r') {
        if (there === undefined && !disk.folders.has(path)) throw failure('ENOENT');
      } else if (there === undefined) {
        if (disk.folders.has(path)) throw failure('EISDIR');
      } else if (flags === 'wx') throw failure('EEXIST');
      const file = flags === 'r' ? (there ?? null) : (there ?? make(path));
      if (flags === 'w' && file !== null) write(file, Buffer.alloc(0));
      open.set(nextFd, { path, file, at: 0 });
      return nextFd++;
    },
    readSync(fd: number, into: Buffer, from: number, length: number, position: number) {
      const { file } = handle(fd);
      if (file === null) throw failure('EISDIR');
      return file.bytes.copy(into, from, position, Math.min(file.bytes.length, position + length));
    },
    writeSync(fd: number, bytes: Uint8Array, from: number, length: number) {
      const found = handle(fd);
      if (found.file === null) throw failure('EBADF');
      const { file, at } = found;
      const rest = file.bytes.subarray(at + length);
      write(file, Buffer.concat([file.bytes.subarray(0, at), bytes.subarray(from, from + length), rest]));
      found.at += length;
      return length;
    },
    fsyncSync(fd: number) {
      handle(fd);
    },
    closeSync(fd: number) {
      handle(fd);
      open.delete(fd);
    },
    linkSync(from: string, to: string) {
      const file = fileAt(from);
      parentOf(to);
      if (disk.files.has(to) || disk.folders.has(to)) throw failure('EEXIST');
      disk.files.set(to, file);
    },
    renameSync(from: string, to: string) {
      const file = fileAt(from);
      parentOf(to);
      if (disk.folders.has(to)) throw failure('EISDIR');
      disk.files.set(to, file);
      disk.files.delete(from);
    },
    unlinkSync(path: string) {
      fileAt(path);
      disk.files.delete(path);
    },
    rmSync(path: string) {
      for (const each of disk.files.keys())
        if (each === path || each.startsWith(`${path}/`)) disk.files.delete(each);
      for (const each of disk.folders)
        if (each === path || each.startsWith(`${path}/`)) disk.folders.delete(each);
    },
    statSync: statOf,
    lstatSync: statOf,
  };
}

export type MemoryFs = ReturnType<typeof memoryFs>;
