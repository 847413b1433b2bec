/** Puts what logs say into the index. */
import { deflateRawSync } from 'node:zlib';
import type { SearchDatabase, SqlValue } from './database';
import { unpacked } from './reader';
import { ROLES, type Role } from './roles';
import { indexed } from './words';

/** How far a log is in the index, and what it was like then. */
export interface IndexedLog {
  path: string;
  /** The conversation it is of; '' for a history of prompts. */
  session: string;
  /** Bytes that are in the index. */
  at: number;
  size: number;
  mtimeMs: number;
  /** Fingerprints of its first bytes and of those before `at`. */
  head: string;
  tail: string;
  /** Tool calls without a result so far, as JSON. */
  calls: string;
}

/** Something said, as it is found. */
export interface SearchedText {
  role: Role;
  /** Bounded, and without likely secrets (`kept.ts`). */
  text: string;
  /** Byte its line begins at. */
  at: number;
  /** ms since the epoch. */
  t: number | null;
  branch: string | null;
  model: string | null;
  tool: string | null;
  file: string | null;
  /** Of a prompt of the history: the log does not tell them. */
  project: string | null;
  session: string | null;
}

/** Bytes of text that are compressed together: to show a hit so much is unpacked. */
const CHUNK = 64 << 10;

/** What was forgotten is in the write-ahead log yet, for somebody reads it. Nobody is told: the index is deleted instead. */
class StillRead extends Error {}

export class IndexWriter {
  private readonly names = new Map<string, number>();

  constructor(private readonly db: SearchDatabase) {}

  /** All logs that are in the index, by path. */
  logs(): Map<string, IndexedLog> {
    return new Map(
      this.db.all('select * from log').map((row) => {
        const path = String(row['path']);
        const log: IndexedLog = {
          path,
          session: String(row['session']),
          at: Number(row['at']),
          size: Number(row['size']),
          mtimeMs: Number(row['mtime']),
          head: String(row['head']),
          tail: String(row['tail']),
          calls: String(row['calls']),
        };
        return [path, log];
      }),
    );
  }

  /** Takes texts of a log and how far it is now, both or neither. `anew`: in place of all it said before. */
  take(log: IndexedLog, texts: readonly SearchedText[], anew: boolean): void {
    this.names.clear();
    this.db.transaction(() => {
      if (anew) this.remove(log.path);
      const id = this.logId(log);
      for (const part of chunksOf(texts)) this.chunk(id, part);
    });
  }

  /** Bytes of what is in it: room of what was forgotten is used again. */
  bytes(): number {
    const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
      Number(Object.values(this.db.all(`pragma ${name}`)[0] ?? {})[0]),
    ) as [number, number, number];
    return (pages - free) * size;
  }

  /** Forgets all of some logs; true when there was something to forget. Gone is it with `tidy`. */
  forget(paths: Iterable<string>): boolean {
    return this.db.transaction(() => [...paths].filter((path) => this.remove(path)).length > 0);
  }

  /** The same of prompts of the history of a project. */
  forgetProject(isOf: (project: string) => boolean): boolean {
    return this.db.transaction(() => {
      const names = this.db
        .all('select distinct n.id, n.text from text x join name n on n.id = x.project')
        .filter(({ text }) => isOf(String(text)));
      for (const { id } of names) {
        const chunks = this.db.all('select distinct chunk from text where project = ?', Number(id));
        this.removeTexts('project', Number(id));
        for (const { chunk } of chunks) this.repack(Number(chunk));
      }
      return names.length > 0;
    });
  }

  /** Gives back the room of what was forgotten, and leaves no trace of it in the files. Throws `StillRead`. */
  tidy(): void {
    this.db.script(`
      insert into words (words) values ('optimize');
      delete from name where id not in (
        select n from (select branch n from text union select model from text union select tool from text
        union select file from text union select project from text union select session from text)
        where n is not null);
      vacuum`);
    const [checkpoint] = this.db.all('pragma wal_checkpoint (truncate)');
    // It says that it was kept from it, and fails not.
    if (checkpoint?.['busy'] !== 0) throw new StillRead('the write-ahead log is in use');
  }

  private remove(path: string): boolean {
    const [row] = this.db.all('select id from log where path = ?', path);
    if (row === undefined) return false;
    const id = Number(row['id']);
    this.removeTexts('log', id);
    this.db.run('delete from chunk where log = ?', id);
    this.db.run('delete from log where id = ?', id);
    return true;
  }

  private removeTexts(column: 'log' | 'project', id: number): void {
    this.db.run(`delete from words where rowid in (select id from text where ${column} = ?)`, id);
    this.db.run(`delete from text where ${column} = ?`, id);
  }

  /** Leaves in a chunk what its texts say that are there. */
  private repack(id: number): void {
    const [chunk] = this.db.all('select log, content from chunk where id = ?', id);
    const bytes = unpacked(chunk?.['content']);
    const kept: Buffer[] = [];
    let begin = 0;
    for (const row of this.db.all(
      'select id, begin, length from text where log = ? and chunk = ? order by begin',
      chunk?.['log'] ?? null,
      id,
    )) {
      const [from, length] = [Number(row['begin']), Number(row['length'])];
      kept.push(bytes.subarray(from, from + length));
      this.db.run('update text set begin = ? where id = ?', begin, row['id'] ?? null);
      begin += length;
    }
    if (kept.length === 0) this.db.run('delete from chunk where id = ?', id);
    else this.db.run('update chunk set content = ? where id = ?', deflateRawSync(Buffer.concat(kept)), id);
  }

  private logId({ path, session, at, size, mtimeMs, head, tail, calls }: IndexedLog): number {
    this.db.run(
      `insert into log (path, session, at, size, mtime, head, tail, calls) values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (path) do update set session = excluded.session, at = excluded.at, size = excluded.size,
       mtime = excluded.mtime, head = excluded.head, tail = excluded.tail, calls = excluded.calls`,
      path,
      session,
      at,
      size,
      mtimeMs,
      head,
      tail,
      calls,
    );
    return Number(this.db.all('select id from log where path = ?', path)[0]?.['id']);
  }

  private chunk(log: number, texts: readonly SearchedText[]): void {
    const bytes = texts.map(({ text }) => Buffer.from(text));
    const chunk = this.db.insert(
      'insert into chunk (log, content) values (?, ?)',
      log,
      deflateRawSync(Buffer.concat(bytes)),
    );
    let begin = 0;
    for (const [i, one] of texts.entries()) {
      const length = bytes[i]?.length ?? 0;
      const { at, role, t, branch, model, tool, file, project, session, text } = one;
      const names = [branch, model, tool, file, project, session].map((name) => this.nameId(name));
      const id = this.db.insert(
        `insert into text (log, at, role, t, branch, model, tool, file, project, session, chunk, begin, length)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        log,
        at,
        ROLES.indexOf(role),
        t,
        ...names,
        chunk,
        begin,
        length,
      );
      const { parts, wholes } = indexed(text);
      this.db.run('insert into words (rowid, parts, wholes) values (?, ?, ?)', id, parts, wholes);
      begin += length;
    }
  }

  private nameId(name: string | null): SqlValue {
    if (name === null || name === '') return null;
    const known = this.names.get(name);
    if (known !== undefined) return known;
    this.db.run(
      'insert into name (text, low) values (?, ?) on conflict do nothing',
      name,
      name.toLowerCase(),
    );
    const id = Number(this.db.all('select id from name where text = ?', name)[0]?.['id']);
    this.names.set(name, id);
    return id;
  }
}

/** Texts that are compressed together. */
function* chunksOf(texts: readonly SearchedText[]): Generator<SearchedText[]> {
  let part: SearchedText[] = [];
  let length = 0;
  for (const one of texts) {
    part.push(one);
    length += one.text.length;
    if (length < CHUNK) continue;
    yield part;
    part = [];
    length = 0;
  }
  if (part.length > 0) yield part;
}
