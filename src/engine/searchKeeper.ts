/** Keeps the search index (opt-in): indexes logs, their copies and the history of prompts, newest first. */
import { createHash } from 'node:crypto';
import { codeOf, errorText } from '../l10n/errorText';
import { en } from '../l10n/english';
import { statOf } from '../log/lines';
import { parseLine } from '../log/record';
import type { Entry } from '../library/shelf';
import type { Histories } from '../questions/shared/sources';
import { callsIn, searchedIn, typedIn } from '../questions/shared/search/searched';
import { isDamage, type SearchIndex } from '../search/index';
import { NoFullText, sqliteCode, sqliteWords } from '../search/database';
import { NewerIndex } from '../search/schema';
import type { IndexedLog, IndexWriter, SearchedText } from '../search/writer';
import { isOfProject } from '../session/paths';
import type { Settings } from '../settings/settings';
import { insideOf } from '../store/care';
import type { Lease } from '../store/lease';
import { linesIn, NotThere, type LogBytes } from '../store/logBytes';
import type { VaultEntry } from '../store/vault';
import { formatSize } from '../usage/format';
import type { SearchState } from './commands';
import type { TellProblem } from './parts';
import type { Notice } from './protocol';
import { SearchRoom } from './searchRoom';

export interface SearchKeeperParts {
  index: SearchIndex | null;
  lease: Lease | null;
  now: () => number;
  settings: () => Settings;
  entries: ReadonlyMap<string, Entry>;
  /** Copies of logs, by path. */
  copies: () => ReadonlyMap<string, VaultEntry>;
  bytes: LogBytes;
  histories: Histories;
  /** Asked between two pieces of a log: true ends the work; what was done stays. */
  stopped: () => boolean;
  /** Lets calls be answered, and waits while the machine is busy. `worked`: bytes since the last call. */
  pause: (worked: number) => Promise<void>;
  problem: TellProblem;
  emit: (notice: Notice) => void;
}

/** Result of a run. */
export interface Indexed {
  /** Logs that were updated, and those left because the run was stopped or there is no space. */
  logs: number;
  left: number;
  /** Another window does it. */
  byOther: boolean;
}

const SLICE = 1 << 20;
/** Bytes compared before indexing of a log continues. */
const PROBE = 1024;
const NOTHING: Indexed = { logs: 0, left: 0, byOther: false };

class Stopped extends Error {}

/** A log, or a history of prompts, whose current state is not in the index. */
interface Wanted {
  path: string;
  root: string;
  session: string;
  history: boolean;
  /** Bytes that the index should cover. */
  end: number;
  size: number;
  mtimeMs: number;
}

export class SearchKeeper {
  private running: Promise<Indexed> | null = null;
  private progress: { done: number; total: number } | null = null;
  /** Why there is no index, in words. */
  private why: string | null = null;
  /** Contents of the index, as of its time stamp. */
  private last: { stamp: string; known: Map<string, IndexedLog> } | null = null;
  private readonly room: SearchRoom;

  constructor(private readonly parts: SearchKeeperParts) {
    this.room = new SearchRoom(
      () => parts.settings().search.maxMb,
      (path) => parts.entries.get(path)?.cursor?.mtimeMs,
    );
  }

  /** The index, if it is switched on. */
  index(): SearchIndex | null {
    return this.parts.settings().search.index ? this.parts.index : null;
  }

  /** Progress of the run. */
  state(): SearchState {
    const { index } = this.parts;
    const on = this.index() !== null;
    let counts = { logs: 0, texts: 0 };
    let { why } = this;
    try {
      counts = index?.read((reader) => reader.counts()) ?? counts;
    } catch (error) {
      why ??= this.wordsOf(error);
    }
    return { on, ...counts, bytes: index?.bytes() ?? 0, progress: this.progress, why: on ? why : null };
  }

  /** Indexes everything that is missing. One run at a time: a second call gets the promise of the first. */
  keep(): Promise<Indexed> {
    return (this.running ??= this.run().finally(() => {
      this.running = null;
      this.progress = null;
    }));
  }

  /** Resolves when nothing is being indexed. */
  async ended(): Promise<void> {
    await this.running;
  }

  /** Deletes the index; returns the bytes freed. */
  clear(): number {
    const { index } = this.parts;
    const bytes = index?.bytes() ?? 0;
    index?.clear();
    this.why = null;
    this.room.forget();
    return bytes;
  }

  /** Removes the text of some logs and a project; everything if the index cannot be opened. */
  forget(paths: ReadonlySet<string>, project: string): void {
    const { index } = this.parts;
    this.room.forget();
    // An index that was set aside may contain it too.
    index?.forgetAside();
    if (index === null || index.bytes() === 0) return;
    try {
      const { writer, close } = index.open();
      try {
        const forgot = [writer.forget(paths), writer.forgetProject(insideOf(project))];
        if (forgot.includes(true)) writer.tidy();
      } finally {
        close();
      }
    } catch {
      index.clear();
    }
  }

  private async run(): Promise<Indexed> {
    const index = this.index();
    const { lease, now, stopped } = this.parts;
    if (index === null || stopped()) return NOTHING;
    const left = this.leftIn(index);
    if (left !== null) return { ...NOTHING, left };
    if (lease?.tryAcquire(now()) !== true) return { ...NOTHING, byOther: true };
    try {
      const { writer, close } = index.open();
      this.why = null;
      const known = writer.logs();
      try {
        return await this.fill(writer, known);
      } finally {
        close();
        this.last = { stamp: index.stamp(), known };
      }
    } catch (error) {
      this.failed(index, error);
      return NOTHING;
    }
  }

  /** The number of logs left out if there is nothing else to do, which is usual; null if the index must be opened. */
  private leftIn(index: SearchIndex): number | null {
    const isEmpty = index.bytes() === 0;
    if (!isEmpty && this.last?.stamp !== index.stamp()) return null;
    const wanted = this.wanted((isEmpty ? null : this.last?.known) ?? new Map<string, IndexedLog>());
    return wanted.every((log) => this.room.isTooOld(log)) ? wanted.length : null;
  }

  private async fill(writer: IndexWriter, known: Map<string, IndexedLog>): Promise<Indexed> {
    const { emit } = this.parts;
    const wanted = this.wanted(known).filter((log) => !this.room.isTooOld(log));
    let logs = 0;
    for (const [done, log] of wanted.entries()) {
      if (!this.room.make(writer, log, known)) continue;
      this.progress = { done, total: wanted.length };
      emit({ notice: 'indexing', ...this.progress });
      try {
        await this.take(writer, log, known);
        logs++;
      } catch (error) {
        if (error instanceof Stopped) return { logs, left: this.wanted(known).length, byOther: false };
        // A log that disappeared meanwhile, or cannot be read, is checked again in the next run.
        if (!(error instanceof NotThere)) throw error;
      }
    }
    if (wanted.length > 0) emit({ notice: 'indexing', done: wanted.length, total: wanted.length });
    const limit = this.room.limit();
    if (limit !== null) this.tellFull(limit);
    return { logs, left: this.wanted(known).filter((log) => this.room.isTooOld(log)).length, byOther: false };
  }

  private wanted(known: ReadonlyMap<string, IndexedLog>): Wanted[] {
    return [...this.logs(known), ...this.histories(known)];
  }

  /** Logs whose current state is not in the index, newest first. */
  private logs(known: ReadonlyMap<string, IndexedLog>): Wanted[] {
    const { entries, settings, copies } = this.parts;
    const { exclude } = settings();
    const wanted: Wanted[] = [];
    for (const [path, { file, cursor, gone }] of entries) {
      const copy = gone ? copies().get(path) : undefined;
      const is = copy === undefined ? (gone ? null : cursor) : { ...copy, offset: copy.size };
      if (is === null || isOfProject(path, exclude)) continue;
      const before = known.get(path);
      if (before?.size === is.size && (gone || before.mtimeMs === is.mtimeMs)) continue;
      // If a log was indexed before it was deleted, a copy that has less is not indexed.
      if (gone && before !== undefined && before.at >= is.offset) continue;
      const { offset, size, mtimeMs } = is;
      const session = file.sessionId ?? '';
      wanted.push({ path, root: file.root, session, history: false, end: offset, size, mtimeMs });
    }
    return wanted.sort((a, b) => b.mtimeMs - a.mtimeMs || (a.path < b.path ? -1 : 1));
  }

  private histories(known: ReadonlyMap<string, IndexedLog>): Wanted[] {
    return this.parts.histories.paths().flatMap((path) => {
      try {
        const { size, mtimeMs } = statOf(path);
        const before = known.get(path);
        if (size === 0 || (before?.size === size && before.mtimeMs === mtimeMs)) return [];
        return [{ path, root: '', session: '', history: true, end: size, size, mtimeMs }];
      } catch {
        return [];
      }
    });
  }

  /** Indexes what is new in a log, slice by slice. */
  private async take(writer: IndexWriter, log: Wanted, known: Map<string, IndexedLog>): Promise<void> {
    const before = this.goesOn(log, known.get(log.path));
    const calls = callsIn(before?.calls ?? '{}');
    const sessions = log.history ? new Set([...known.values()].map(({ session }) => session)) : new Set();
    const { settings } = this.parts;
    const textsOf = (line: string, at: number): SearchedText[] => {
      if (!log.history) {
        const parsed = parseLine(line);
        return parsed.kind === 'malformed' ? [] : parsed.records.flatMap((one) => searchedIn(one, at, calls));
      }
      return typedIn(line, at, (id) => sessions.has(id)).filter(
        ({ project }) => project === null || !settings().exclude.some((one) => insideOf(one)(project)),
      );
    };
    let at = before?.at ?? 0;
    let anew = before === null;
    do {
      // The project may have been excluded in the meantime.
      if (isOfProject(log.path, settings().exclude)) break;
      const begin = at;
      const slice = this.slice(log, at, textsOf);
      at = slice.at;
      const done = at >= log.end || slice.texts === null;
      const { path, session, size, mtimeMs } = log;
      const now: IndexedLog = {
        path,
        session,
        at,
        // An unfinished log must not look finished.
        size: done ? size : at,
        mtimeMs: done ? mtimeMs : 0,
        head: this.fingerprint(log, 0, Math.min(PROBE, at)),
        tail: this.fingerprint(log, Math.max(0, at - PROBE), Math.min(PROBE, at)),
        calls: JSON.stringify(calls),
      };
      writer.take(now, slice.texts ?? [], anew);
      known.set(path, now);
      anew = false;
      await this.pause(at - begin);
      if (done) break;
    } while (at < log.end);
  }

  /** Complete lines from an offset on; `texts` is null if there are no more. */
  private slice(
    log: Wanted,
    from: number,
    textsOf: (line: string, at: number) => SearchedText[],
  ): { at: number; texts: SearchedText[] | null } {
    const bytes = this.bytesOf(log);
    const texts: SearchedText[] = [];
    let seen = from;
    const at = linesIn(
      bytes,
      log,
      { from, end: log.end },
      (line, lineAt, len) => {
        seen = lineAt + len;
        texts.push(...textsOf(line, lineAt));
      },
      () => seen - from >= SLICE,
    );
    if (at > from || at >= log.end) return { at, texts };
    // The last line has no newline: complete records in it count, a partial one waits.
    const rest = log.end - at <= 8 << 20 ? bytes(log, at, log.end - at) : null;
    const last = rest === null ? [] : textsOf(rest.toString('utf8'), at);
    return last.length > 0 ? { at: log.end, texts: last } : { at, texts: null };
  }

  /** The cursor of a log; null if the log is not the same any more, or was never read. */
  private goesOn(log: Wanted, before: IndexedLog | undefined): IndexedLog | null {
    if (before === undefined || log.size <= before.size || log.end < before.at) return null;
    const same =
      this.fingerprint(log, 0, Math.min(PROBE, before.at)) === before.head &&
      this.fingerprint(log, Math.max(0, before.at - PROBE), Math.min(PROBE, before.at)) === before.tail;
    return same ? before : null;
  }

  private bytesOf({ history }: Wanted): LogBytes {
    return history ? this.parts.histories.bytes : this.parts.bytes;
  }

  private fingerprint(log: Wanted, at: number, length: number): string {
    const bytes = this.bytesOf(log)(log, at, length);
    return bytes === null ? '' : createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  }

  private async pause(worked: number): Promise<void> {
    const { pause, stopped, lease, now } = this.parts;
    await pause(worked);
    if (stopped() || this.index() === null || lease?.tryAcquire(now()) !== true) throw new Stopped();
  }

  private tellFull(maxMb: number): void {
    this.why = en(
      'The search index is at its limit of {n0} ({1}), so older logs are not in it.',
      formatSize(maxMb * 1_000_000),
      'vigil.search.maxMb',
    );
    this.parts.problem('info', 'search-full', this.why, null);
  }

  private failed(index: SearchIndex, error: unknown): void {
    this.why = this.wordsOf(error);
    const { problem } = this.parts;
    const aside = isDamage(error) ? this.putAside(index) : null;
    if (aside !== null) {
      this.why = null;
      problem(
        'warn',
        'search-damaged',
        en('The search index was damaged. Vigil is rebuilding it from the logs that still exist.'),
        aside,
      );
    } else problem(error instanceof NoFullText ? 'info' : 'warn', 'search-index', this.why, null);
  }

  /** The new path of a damaged file; null if the system does not allow setting it aside. */
  private putAside(index: SearchIndex): string | null {
    try {
      return index.setAside();
    } catch {
      return null;
    }
  }

  private wordsOf(error: unknown): string {
    if (error instanceof NoFullText || error instanceof NewerIndex) return error.message;
    const said = sqliteWords(error);
    if (said !== null) return en('The search index cannot be used: {w0}.', said);
    return en(
      'The search index cannot be used ({0}).',
      sqliteCode(error) === 0 ? codeOf(error) : errorText(error),
    );
  }
}
