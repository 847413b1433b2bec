/**
 * Images that this archive did not write: backups, archives of other machines, files somebody made. They are data, not code: nothing they
 * declare is run, each row is checked, and valid rows go into a new database.
 */
import { hash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { en } from '../l10n/english';
import { conversationOf } from '../session/sessionId';
import { recordIn, writeAlert } from './alerts';
import type { SessionFigures } from './figures';
import { markIn, MOST_MARKS, writeMark } from './marks';
import { checked, LARGEST_FIGURES, unpackOne } from './packedFigures';
import type { Packs } from './packs';
import { StoreFault } from './problem';
import { packBytes, placedBytes, readReading } from './readings';
import { createSchema, declarationsOf, DECLARED, schemaOf, SCHEMA_VERSION } from './schema';
import { areCounts } from './shape';
import type { Database, Sqlite } from './sqlite';
import {
  addHashBytes,
  HASH_BYTES,
  markPending,
  readHeaders,
  writeFile,
  writeMeta,
  writeSession,
  type FileHeader,
} from './tables';

/** Whether the JSON of a reading can be used for this file. Passed in, because readings are opaque to the store. */
export type ReadingCheck = (json: Buffer, file: FileHeader) => boolean;

/** Maximum size of an image, in bytes: no archive can be written that is larger. */
export const LARGEST_IMAGE = 512 << 20;
/** Maximum bytes of one reading, inflated. */
const LARGEST_READING = 128 << 20;
/** Everything in an image may inflate to this many times its bytes and those of its packs, or to this size. */
const MOST_INFLATED = 64;
const ALWAYS_INFLATED = 256 << 20;
/** Maximum rows of usage, tools and signals per session. */
const MOST_ROWS = 100_000;
const MOST_IDENTITIES = 5_000_000;
const MOST_ALERTS = 20_000;
/** The first schema with alerts. */
const WITH_ALERTS = 3;
const LONGEST_TEXT = 5_000;

/** How an image's schema compares with Vigil's. `more`: it has ours and others. */
export type Likeness = 'same' | 'more' | 'other';

export function likeness(db: Database, sqlite: Sqlite): Likeness {
  const schema = schemaOf(db);
  if (schema === null || schema < 1 || schema > SCHEMA_VERSION) return 'other';
  const declared = declarationsOf(db);
  if (schema === SCHEMA_VERSION && hash('sha256', declared.join('\n')) === DECLARED) return 'same';
  const wanted = inOurs(sqlite, schema, declarationsOf);
  const found = new Set(declared);
  if (!wanted.every((one) => found.has(one))) return 'other';
  return found.size === wanted.length ? 'same' : 'more';
}

/** The tables that Vigil makes in a schema. */
export const tablesOf = (sqlite: Sqlite, schema: number): string[] =>
  inOurs(sqlite, schema, (ours) =>
    ours.all("select name from sqlite_master where type = 'table'").map(([name]) => name as string),
  );

/** Creates an empty database of a schema and queries it. */
function inOurs<T>(sqlite: Sqlite, schema: number, ask: (ours: Database) => T): T {
  const ours = sqlite.open(null);
  try {
    createSchema(ours, schema);
    return ask(ours);
  } finally {
    ours.close();
  }
}

export interface Rebuilt {
  db: Database;
  /** Ids of sessions and paths of files that were left out, because Vigil did not write them. */
  leftOut: string[];
}

/**
 * A new database with all valid rows of `from`, and all readings inside. Throws a `StoreFault` if it holds more than an archive can.
 * Leaves `from` unchanged.
 */
export function rebuilt(
  from: Database,
  { sqlite, check, packs }: { sqlite: Sqlite; check: ReadingCheck; packs: Packs },
  bytes: number,
): Rebuilt {
  const db = sqlite.open(null);
  try {
    createSchema(db);
    const budget = budgetOf(bytes + packBytes(from, packs));
    // Charged before anything is read: many places may name the same bytes, and readings that do not unpack are charged nowhere else.
    budget.take(placedBytes(from));
    const leftOut = db.transaction(() => [
      ...copyFiles(db, { from, packs }, budget, check),
      ...copySessions(db, from, budget),
      ...copyAlerts(db, from, budget),
      ...copyMarks(db, from, budget),
    ]);
    const basis = textOf(from.all("select value from meta not indexed where key = 'basis'")[0]?.[0]);
    if (basis !== null) writeMeta(db, 'basis', basis);
    return { db, leftOut };
  } catch (error) {
    db.close();
    throw error;
  }
}

interface Budget {
  take(bytes: number): void;
}

function budgetOf(bytes: number): Budget {
  let left = Math.max(ALWAYS_INFLATED, bytes * MOST_INFLATED);
  return {
    take(taken) {
      left -= taken;
      if (left < 0)
        throw new StoreFault(
          en('It unpacks to more than an archive of its size holds; nothing was imported.'),
        );
    },
  };
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= LONGEST_TEXT ? value : null;

function copyFiles(
  db: Database,
  { from, packs }: { from: Database; packs: Packs },
  budget: Budget,
  check: ReadingCheck,
): string[] {
  const leftOut: string[] = [];
  const taken = new Map<number, string>();
  const ids = new Map(
    from.all('select path, id from file not indexed').map(([path, id]) => [path, id as number]),
  );
  const headers = readHeaders(from);
  const known = new Set(headers.map(({ path }) => path));
  for (const path of ids.keys()) if (typeof path !== 'string' || !known.has(path)) leftOut.push(String(path));
  for (const header of headers) {
    const reading = readReading(from, packs, header.path);
    if (reading === null || !isSound(header) || !holds(reading, header, budget, check)) {
      leftOut.push(header.path);
      continue;
    }
    writeFile(db, { ...header, reading }, []);
    taken.set(ids.get(header.path) ?? -1, header.path);
  }
  copyIdentities(db, from, taken);
  return leftOut;
}

const isSound = ({ path, root, sessionId, agentId, cursor }: FileHeader): boolean =>
  [path, root, sessionId, agentId ?? '', cursor.head].every((text) => text.length <= LONGEST_TEXT);

function holds(reading: Uint8Array, header: FileHeader, budget: Budget, check: ReadingCheck): boolean {
  let json: Buffer;
  try {
    json = inflateRawSync(reading, { maxOutputLength: LARGEST_READING });
  } catch (error) {
    // Data that is too large has used its share of the limit; broken data has used next to nothing.
    if (error instanceof RangeError) budget.take(LARGEST_READING);
    return false;
  }
  budget.take(json.length);
  return check(json, header);
}

/** The identities of the accepted files, in one row per file. */
function copyIdentities(db: Database, from: Database, taken: ReadonlyMap<number, string>): void {
  const count = Number(from.all('select count(*) from identity')[0]?.[0] ?? 0);
  if (count > MOST_IDENTITIES)
    throw new StoreFault(en('It names more responses than an archive can hold; nothing was imported.'));
  const rows = from.each(
    `select file, group_concat(hex(hash), '') from identity where typeof(hash) = 'blob' and length(hash) = ${HASH_BYTES} group by file`,
  );
  for (const [file, hex] of rows) {
    const path = taken.get(file as number);
    if (path === undefined || typeof hex !== 'string') continue;
    const id = db.all('select id from file where path = ?', [path])[0]?.[0] as number;
    addHashBytes(db, id, Buffer.from(hex, 'hex'));
  }
}

/** Sessions with valid figures; their other rows are written again. */
function copySessions(db: Database, from: Database, budget: Budget): string[] {
  const leftOut: string[] = [];
  for (const [id, packed] of from.each('select id, figures from session not indexed order by n')) {
    const name = textOf(id);
    const figures =
      name !== null && packed instanceof Uint8Array ? figuresWithin(name, packed, budget) : null;
    if (figures === null) {
      leftOut.push(String(id).slice(0, 100));
      continue;
    }
    if (figures.usage.length + figures.tools.length + figures.signals.length > MOST_ROWS) {
      leftOut.push(figures.id);
      continue;
    }
    writeSession(db, figures);
  }
  for (const [conversation] of from.each('select conversation from pending')) {
    const name = textOf(conversation);
    if (name !== null) markPending(db, conversationOf(name));
  }
  return leftOut;
}

function figuresWithin(id: string, packed: Uint8Array, budget: Budget): SessionFigures | null {
  const json = unpackOne(packed);
  budget.take(json === 'tooLarge' ? LARGEST_FIGURES : (json?.length ?? 0));
  const figures = json instanceof Buffer ? checked(id, json.toString()) : null;
  return figures !== null && areCounts(figures) ? figures : null;
}

/** Valid alerts; if there are too many, those changed last. */
const copyAlerts = (db: Database, from: Database, budget: Budget): string[] =>
  (schemaOf(from) ?? 0) < WITH_ALERTS
    ? []
    : copyRecords(
        from.each(`select id, record from alert not indexed order by changed_at desc limit ${MOST_ALERTS}`),
        recordIn,
        ({ id }) => id,
        (record) => writeAlert(db, record),
        budget,
      );

/** Valid marks; older images have none. */
const copyMarks = (db: Database, from: Database, budget: Budget): string[] =>
  from.all("select 1 from sqlite_master where type = 'table' and name = 'mark'").length === 0
    ? []
    : copyRecords(
        from.each(`select session, mark from mark not indexed limit ${MOST_MARKS}`),
        markIn,
        ({ session }) => session,
        (mark) => writeMark(db, mark),
        budget,
      );

/** Writes the valid records among rows of an id and a text. Returns the ids of the others. */
function copyRecords<T>(
  rows: Iterable<readonly unknown[]>,
  read: (text: unknown) => T | null,
  idOf: (record: T) => string,
  write: (record: T) => void,
  budget: Budget,
): string[] {
  const leftOut: string[] = [];
  for (const [id, text] of rows) {
    budget.take(typeof text === 'string' ? text.length : 0);
    const record = read(text);
    if (record === null || idOf(record) !== id) leftOut.push(String(id).slice(0, 100));
    else write(record);
  }
  return leftOut;
}
