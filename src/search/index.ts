/**
 * The search index: opt-in, files of their own in a folder beside the archive, so that clearing is deleting them. It is opened when
 * something is asked or written and closed again, so that any window may delete it.
 */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasFullText, NoFullText, openDatabase, sqliteCode, type SearchDatabase } from './database';
import { IndexReader } from './reader';
import { isReadable, prepare } from './schema';
import { IndexWriter } from './writer';

const FILE = 'index.db';
const DAMAGED = 'index.damaged.db';
/** What SQLite calls them. */
const [CORRUPT, NOT_A_DATABASE] = [11, 26];

export interface SearchIndex {
  /** Asks it; null where there is none. Throws in words when it cannot be read. */
  read<T>(work: (reader: IndexReader) => T): T | null;
  /** Opens it to be written, and makes it where there is none. The caller closes it. */
  open(): { writer: IndexWriter; close(): void };
  /** Puts a damaged file aside; gives where it is now. Throws the system's error. */
  setAside(): string;
  /** Deletes what was put aside. Throws the system's error. */
  forgetAside(): void;
  /** Bytes it takes; what was put aside is not counted. */
  bytes(): number;
  /** Is another with all that is written into it. */
  stamp(): string;
  /** Deletes all its files. */
  clear(): void;
}

/** True when an error says that the file itself is not right. */
export const isDamage = (error: unknown): boolean => [CORRUPT, NOT_A_DATABASE].includes(sqliteCode(error));

/** True when an error says that there is no index to be read: it is damaged, or this Node has none. */
export const isUnusable = (error: unknown): boolean => error instanceof NoFullText || isDamage(error);

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
    forgetAside: () => rmSync(join(folder, DAMAGED), { force: true }),
    bytes: () => ['', '-wal', '-shm'].reduce((sum, end) => sum + statAt(`${path}${end}`).size, 0),
    // An empty write-ahead log is left by those who only read.
    stamp: () =>
      ['', '-wal']
        .map((end) => statAt(`${path}${end}`))
        .map(({ size, mtimeMs }) => (size === 0 ? '' : `${size} ${mtimeMs}`))
        .join(),
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

function statAt(path: string): { size: number; mtimeMs: number } {
  try {
    return statSync(path);
  } catch {
    return { size: 0, mtimeMs: 0 };
  }
}
