import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import initSqlJs from 'sql.js';

/** A value in a column. Integers above 2^53 are rounded. */
export type Value = number | string | Uint8Array | null;
export type Row = Value[];

/** An open database: the store's only view of SQL engines, so that sql.js can be replaced. */
export interface Database {
  /** Runs one statement for its effect. */
  run(sql: string, params?: Value[]): void;
  /** All rows of one statement, as arrays in the order of its columns. */
  all(sql: string, params?: Value[]): Row[];
  /** The rows of one statement, one at a time. */
  each(sql: string, params?: Value[]): Iterable<Row>;
  /** Runs several statements without parameters. */
  script(sql: string): void;
  /** Runs `work` in a transaction: all of it is done or, if it throws, nothing. Cannot be nested. */
  transaction<T>(work: () => T): T;
  /** The bytes of the database as a SQLite file. Not inside a transaction. */
  export(): Uint8Array;
  close(): void;
}

export interface Sqlite {
  /** Opens the bytes of a SQLite file (and may write into them), or an empty database. Throws if the bytes are not a SQLite file. */
  open(bytes: Uint8Array | null): Database;
}

/** Loads sql.js with the `sql-wasm.wasm` of `wasmFolder`. */
export async function loadSqlite(wasmFolder: string): Promise<Sqlite> {
  const wasm = await readFile(join(wasmFolder, 'sql-wasm.wasm'));
  const config = {
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength),
    useOldExtensionFunctions: false,
  };
  const engine = await initSqlJs(config);
  withoutOptimizing(() => {
    const db = new engine.Database();
    db.exec('select 1');
    db.close();
  });
  return { open: (bytes) => driver(new engine.Database(bytes)) };
}

/**
 * Runs `work`; V8 never optimises the WebAssembly functions that are called in it for the first time. Optimising SQLite's interpreter, one
 * very large function, takes 20 MB, of which glibc keeps most, and queries take hardly longer without it.
 */
function withoutOptimizing(work: () => void): void {
  setFlagsFromString('--no-wasm-dynamic-tiering');
  setFlagsFromString('--no-wasm-tier-up');
  try {
    work();
  } finally {
    setFlagsFromString('--wasm-tier-up');
    setFlagsFromString('--wasm-dynamic-tiering');
  }
}

type SqlJsDatabase = InstanceType<Awaited<ReturnType<typeof initSqlJs>>['Database']>;

function driver(db: SqlJsDatabase): Database {
  const prepared = new Map<string, ReturnType<SqlJsDatabase['prepare']>>();
  const statement = (sql: string) => {
    const known = prepared.get(sql);
    if (known) return known;
    const made = db.prepare(sql);
    prepared.set(sql, made);
    return made;
  };
  return {
    run(sql, params = []) {
      statement(sql).run(params);
    },
    all(sql, params = []) {
      const rows: Row[] = [];
      const query = statement(sql);
      try {
        query.bind(params);
        while (query.step()) rows.push(query.get());
      } finally {
        query.reset();
      }
      return rows;
    },
    *each(sql, params = []) {
      // Uses its own statement: another caller must not bind a statement that is half read.
      const query = db.prepare(sql);
      try {
        query.bind(params);
        while (query.step()) yield query.get();
      } finally {
        query.free();
      }
    },
    script(sql) {
      db.exec(sql);
    },
    transaction(work) {
      db.exec('begin');
      try {
        const result = work();
        db.exec('commit');
        return result;
      } catch (error) {
        db.exec('rollback');
        throw error;
      }
    },
    export: () => db.export(),
    close() {
      prepared.clear();
      db.close();
    },
  };
}
