/**
 * The search index: opt-in, files of their own in a folder beside the archive, so that clearing is deleting them. It is opened when
 * something is asked or written and closed again, so that any window may delete it.
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { hasFullText, NoFullText, openDatabase, type SearchDatabase } from './database';
import { IndexReader } from './reader';
import { isReadable, prepare } from './schema';
import { IndexWriter } from './writer';

const FILE = 'index.db';
const DAMAGED = 'index.damaged.db';

export interface SearchIndex {
  /** Asks it; null where there is none. Throws in words when it cannot be read. */
  read<T>(work: (reader: IndexReader) => T): T | null;
  /** Opens it to be written, and makes it where there is none. The caller closes it. */
  open(): { writer: IndexWriter; close(): void };
  /** Puts a damaged file aside; gives where it is now. */
  setAside(): string;
  /** Bytes of all its files. */
  bytes(): number;
  /** Deletes all its files. */
  clear(): void;
}

/** True when an error says that the file itself is not right. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  /malformed|not a database|file is encrypted|disk image|corrupt/i.test(error.message);

/** The index in a folder, which is made when something is written. */
export function indexIn(folder: string): SearchIndex {
  const path = join(folder, FILE);
  return {
    read(work) {
      if (!existsSync(path)) return null;
      const db = openDatabase(path, true);
      try {
        return isReadable(db) ? work(new IndexReader(db)) : null;
      } finally {
        db.close();
      }
    },
    open() {
      if (!hasFullText()) throw new NoFullText();
      const db = made(folder, path);
      return { writer: new IndexWriter(db), close: () => db.close() };
    },
    setAside() {
      for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
      const aside = join(folder, DAMAGED);
      renameSync(path, aside);
      return aside;
    },
    bytes: () => filesIn(folder).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Opens the file for writing. It is for this person alone, and so are those SQLite lays beside it. */
function made(folder: string, path: string): SearchDatabase {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600));
  else chmodSync(path, 0o600);
  const db = openDatabase(path, false);
  try {
    prepare(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
