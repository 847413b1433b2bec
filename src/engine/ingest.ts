/** Reads logs, found by scanning the folders or reported by the watcher, in slices, so that calls are answered in between. */
import { en } from '../l10n/english';
import { codeOf } from '../l10n/errorText';
import { systemWords } from '../l10n/systemWords';
import {
  discover,
  leftOutWords,
  type LeftOut,
  type Linked,
  type LogFile,
  type Unreadable,
} from '../log/discover';
import { Refused } from '../log/gate';
import { statOf } from '../log/lines';
import { follow, isReadBy, unchanged, type Followed } from '../session/follow';
import type { KeptStates } from '../session/fold/state';
import { isOfProject } from '../session/paths';
import { StoreFault } from '../store/problem';
import type { IngestProgress } from './commands';
import { breathe, type Core } from './core';
import { fill, type FillSteps } from './fill';
import type { Keeping } from './keeping';
import type { Live } from './live';
import { reportFault } from './passes';
import { Titles } from './titles';
import type { LogToRead } from './units';
import { logAt, watchedFolders } from './watched';

/** The folders are scanned this often, for what a watcher misses (network drives, exhausted inotify). */
export const SWEEP_MS = 30_000;
const PROGRESS_MS = 100;
/** While much is read, live sessions are published at most this often. */
const LIVE_MS = 200;

/** The file, or a folder on the way to it, does not exist. */
const isGone = (code: string): boolean => code === 'ENOENT' || code === 'ENOTDIR';

/** Maximum time between reading a line and deriving it. */
const MOST_REST_MS = 500;

export class Ingest {
  progress: IngestProgress = {
    running: false,
    cancelled: false,
    filesDone: 0,
    filesTotal: 0,
    bytesDone: 0,
    bytesTotal: 0,
  };
  /** States of the folds, for the readings that the library has in memory. */
  private readonly states: KeptStates = new WeakMap();
  /** Paths reported by the watcher that have not been read. */
  private readonly waiting = new Set<string>();
  /** Conversations that threads have read, whose change is not announced yet. */
  private adopted: string[] = [];
  private readonly titles = new Titles();
  /** Paths already reported: skipped links and files, missing folders. */
  private readonly reportedLeftOut = new Set<string>();
  /** Links among the logs that are followed, as the last scan found them. */
  private linked: Linked[] = [];
  /** When deriving may resume (ms since the epoch), and the timer for that. */
  private restUntil = -Infinity;
  private later: NodeJS.Timeout | null = null;
  private watched: string[] = [];
  private watcher: { close(): Promise<void> } | null = null;
  /** What the last scan could not read. */
  private unreadable: readonly Unreadable[] = [];

  constructor(
    private readonly core: Core,
    private readonly live: Live,
    private readonly keeping: Keeping,
    /** A scan of the logs has ended. */
    private readonly onSwept: () => void,
  ) {}

  /** The folders that are read, each with the reason if the last scan could not read it, else null. */
  folders(): { path: string; problem: 'missing' | 'unreadable' | null }[] {
    const codes = new Map(this.unreadable.map(({ path, code }) => [path, code]));
    return this.core.basis.roots.map((path) => {
      const code = codes.get(path);
      return { path, problem: code === undefined ? null : isGone(code) ? 'missing' : 'unreadable' };
    });
  }

  /** Scans the roots for new, changed and deleted logs, and reads them. `shown`: with progress shown. */
  async sweep(shown: boolean): Promise<void> {
    const { library, basis, gate, life } = this.core;
    const there = discover(basis.roots, gate);
    this.unreadable = there.unreadable;
    for (const { path, code } of there.unreadable) {
      if (isGone(code)) {
        // A folder may disappear during the scan.
        if (basis.roots.includes(path)) this.tellMissing(path);
        continue;
      }
      this.core.problem(
        'warn',
        'folder-unreadable',
        en(
          'This folder cannot be read ({w0}). Give Vigil read access to it; the others are read.',
          systemWords(code),
        ),
        path,
      );
    }
    this.tellLeftOut(there.leftOut);
    const titled = new Set(there.titled);
    const found = there.files.flatMap((file) => this.changedIn(file, titled.has(file.path)) ?? []);
    await this.watchLinked(there.linked);
    const seen = new Set(there.files.map(({ path }) => path));
    for (const [path, entry] of library.entries)
      if (!seen.has(path) && !entry.gone) library.markGone(path, true);
    found.sort((a, b) => b.mtimeMs - a.mtimeMs || (a.file.path < b.file.path ? -1 : 1));
    await this.readAll(found, shown, () => life.paused || life.closed);
    this.live.rebaseIfOther();
    this.onSwept();
  }

  /**
   * What is new in a log; null if nothing is, or the log is not followed. `titled`: whether a title lies beside it, which may be new, too.
   */
  private changedIn(file: LogFile, titled?: boolean): (LogToRead & { mtimeMs: number }) | null {
    const { library, basis } = this.core;
    if (isOfProject(file.path, basis.settings.exclude)) return null;
    try {
      const stat = statOf(file.path);
      const cursor = library.entries.get(file.path)?.cursor ?? null;
      library.markGone(file.path, false);
      const isSame = cursor !== null && unchanged(cursor, stat, basis.scan);
      if (isSame && (titled === undefined || !this.titles.isNew(this.core, file.path, titled))) return null;
      if (stat.size === 0) return null;
      // A log that an older Vigil read, or that became shorter, is read from its start.
      const goesOn = cursor !== null && isReadBy(cursor, basis.scan) && cursor.offset <= stat.size;
      return { file, bytes: stat.size - (goesOn ? cursor.offset : 0), mtimeMs: stat.mtimeMs };
    } catch (error) {
      if (!isGone(codeOf(error))) this.unreadableLog(file.path, error);
      return null;
    }
  }

  /** Reads the given files in slices, those of one conversation together, and derives the changes. */
  private async readAll(files: readonly LogToRead[], shown: boolean, stop: () => boolean): Promise<void> {
    const { library, now, life, pace, basis } = this.core;
    if (shown)
      this.setProgress({
        running: true,
        cancelled: false,
        filesDone: 0,
        filesTotal: files.length,
        bytesDone: 0,
        bytesTotal: files.reduce((sum, f) => sum + f.bytes, 0),
      });
    await fill(files, this.core, {
      read: ({ file }) => this.read(file, stop),
      adopt: (read) => {
        const ids = this.live.adopt(read);
        this.adopted.push(...(ids ?? []));
        return ids !== null;
      },
      count: this.slices(shown),
      // If little is new, all of it is published together.
      tell: () => (shown ? this.tell() : undefined),
      readNamed: () => this.readNamed(stop),
      stop,
    });
    const rest = this.restUntil - now();
    // Otherwise, after the clock was set back, it would pause for as long.
    if (!shown && rest > 0 && rest <= MOST_REST_MS) this.settleLater(rest);
    else {
      // Thousands may have waited for the last log: calls are answered in between, and what was loaded for one is released.
      if (library.waiting.size > pace.derived) {
        // Putting conversations together needs the memory.
        basis.scan.letGo();
        await this.keeping.deriveAgain();
      }
      this.settle();
      this.live.publishLive();
    }
    if (shown) this.setProgress({ ...this.progress, running: false, cancelled: life.paused });
  }

  /** Runs after one or more logs: counts, publishes and stores what was read, and lets calls be answered, in slices. */
  private slices(shown: boolean): FillSteps['count'] {
    const { now, pace, life, emit } = this.core;
    let sliceBytes = 0;
    let shelfBytes = 0;
    let lastProgress = 0;
    let lastPublished = 0;
    const settle = (): void => {
      this.settle(true);
      if (life.closed || (shown && now() - lastPublished < LIVE_MS)) return;
      lastPublished = now();
      this.live.publishLive();
    };
    return async (found, whole) => {
      const bytes = found.reduce((sum, one) => sum + one.bytes, 0);
      sliceBytes += bytes;
      shelfBytes += bytes;
      const filesDone = this.progress.filesDone + found.length;
      const bytesDone = this.progress.bytesDone + bytes;
      // What is followed after a person stopped it is no part of it.
      if (shown) this.progress = { ...this.progress, filesDone, bytesDone };
      // Readings are released while they are young, because V8 then collects them at no cost. But not before their conversation is read,
      // which may need them.
      if (shelfBytes > (whole ? Math.min(pace.slice, pace.shelve) : pace.shelve)) {
        settle();
        this.keeping.shelve();
        shelfBytes = 0;
      }
      if (sliceBytes > pace.slice) {
        sliceBytes = 0;
        settle();
        if (shown && now() - lastProgress > PROGRESS_MS) {
          lastProgress = now();
          emit({ notice: 'progress', progress: this.progress });
        }
        await breathe();
      }
    };
  }

  /** Derives conversations that wait for no more logs, and publishes live sessions. */
  private tell(): void {
    this.settle(true);
    if (!this.core.life.closed) this.live.publishLive();
  }

  /** Derives waiting conversations; `more`: more logs follow. */
  private settle(more = false): void {
    const { now, life } = this.core;
    // If the engine ends first, the archive has them marked, and the next start derives them.
    if (life.closed) return;
    const began = now();
    this.live.changed([...this.adopted.splice(0), ...this.live.derive(Infinity, more)]);
    this.live.caughtUp();
    this.restUntil = now() + Math.min(MOST_REST_MS, Math.max(0, now() - began) / 2);
  }

  /** Deriving a long session takes a while. Lines that arrive meanwhile, or within half that time after it, are derived together. */
  private settleLater(rest: number): void {
    const { passes, life } = this.core;
    if (this.later !== null) return;
    const settle = async (): Promise<void> => {
      this.later = null;
      if (life.closed) return;
      this.settle();
      this.live.publishLive();
    };
    this.later = setTimeout(() => void passes.queue(settle), rest).unref();
  }

  /** Reads what is new in one file. */
  private read(file: LogFile, stop: () => boolean): void {
    const { library, basis, gate, now } = this.core;
    const { scan } = basis;
    const readOn = (known: Followed | null): Followed => {
      const followed = follow(file, known, scan, stop, gate, this.states);
      // A log that shrank, or was replaced by a shorter one, is read in its current state (P44). If only its title changed, it was not replaced.
      if (
        known !== null &&
        followed.reading !== known.reading &&
        followed.cursor.mtimeMs !== known.cursor.mtimeMs &&
        isReadBy(known.cursor, scan)
      ) {
        this.core.problem(
          'info',
          'log-replaced',
          en('This log was replaced or shortened, so it was read again from its start.'),
          file.path,
        );
      }
      // If nobody continues the log, waiting would be in vain.
      if (now() - followed.cursor.mtimeMs > basis.rules.silence.endedMs) this.states.delete(followed.reading);
      return followed;
    };
    try {
      library.read(file, readOn);
    } catch (error) {
      // A refused file is not, or no longer, a log of these folders: the next scan finds what is there now.
      if (isGone(codeOf(error)) || error instanceof Refused) library.markGone(file.path, true);
      else this.unreadableLog(file.path, error);
    }
  }

  /** Reads the files that the watcher reported. */
  private async readWaiting(): Promise<void> {
    const { life } = this.core;
    await this.readAll(
      // Thousands may have been added at once, so they are read in slices too.
      this.named().map((file) => this.changedIn(file) ?? { file, bytes: 0 }),
      false,
      () => life.closed,
    );
  }

  /** The same during an ingest: a line of a live session does not wait for other logs. */
  private readNamed(stop: () => boolean): void {
    if (this.waiting.size === 0) return;
    for (const file of this.named()) this.read(file, stop);
    this.tell();
  }

  /** The files reported by the watcher, which are read now. */
  private named(): LogFile[] {
    const { library, basis, gate } = this.core;
    const files = [...this.waiting].flatMap((path) => {
      const file = logAt(path, basis.roots, this.linked, gate);
      if (file === null || isOfProject(file.path, basis.settings.exclude)) return [];
      return library.entries.get(file.path)?.file ?? file;
    });
    this.waiting.clear();
    return files;
  }

  startWatching(): void {
    const { parts, basis, passes, life } = this.core;
    this.watched = watchedFolders(basis.roots, this.linked);
    this.watcher = parts.watch(
      this.watched,
      (path) => {
        if (!path.endsWith('.jsonl') || this.waiting.has(path)) return;
        this.waiting.add(path);
        if (this.waiting.size === 1) void passes.queue(() => this.readWaiting());
      },
      (error) => {
        const code = codeOf(error);
        this.core.problem(
          'warn',
          'watch',
          en(
            'A folder cannot be watched ({0}); Vigil looks for new lines every {n1} s instead.',
            code,
            SWEEP_MS / 1000,
          ),
          null,
        );
      },
      // Nothing reported what was written before the watcher was ready.
      () => void (life.paused || life.closed || passes.queue(() => this.sweep(false))),
    );
  }

  async stopWatching(): Promise<void> {
    await this.watcher?.close();
  }

  /** The system also reports changes behind followed links. */
  private async watchLinked(found: Linked[]): Promise<void> {
    const { life, basis } = this.core;
    this.linked = found;
    if (life.closed || watchedFolders(basis.roots, found).join('\0') === this.watched.join('\0')) return;
    await this.stopWatching();
    this.startWatching();
  }

  private setProgress(next: IngestProgress): void {
    this.progress = next;
    this.core.emit({ notice: 'progress', progress: next });
  }

  private unreadableLog(path: string, error: unknown): void {
    // What was read before is in the archive: not the log is to blame.
    if (error instanceof StoreFault) return reportFault(this.core.problem, error);
    const why = systemWords(codeOf(error));
    const text = en(
      'This log cannot be read ({w0}). Give Vigil read access to it; the others are read.',
      why,
    );
    this.core.problem('warn', 'log-unreadable', text, path);
  }

  /** A folder named in the settings. Folders that Claude Code may or may not use are checked silently. */
  private tellMissing(path: string): void {
    if (this.core.basis.settings.roots.length === 0 || this.reportedLeftOut.has(path)) return;
    this.reportedLeftOut.add(path);
    this.core.problem(
      'error',
      'folder-missing',
      en('The folder {0} does not exist. Check the setting vigil.roots, or what was typed.', path),
      path,
    );
  }

  /** What a rule leaves out is reported once, all of one kind together. */
  private tellLeftOut(leftOut: readonly LeftOut[]): void {
    for (const [why, all] of Map.groupBy(leftOut, (one) => one.why)) {
      const fresh = all.filter(({ path }) => !this.reportedLeftOut.has(path));
      for (const { path } of fresh) this.reportedLeftOut.add(path);
      const code = why === 'link' ? 'link-not-followed' : 'no-log-file';
      if (fresh.length > 0) this.core.problem('info', code, leftOutWords(fresh), fresh[0]?.path ?? null);
    }
  }
}
