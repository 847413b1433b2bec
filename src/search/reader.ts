/** Asks the index. */
import { inflateRawSync } from 'node:zlib';
import type { SearchDatabase, SqlRow, SqlValue } from './database';
import { matchOf } from './match';
import type { Search } from './query';
import { ROLES, type Role } from './roles';

export interface IndexQuestion {
  search: Search;
  /** Times, ms since the epoch: from the first on, before the second. */
  from: number | null;
  to: number | null;
  /** Logs of the projects that are asked for; null: all. */
  paths: readonly string[] | null;
  order: 'best' | 'newest';
  offset: number;
  limit: number;
}

export interface FoundText {
  path: string;
  at: number;
  role: Role;
  t: number | null;
  text: string;
  /** Of a prompt of the history. */
  project: string | null;
  session: string | null;
}

const MOST_COUNTED = 10_000;
/** Bytes a chunk unpacks to at most. */
const MOST_UNPACKED = 16 << 20;

export class IndexReader {
  /** The chunk that was unpacked last: hits of a session lie together. */
  private last: { id: number; bytes: Buffer } | null = null;

  constructor(private readonly db: SearchDatabase) {}

  /** What is found, in order, and how many there are, up to `MOST_COUNTED`. */
  find(question: IndexQuestion): { found: FoundText[]; total: number } {
    const { words } = question.search;
    const { where, values } = conditionsOf(question);
    const from = words === null ? 'text x' : 'words w join text x on x.id = w.rowid';
    const match = words === null ? [] : [matchOf(words)];
    const all = [...(words === null ? [] : ['words match ?']), ...where];
    const filter = all.length === 0 ? '' : `where ${all.join(' and ')}`;
    const order = words === null || question.order === 'newest' ? 'x.t desc, x.id desc' : 'rank, x.t desc';
    const rows = this.db.all(
      `select l.path, x.at, x.role, x.t, x.chunk, x.begin, x.length, p.text project, s.text session
       from (select x.id from ${from} ${filter} order by ${order} limit ? offset ?) f
       join text x on x.id = f.id join log l on l.id = x.log
       left join name p on p.id = x.project left join name s on s.id = x.session`,
      ...match,
      ...values,
      question.limit,
      question.offset,
    );
    const [count] = this.db.all(
      `select count(*) n from (select 1 from ${from} ${filter} limit ${MOST_COUNTED})`,
      ...match,
      ...values,
    );
    return { found: rows.map((row) => this.foundIn(row)), total: Number(count?.['n'] ?? 0) };
  }

  /** How much is in it. */
  counts(): { logs: number; texts: number } {
    const [row] = this.db.all('select (select count(*) from log) logs, (select count(*) from text) texts');
    return { logs: Number(row?.['logs'] ?? 0), texts: Number(row?.['texts'] ?? 0) };
  }

  private foundIn(row: SqlRow): FoundText {
    const begin = Number(row['begin']);
    const text = this.chunk(Number(row['chunk']));
    return {
      path: String(row['path']),
      at: Number(row['at']),
      role: ROLES[Number(row['role'])] ?? 'prompt',
      t: row['t'] === null ? null : Number(row['t']),
      text: text.toString('utf8', begin, begin + Number(row['length'])),
      project: textIn(row['project']),
      session: textIn(row['session']),
    };
  }

  private chunk(id: number): Buffer {
    if (this.last?.id === id) return this.last.bytes;
    const [row] = this.db.all('select content from chunk where id = ?', id);
    const bytes = unpacked(row?.['content']);
    this.last = { id, bytes };
    return bytes;
  }
}

/** The text of a chunk; nothing of what is none. */
export const unpacked = (content: SqlValue | undefined): Buffer =>
  content instanceof Uint8Array
    ? inflateRawSync(content, { maxOutputLength: MOST_UNPACKED })
    : Buffer.alloc(0);

const textIn = (value: SqlValue | undefined): string | null => (typeof value === 'string' ? value : null);

function conditionsOf({ search, from, to, paths }: IndexQuestion): { where: string[]; values: SqlValue[] } {
  const { role, branch, model, tool, file, project } = search.conditions;
  const where: string[] = [];
  const values: SqlValue[] = [];
  const add = (sql: string, ...more: SqlValue[]): void => {
    where.push(sql);
    values.push(...more);
  };
  const named = (parts: readonly string[]): string =>
    `(select id from name where ${parts.map(() => 'instr(low, ?) > 0').join(' or ')})`;
  if (role.length > 0) add(`x.role in (${role.map((one) => ROLES.indexOf(one)).join(', ')})`);
  for (const [column, parts] of Object.entries({ branch, model, tool, file }))
    if (parts.length > 0) add(`x.${column} in ${named(parts)}`, ...parts);
  if (project.length > 0)
    add(
      `(x.project in ${named(project)} or x.log in (select id from log where path in (select value from json_each(?))))`,
      ...project,
      JSON.stringify(paths ?? []),
    );
  if (from !== null) add('x.t >= ?', from);
  if (to !== null) add('x.t < ?', to);
  return { where, values };
}
