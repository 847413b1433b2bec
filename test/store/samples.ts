import * as fs from 'node:fs';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import type { Checkpoint } from '../../src/store/checkpoint';
import type { Saved } from '../../src/store/writer';
import type { SessionFigures } from '../../src/store/figures';
import type { Changes } from '../../src/store/changes';
import { openCheckpoint } from '../../src/store/checkpoint';
import type { StoreFs } from '../../src/store/image';
import { conversationOf } from '../../src/session/sessionId';
import { type Identity, identitiesOf, identityHash } from '../../src/store/tables';
import { type Sqlite, loadSqlite } from '../../src/store/sqlite';
import { tempFolder } from '../support/tempFolder';

/** The engine all store tests use; loading it takes 20 ms. */
export const sqlite: Sqlite = await loadSqlite(join('node_modules', 'sql.js', 'dist'));

export { figures, file, read, usage } from './makers';

/** Identities as a store gives them, of keys and their files. */
export const identities = (files: Record<string, string>): Identity[] =>
  Object.entries(files)
    .map(([key, path]) => ({ hash: identityHash(key), file: path }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));

export function open(folder: string | null, through: StoreFs = fs): Checkpoint {
  const opened = openCheckpoint(folder, through, sqlite, '0.1.0');
  if (opened.kind === 'refused') {
    // A hundred thousand of them would fill the memory of SQLite.
    opened.checkpoint.close();
    throw new Error(opened.problem.message);
  }
  return opened.checkpoint;
}

export function saved(result: Saved): Saved & { ok: true } {
  if (!result.ok) throw new Error(result.problem.message);
  return result;
}

/** A store with these changes saved one after the other, closed again. */
export function write(folder: string, ...changes: Changes[]): void {
  const store = open(folder);
  for (const change of changes) {
    store.put(change);
    saved(store.save());
  }
  store.close();
}

/** A database as an image: with its check sum. */
export function sealed(database: Uint8Array): Buffer {
  const tail = Buffer.alloc(8);
  tail.writeUInt32BE(0x5649474c, 0);
  tail.writeUInt32BE(crc32(database), 4);
  return Buffer.concat([database, tail]);
}

/** Names of the packs in a folder. */
export const packsIn = (folder: string): string[] =>
  fs.readdirSync(folder).filter((name) => name.endsWith('.pack'));

/** What lies in a folder, in order; packs without what is made up in their names. */
export const lying = (folder: string): string[] =>
  fs
    .readdirSync(folder)
    .map((name) => name.replace(/\.[0-9a-f-]{36}\.pack$/, '.pack'))
    .sort();

/** The archive in a folder as one file, readings too. */
export function asOneFile(folder: string): Buffer {
  const path = join(tempFolder(), 'whole.vigil');
  const store = open(folder);
  store.backup(path);
  store.close();
  return fs.readFileSync(path);
}

/** Every identity in a store, ordered by hash. */
export const identitiesIn = (store: Checkpoint): Identity[] =>
  [
    ...identitiesOf(
      store.db,
      store.headers().map(({ path }) => path),
    ),
  ].sort((a, b) => (a.hash === b.hash ? (a.file < b.file ? -1 : 1) : a.hash < b.hash ? -1 : 1));

/** A session in a store; null when it has none. */
export const sessionIn = (store: Checkpoint, wanted: string): SessionFigures | null =>
  store.conversation(conversationOf(wanted)).find(({ id }) => id === wanted) ?? null;

/** The reading of a file; '' where there is none. */
function textOf(packed: Uint8Array | null): string {
  return packed === null ? '' : inflateRawSync(packed).toString();
}

/** All that a store holds, to compare two. Throws when a reading is not there, unless some may be `lost`. */
export const contents = (store: Checkpoint, lost = false) => ({
  files: store.headers().map((header) => {
    const packed = store.reading(header.path);
    if (packed === null && !lost) throw new Error(`The reading of ${header.path} is not there.`);
    return { ...header, reading: textOf(packed) };
  }),
  sessions: store.sessions(),
  identities: identitiesIn(store),
  pending: store.pending(),
  marks: store.marks(),
  basis: store.basis(),
});

/** Contents of what is on disk in a folder. */
export function onDisk(folder: string, through: StoreFs = fs, lost = false) {
  const store = open(folder, through);
  try {
    return contents(store, lost);
  } finally {
    store.close();
  }
}

export function failure(code: string): Error {
  return Object.assign(new Error(`${code}: made to fail`), { code });
}

/** Whether a call of the file system begins to read an image. */
export const readsImage = (name: string, path: unknown, flags: unknown): boolean =>
  name === 'openSync' && flags === 'r' && String(path).endsWith('.db');

/** node:fs that calls `before` with the name of each function and its first two arguments. */
export function watchedFs(before: (name: string, path: unknown, flags: unknown) => void): StoreFs {
  return new Proxy(fs, {
    get(target, name: keyof StoreFs) {
      const original = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        before(name, args[0], args[1]);
        return original(...args);
      };
    },
  });
}
