import { conversationOf } from '../session/sessionId';
import { hash } from 'node:crypto';
import { SessionFigures } from './figures';
import { pack, packedOf, unpackAll } from './packedFigures';
import { keepInside } from './readings';
import type { Database, Row } from './sqlite';

/** How far a log file was read, and its state at that time. */
export interface FileCursor {
  /** Number of bytes in the reading. */
  offset: number;
  size: number;
  mtimeMs: number;
  ino: number;
  /** Hash of the first bytes: distinguishes a log that grew from another log under the same name. */
  head: string;
}

/** What the store knows of a log file, without its reading. */
export interface FileHeader {
  /** Absolute; identifies the file in the store. */
  path: string;
  root: string;
  /** Id of its conversation; for a sub-agent's file, that of the main session. */
  sessionId: string;
  agentId: string | null;
  cursor: FileCursor;
  forkRank: number;
  /** Time of its first record, ms since the epoch. */
  firstAt: number | null;
  /** The log was deleted; only this reading is left. */
  gone: boolean;
}

/** `reading`: the deflated JSON of the fold of the file's bytes up to `cursor.offset`. Opaque to the store. */
export type StoredFile = FileHeader & { reading: Uint8Array };

/** Hash (`identityHash`) of the key of a response or prompt, and a file that contains it. */
export interface Identity {
  hash: string;
  file: string;
}

export const HASH_BYTES = 8;

/**
 * Eight bytes for a key, as a string of eight characters. Whole keys would take a third of the image. Among a million keys, the chance
 * that any two share a hash is below 1 in 10 million.
 */
export const identityHash = (key: string): string => hash('sha256', key, 'binary').slice(0, HASH_BYTES);

/** True for two cursors of one log, possibly at different times. */
export const sameLog = (a: FileCursor, b: FileCursor): boolean => a.ino === b.ino && a.head === b.head;

const HEADER = `path, root, session, agent, read_to, size, mtime_ms, ino, head, fork_rank, first_at, gone`;

const isText = (value: unknown): boolean => typeof value === 'string';
const isCount = (value: unknown): boolean => Number.isFinite(value) && Number(value) >= 0;
const orNull = (test: (value: unknown) => boolean) => (value: unknown) => value === null || test(value);
const isMoment = (value: unknown): boolean => Number.isFinite(value) && Math.abs(Number(value)) <= 8.64e15;

/** What the columns of `HEADER` hold, in their order. */
const COLUMNS = [
  (value: unknown) => isText(value) && value !== '',
  isText,
  isText,
  orNull(isText),
  isCount,
  isCount,
  isMoment,
  isCount,
  isText,
  isCount,
  orNull(isMoment),
  isCount,
];

/** The header in a row; none if Vigil did not write it: an invalid row loses only its file. */
function header(row: Row): FileHeader[] {
  if (!COLUMNS.every((test, i) => test(row[i]))) return [];
  const [path, root, session, agent, readTo, size, mtimeMs, ino, head, forkRank, firstAt, gone] = row;
  return [
    {
      path: path as string,
      root: root as string,
      sessionId: session as string,
      agentId: agent as string | null,
      cursor: {
        offset: readTo as number,
        size: size as number,
        mtimeMs: mtimeMs as number,
        ino: ino as number,
        head: head as string,
      },
      forkRank: forkRank as number,
      firstAt: firstAt as number | null,
      gone: gone === 1,
    },
  ];
}

/**
 * Rows of headers per query, as one JSON text. One value at a time would be slower; all at once would take too much of the engine's
 * memory.
 */
const ROWS_AT_ONCE = 500;
const SOME = `from file where id > ? order by id limit ${ROWS_AT_ONCE}`;
const AS_TEXT = `select json_group_array(json_array(${HEADER}, id)) from (select * ${SOME})`;

/** Headers of all files, in the order of their paths. */
export const readHeaders = (db: Database): FileHeader[] =>
  [...rowsOfFiles(db)].flatMap(header).sort((a, b) => (a.path < b.path ? -1 : 1));

function* rowsOfFiles(db: Database): Generator<Row> {
  for (let id = -Infinity, before = NaN; id !== before;) {
    const rows = someFiles(db, id);
    yield* rows;
    // Ids written by another program may be too large for numbers here. The loop ends when no id is larger than the last.
    before = id;
    if (rows.length === ROWS_AT_ONCE) id = Math.max(id, Number(rows.at(-1)!.at(-1)));
  }
}

/** Rows of files whose ids are larger than `id`, and these ids. */
function someFiles(db: Database, id: number): Row[] {
  try {
    return JSON.parse(String(db.all(AS_TEXT, [id])[0]?.[0])) as Row[];
  } catch {
    // If a value cannot be a text, only its row is left out.
    return db.all(`select ${HEADER}, id ${SOME}`, [id]);
  }
}

/** Writes a file with all keys of its reading. */
export function writeFile(db: Database, file: StoredFile, keys: Iterable<string>): void {
  const { id, isOther } = writeHeader(db, file);
  if (isOther) forgetKeys(db, [id]);
  addKeys(db, id, keys);
  keepInside(db, id, file.reading);
}

/**
 * The same without reading and keys. `isOther`: the table may have keys that the file no longer contains. While a log grows, keys are only
 * added, but not if it was replaced, shrank, or was read by other rules.
 */
export function writeHeader(db: Database, file: FileHeader): { id: number; isOther: boolean } {
  const { cursor } = file;
  const known = db.all('select ino, head, read_to from file where path = ?', [file.path])[0];
  const [ino, head, offset] = (known ?? [cursor.ino, cursor.head, 0]) as [number, string, number];
  const isOther = ino !== cursor.ino || head !== cursor.head || cursor.offset < offset;
  const id = db.all(
    `insert into file (${HEADER}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (path) do update set root = excluded.root, session = excluded.session, agent = excluded.agent,
       read_to = excluded.read_to, size = excluded.size, mtime_ms = excluded.mtime_ms, ino = excluded.ino,
       head = excluded.head, fork_rank = excluded.fork_rank, first_at = excluded.first_at, gone = excluded.gone
     returning id`,
    [
      file.path,
      file.root,
      file.sessionId,
      file.agentId,
      cursor.offset,
      cursor.size,
      cursor.mtimeMs,
      cursor.ino,
      cursor.head,
      file.forkRank,
      file.firstAt,
      file.gone ? 1 : 0,
    ],
  )[0]?.[0] as number;
  return { id, isOther };
}

/** Adds keys to a file. */
export const addKeys = (db: Database, id: number, keys: Iterable<string>): void =>
  addHashes(db, id, hashesOf(keys));

/** Deletes all keys of files. This searches all keys of the archive, so it is done for many files at once. */
export const forgetKeys = (db: Database, ids: readonly number[]): void =>
  db.run('delete from identity where file in (select value from json_each(?))', [JSON.stringify(ids)]);

/** Deletes single keys of a file. */
export function dropKeys(db: Database, id: number, keys: Iterable<string>): void {
  for (const one of hashesOf(keys))
    db.run('delete from identity where hash = ? and file = ?', [Buffer.from(one, 'latin1'), id]);
}

/** Records whether a file was deleted. */
export const markGone = (db: Database, path: string, gone: boolean): void =>
  db.run('update file set gone = ? where path = ?', [gone ? 1 : 0, path]);

/** Hashes per statement: each costs a scan of all of them. */
const AT_ONCE = 512;

function addHashes(db: Database, id: number, hashes: Iterable<string>): void {
  let some = '';
  const add = (): void => addHashBytes(db, id, Buffer.from(some, 'latin1'));
  for (const one of hashes) {
    some += one;
    if (some.length < AT_ONCE * HASH_BYTES) continue;
    add();
    some = '';
  }
  add();
}

/** One at a time, because a long log has a million. */
function* hashesOf(keys: Iterable<string>): Generator<string> {
  for (const key of keys) yield identityHash(key);
}

/** Adds hashes, concatenated in `bytes`, to a file, in one statement: one call per hash costs more than the insert. */
export function addHashBytes(db: Database, id: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; from += AT_ONCE * HASH_BYTES)
    db.run(
      `with recursive place (at) as (select 1 union all select at + ${HASH_BYTES} from place where at + ${HASH_BYTES} <= length(?1))
     insert or ignore into identity (hash, file) select substr(?1, at, ${HASH_BYTES}), ?2 from place`,
      [bytes.subarray(from, from + AT_ONCE * HASH_BYTES), id],
    );
}

/** Adds identities to their files, if the store has them. */
export function addIdentities(db: Database, added: Iterable<Identity>): void {
  const ids = new Map(
    db.all('select path, id from file').map(([path, id]) => [path as string, id as number]),
  );
  const byFile = new Map<string, string[]>();
  for (const { hash: found, file } of added) {
    const hashes = byFile.get(file);
    if (hashes) hashes.push(found);
    else byFile.set(file, [found]);
  }
  for (const [path, hashes] of byFile) {
    const id = ids.get(path);
    if (id !== undefined) addHashes(db, id, hashes);
  }
}

/** The identities of some files. */
export function* identitiesOf(db: Database, paths: string[]): Generator<Identity> {
  const known = new Map(db.all('select path, id from file').map(([path, id]) => [id, path as string]));
  const rows = db.each(`select hash, file from identity where file in (${IDS_OF})`, [JSON.stringify(paths)]);
  for (const [found, id] of rows) {
    const file = known.get(id);
    if (file !== undefined) yield { hash: text(found as Uint8Array), file };
  }
}

/** Pairs of files that share an identity, the first of them among `paths`. */
export function* sharing(db: Database, paths: string[]): Generator<[string, string]> {
  const known = new Map(db.all('select id, path from file').map(([id, path]) => [id, path as string]));
  const pairs = db.each(
    `select distinct a.file, b.file from identity a join identity b on b.hash = a.hash and b.file <> a.file
     where a.file in (${IDS_OF})`,
    [JSON.stringify(paths)],
  );
  for (const [one, other] of pairs) {
    const [path, shares] = [known.get(one), known.get(other)];
    if (path !== undefined && shares !== undefined) yield [path, shares];
  }
}

/** Ids of the files in a JSON array of paths. */
const IDS_OF = 'select f.id from json_each(?) wanted join file f on f.path = wanted.value';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Paths of the files that contain any of these hashes, in one statement: one call per hash costs more than the look-up. */
export function filesWithAny(db: Database, hashes: readonly string[]): string[] {
  const found = new Set<string>();
  for (let from = 0; from < hashes.length; from += AT_ONCE)
    for (const [path] of db.all(
      `with recursive place (at) as (select 1 union all select at + ${HASH_BYTES} from place where at + ${HASH_BYTES} <= length(?1))
       select path from file where id in
         (select i.file from place cross join identity i on i.hash = substr(?1, at, ${HASH_BYTES})) order by path`,
      [Buffer.from(hashes.slice(from, from + AT_ONCE).join(''), 'latin1')],
    ))
      found.add(path as string);
  return [...found];
}

/** Paths of the files that contain this hash, in order. Most hashes asked for are in no file. */
export const filesWith = (db: Database, found: string): string[] =>
  db
    .all('select file from identity where hash = ?', [Buffer.from(found, 'latin1')])
    .flatMap(([id = null]) => db.all('select path from file where id = ?', [id]))
    .map(([path]) => path as string)
    .sort((a, b) => (a < b ? -1 : 1));

/**
 * Figures of the sessions for which a condition on table `session` holds, in the order of their ids, decompressed a few at a time. An invalid
 * row affects only itself: `onBad` gets its id. The database is only used by the call itself, which runs `afterBatch` whenever it has read some.
 */
export function eachSession(
  db: Database,
  where = '1',
  params: string[] = [],
  onBad: (id: string) => void = () => undefined,
  afterBatch?: () => void,
): Iterable<SessionFigures> {
  const rows = db
    .all(`select id, length(figures) from session where ${where} order by id`, params)
    .map(([id, bytes]) => ({ id: String(id), bytes: Number(bytes) }));
  return unpackAll(packedOf(db, rows, afterBatch), onBad);
}

/** Writes a session, replacing the previous one. Returns false, and writes nothing, if it is the same to the byte. */
export function writeSession(db: Database, figures: SessionFigures): boolean {
  const packed = pack(figures);
  const known = db.all('select figures from session where id = ?', [figures.id])[0]?.[0];
  if (known instanceof Uint8Array && Buffer.compare(known, packed) === 0) return false;
  removeSession(db, figures.id);
  db.run(
    `insert into session (id, conversation, parent, project, started_at, ended_at, severity, figures)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      figures.id,
      conversationOf(figures.id),
      figures.parent,
      figures.project,
      figures.startedAt,
      figures.endedAt,
      figures.severity,
      packed,
    ],
  );
  return true;
}

export const removeSession = (db: Database, id: string): void =>
  db.run('delete from session where id = ?', [id]);

/** The compressed figures of each conversation, to compare two stores. */
export function packedSessions(db: Database): Map<string, Uint8Array> {
  const members = Map.groupBy(
    db.all('select conversation, figures from session order by id'),
    ([conversation]) => conversation as string,
  );
  return new Map(
    [...members].map(([id, rows]) => [id, Buffer.concat(rows.map(([, figures]) => figures as Uint8Array))]),
  );
}

/** Replaces our sessions of a conversation by another store's. */
export function copySessions(to: Database, from: Database, conversation: string): void {
  let whole = true;
  const sessions = [...eachSession(from, 'conversation = ?', [conversation], () => (whole = false))];
  // If they cannot be read there, ours are better, and are derived again.
  if (whole)
    for (const [id] of to.all('select id from session where conversation = ?', [conversation]))
      removeSession(to, id as string);
  else markPending(to, conversation);
  for (const figures of sessions) writeSession(to, figures);
}

/** Conversations whose figures are older than the readings of their files. */
export const readPending = (db: Database): string[] =>
  db.all('select conversation from pending').map(([id]) => id as string);

/** False if it was already pending. */
export const markPending = (db: Database, conversation: string): boolean =>
  db.all('insert or ignore into pending values (?) returning 1', [conversation]).length > 0;

/** False if it was not pending. */
export const clearPending = (db: Database, conversation: string): boolean =>
  db.all('delete from pending where conversation = ? returning 1', [conversation]).length > 0;

/** Queries the table itself: the index of a damaged image may say that a key is missing. */
export function readMeta(db: Database, key: string): string | null {
  const value = db.all('select value from meta not indexed where key = ?', [key])[0]?.[0];
  return value === undefined || value === null ? null : String(value);
}

export const writeMeta = (db: Database, key: string, value: string): void =>
  db.run('insert or replace into meta values (?, ?)', [key, value]);
