/** Queries on the archive in memory. */
import { conversationsIn, logPathsOf, writeExport } from './care';
import { conversationOf } from '../session/sessionId';
import { readAlerts, type AlertRecord } from './alerts';
import type { SessionFigures } from './figures';
import { readMarks, type SessionMark } from './marks';
import { garbageBytes, packBytes, readReading } from './readings';
import type { Packs } from './packs';
import type { Database, Sqlite } from './sqlite';
import {
  filesWithAny,
  identityHash,
  markPending,
  readHeaders,
  readMeta,
  readPending,
  eachSession,
  type FileHeader,
} from './tables';

/** Contents and size of the archive: counts and bytes. */
export interface ArchiveSize {
  folder: string | null;
  /** Size of the newest image on disk and of its packs; 0 if there is none. */
  imageBytes: number;
  conversations: number;
  subAgents: number;
  files: number;
  /** Number of deleted files. */
  gone: number;
  /** ISO times of the first and the last line. */
  from: string | null;
  to: string | null;
  /** Bytes that `compact` would free. */
  free: number;
}

/** First and last time of sessions that have one. */
const TIME_RANGE = `select
  (select min(started_at) from session where started_at glob '[0-9][0-9][0-9][0-9]-*'),
  (select max(ended_at) from session where ended_at glob '[0-9][0-9][0-9][0-9]-*')`;

/** `db`: the current database; a restore replaces it. */
export class Queries {
  /** Alerts and marks, until the archive changes: they are known without loading the database. */
  private knownAlerts: AlertRecord[] | null = null;
  private knownMarks: SessionMark[] | null = null;
  /** Sessions that could not be read. */
  private readonly aside = new Set<string>();

  constructor(
    private readonly db: () => Database,
    private readonly packs: Packs,
  ) {}

  headers = (): FileHeader[] => readHeaders(this.db());
  /** True while there is no log. */
  isEmpty = (): boolean => this.db().all('select 1 from file limit 1').length === 0;
  reading = (path: string): Uint8Array | null => readReading(this.db(), this.packs, path);
  eachSession = (afterBatch?: () => void): Iterable<SessionFigures> => this.each('1', [], afterBatch);
  sessions = (since?: string): SessionFigures[] => [
    ...(since === undefined ? this.eachSession() : this.each('ended_at >= ?', [since])),
  ];
  conversation = (id: string): SessionFigures[] => [...this.each('conversation = ?', [id])];
  filesWith = (keys: readonly string[]): string[] => filesWithAny(this.db(), keys.map(identityHash));
  pending = (): string[] => readPending(this.db());
  alerts = (): AlertRecord[] => (this.knownAlerts ??= readAlerts(this.db()));
  marks = (): SessionMark[] => (this.knownMarks ??= readMarks(this.db()));
  basis = (): string | null => readMeta(this.db(), 'basis');
  filesOf = (project: string): string[] =>
    logPathsOf(this.db(), new Set(conversationsIn(this.db(), project)));

  setAside = (): string[] => {
    // A wipe, a restore or another window may have removed them.
    for (const id of this.aside)
      if (this.db().all('select 1 from session where id = ?', [id]).length === 0) this.aside.delete(id);
    return [...this.aside].sort();
  };

  /** The archive may have changed. */
  forget(): void {
    this.knownAlerts = null;
    this.knownMarks = null;
  }

  /** A session was written anew. */
  readable(id: string): void {
    this.aside.delete(id);
  }

  size(): Omit<ArchiveSize, 'folder' | 'imageBytes'> {
    const db = this.db();
    const count = (sql: string): number => Number(db.all(sql)[0]?.[0] ?? 0);
    const [from = null, to = null] = db.all(TIME_RANGE)[0] ?? [];
    return {
      conversations: count('select count(*) from session where parent is null'),
      subAgents: count('select count(*) from session where parent is not null'),
      files: count('select count(*) from file'),
      gone: count('select count(*) from file where gone'),
      from: from as string | null,
      to: to as string | null,
      free: count('pragma freelist_count') * count('pragma page_size') + garbageBytes(db, this.packs),
    };
  }

  /** Total bytes of the packs that contain its readings. */
  packBytes(): number {
    return packBytes(this.db(), this.packs);
  }

  exportTo(
    sqlite: Sqlite,
    seal: (text: string) => string,
    graded: (figures: SessionFigures) => SessionFigures,
  ): Uint8Array {
    const out = sqlite.open(null);
    try {
      writeExport(this.db(), out, seal, graded);
      return out.export();
    } finally {
      out.close();
    }
  }

  /** Sessions of the archive; those that cannot be read are derived again from their readings. */
  private each(where: string, params: string[], afterBatch?: () => void): Iterable<SessionFigures> {
    const bad: string[] = [];
    return this.marking(
      eachSession(this.db(), where, params, (id) => bad.push(id), afterBatch),
      bad,
    );
  }

  private *marking(sessions: Iterable<SessionFigures>, bad: readonly string[]): Generator<SessionFigures> {
    yield* sessions;
    for (const id of bad) {
      this.aside.add(id);
      markPending(this.db(), conversationOf(id));
    }
  }
}
