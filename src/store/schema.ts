import type { Database } from './sqlite';

/** `application_id` of every image: "VIGL". */
const APPLICATION_ID = 0x5649474c;

/**
 * Forward migrations: entry n takes schema n to n + 1. Released entries are never changed. Readings are separate from file headers, so
 * that reading all headers does not walk over the blobs.
 */
const migrations: readonly string[] = [
  `create table meta (key text primary key, value) without rowid;

   create table file (
     id integer primary key, path text not null unique, root text not null, session text not null, agent text,
     read_to integer not null, size integer not null, mtime_ms real not null, ino integer not null, head text not null,
     fork_rank integer not null, first_at integer, gone integer not null);
   create index file_session on file (session);
   create table reading (file integer primary key references file (id), data blob not null);
   create table identity (hash blob not null, file integer not null, primary key (hash, file)) without rowid;

   create table session (
     n integer primary key, id text not null unique, conversation text not null, parent text, project text,
     started_at text, ended_at text, severity text not null, figures blob not null);
   create index session_conversation on session (conversation);
   create index session_time on session (started_at);
   create table pending (conversation text primary key) without rowid;

   create table usage_row (session integer not null, n integer not null, model text not null, day text, requests integer not null, input integer not null,
     output integer not null, cache_read integer not null, cache_write_5m integer not null,
     cache_write_1h integer not null, web_searches integer not null, lower_bound integer not null,
     cost_micro_usd integer, primary key (session, n)) without rowid;
   create index usage_day on usage_row (day);
   create table tool_row (session integer not null, n integer not null, name text not null, server text, calls integer not null, errors integer not null,
     denied integer not null, interrupted integer not null, cancelled integer not null,
     primary key (session, n)) without rowid;
   create table signal_row (session integer not null, n integer not null, name text not null, value real, severity text not null,
     primary key (session, n)) without rowid;`,
  // Unused: questions about usage, tools and signals are answered from the figures.
  `drop table usage_row; drop table tool_row; drop table signal_row;`,
  // Alerts and their state.
  `create table alert (id text primary key, changed_at integer not null, record text not null) without rowid;`,
  // Marks of sessions.
  `create table mark (session text primary key, mark text not null) without rowid;`,
  // Places of readings in packs; table `reading` holds those that are not in a pack yet.
  `create table pack (id integer primary key, name text not null unique);
   create table place (
     file integer primary key references file (id), pack integer not null references pack (id), at integer not null, bytes integer not null,
     crc integer not null);`,
];

/** The schema this version of Vigil writes. */
export const SCHEMA_VERSION = migrations.length;

export const PAGE_BYTES = 16 << 10;

/** Prepares a new database. Pages of 16 KB waste little space on blobs of 2 KB. `to`: an older schema, to compare with. */
export function createSchema(db: Database, to = SCHEMA_VERSION): void {
  db.script(`pragma page_size = ${PAGE_BYTES}; pragma application_id = ${APPLICATION_ID};`);
  migrate(db, to);
}

/** Everything a database declares: tables, indexes, views and triggers with their SQL, in one order. Runs none of it. */
export const declarationsOf = (db: Database): string[] =>
  db
    .all('select type, name, tbl_name, sql from sqlite_master order by type, name, sql')
    .map((row) => JSON.stringify(row));

/** SHA-256 of this schema's declarations. Creating a database to compare with would take a fifth of opening an archive. */
export const DECLARED = '216e26e324ca8bb71b42f57484a77b78efd37826c56e7c8d4ff034d59188b326';

/** SQLite's page cache, in KB. All pages are in memory anyway, and SQLite never returns what it allocated. */
const CACHE_KB = 1_000;

/** Migrates a database of an older schema to this one, completely or not at all. */
export function migrate(db: Database, to = SCHEMA_VERSION): void {
  db.script(`pragma journal_mode = memory; pragma temp_store = memory; pragma cache_size = -${CACHE_KB};`);
  const from = pragma(db, 'user_version');
  if (from >= to) return;
  db.transaction(() => {
    for (const step of migrations.slice(from, to)) db.script(step);
    db.script(`pragma user_version = ${to}`);
  });
}

/** The schema of an open image; null when it is not one of ours. */
export function schemaOf(db: Database): number | null {
  return pragma(db, 'application_id') === APPLICATION_ID ? pragma(db, 'user_version') : null;
}

function pragma(db: Database, name: string): number {
  return Number(db.all(`pragma ${name}`)[0]?.[0] ?? 0);
}
