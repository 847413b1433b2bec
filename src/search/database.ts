/**
 * SQLite with full text search, as Node brings it (docs/decisions/search-index.md): on a file, and not there in every Node. Nothing else
 * of the index knows `node:sqlite`.
 */
import { en } from '../l10n/english';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

export type SqlValue = number | string | Uint8Array | null;
export type SqlRow = Record<string, SqlValue>;

export interface SearchDatabase {
  run(sql: string, ...values: SqlValue[]): void;
  /** Does the same and gives the row's number. */
  insert(sql: string, ...values: SqlValue[]): number;
  all(sql: string, ...values: SqlValue[]): SqlRow[];
  script(sql: string): void;
  /** Does all of `work` or, when it throws, nothing of it. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** This Node has no full text search: the index cannot be used here. */
export class NoFullText extends Error {
  constructor() {
    super(
      en(
        'The search index needs the full text search of Node 22.16 or later, which is not there. Search reads the logs instead.',
      ),
    );
  }
}

/** The number SQLite gives the kind of an error; 0 for any other error. */
export function sqliteCode(error: unknown): number {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  // What stands above tells kinds of one kind apart.
  return code & 0xff;
}

/** What SQLite says, as people do. */
const SAID: Readonly<Record<number, string>> = {
  5: en('another window is writing to it'),
  8: en('it can only be read'),
  10: en('the disk does not do what it is asked'),
  11: en('it is damaged'),
  13: en('the disk is full'),
  14: en('it cannot be opened'),
  26: en('it is damaged'),
};

/** An error of SQLite in words; null for any other, and for one nobody expects. */
export const sqliteWords = (error: unknown): string | null => SAID[sqliteCode(error)] ?? null;

/** How long another window's writing is waited for, ms. */
const WAIT_MS = 2_000;

/** Opens the file, which is made unless it is only read. Throws `NoFullText`, and what SQLite says. */
export function openDatabase(path: string, readOnly: boolean): SearchDatabase {
  const sqlite = nodeSqlite();
  if (sqlite === null) throw new NoFullText();
  const db = new sqlite.DatabaseSync(path, { readOnly, timeout: WAIT_MS });
  try {
    db.exec('pragma cache_size = -8000');
    return driver(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** True when this Node can search: it has SQLite, and that the full text search. */
export function hasFullText(): boolean {
  const sqlite = nodeSqlite();
  if (sqlite === null) return false;
  const db = new sqlite.DatabaseSync(':memory:');
  try {
    db.exec(`create virtual table t using fts5(a, content='', contentless_delete=1)`);
    return true;
  } catch {
    return false;
  } finally {
    db.close();
  }
}

/** Node 22 warns that its SQLite is new, each time it is loaded: nobody who searches can do anything about that. */
function nodeSqlite(): typeof import('node:sqlite') | null {
  const { emitWarning } = process;
  try {
    process.emitWarning = () => undefined;
    return (process.getBuiltinModule('node:sqlite') as typeof import('node:sqlite') | undefined) ?? null;
  } finally {
    process.emitWarning = emitWarning;
  }
}

function driver(db: DatabaseSync): SearchDatabase {
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  return {
    run: (sql, ...values) => void statement(sql).run(...values),
    insert: (sql, ...values) => Number(statement(sql).run(...values).lastInsertRowid),
    // Columns are declared as these types; a number above 2^53 is none of ours and throws.
    all: (sql, ...values) => statement(sql).all(...values) as SqlRow[],
    script: (sql) => db.exec(sql),
    transaction(work) {
      db.exec('begin immediate');
      try {
        const result = work();
        db.exec('commit');
        return result;
      } catch (error) {
        // After some errors SQLite has rolled back itself, and has nothing to roll back: the error is what counts.
        try {
          db.exec('rollback');
        } catch {}
        throw error;
      }
    },
    close: () => db.close(),
  };
}
