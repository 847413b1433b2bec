/** What lies in the file of the index. */
import { en } from '../l10n/english';
import type { SearchDatabase } from './database';
import { PARTS, WHOLES } from './match';

/** Raised with every change of the tables; what is older is brought to it here, what is newer is left alone. */
const SCHEMA = 1;

/** A newer Vigil made the index: it is neither used nor changed. */
export class NewerIndex extends Error {
  constructor() {
    super(en('The search index was made by a newer Vigil. Update this one, or clear the index.'));
  }
}

/** Makes the tables of an empty file, and checks those of another. */
export function prepare(db: SearchDatabase): void {
  // Others read while one writes; a crash costs the last slices, which are read from the logs again.
  db.script('pragma journal_mode = wal; pragma synchronous = normal');
  const version = versionOf(db);
  if (version > SCHEMA) throw new NewerIndex();
  if (version === SCHEMA) return;
  db.transaction(() => db.script(TABLES));
}

/** The version of a file's tables, 0 for none. */
export function versionOf(db: SearchDatabase): number {
  const [row] = db.all('pragma user_version');
  return Number(row?.['user_version'] ?? 0);
}

/** True when the tables are those this version reads. */
export const isReadable = (db: SearchDatabase): boolean => versionOf(db) === SCHEMA;

/**
 * `log`: a file, and how far it is in the index. `text`: something said: where its line begins, who said it, and in which `chunk` of
 * compressed text it stands. `name`: branches, models, tools, paths, projects and session ids, each once. `words`: FTS5 without a copy
 * of the text; its words are made by `words.ts` and stand with blanks between them.
 */
const TABLES = `
create table log (
  id integer primary key, path text not null unique, session text not null, at integer not null, size integer not null,
  mtime real not null, head text not null, tail text not null, calls text not null
);
create table name (id integer primary key, text text not null unique, low text not null);
create table chunk (id integer primary key, log integer not null, content blob not null);
create index chunk_log on chunk (log);
create table text (
  id integer primary key, log integer not null, at integer not null, role integer not null, t real,
  branch integer, model integer, tool integer, file integer, project integer, session integer,
  chunk integer not null, begin integer not null, length integer not null
);
create index text_log on text (log);
create index text_t on text (t);
create virtual table words using fts5 (
  ${PARTS}, ${WHOLES}, content = '', contentless_delete = 1, tokenize = 'ascii'
);
pragma user_version = ${SCHEMA};
`;
