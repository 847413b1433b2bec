/**
 * The running whole: finds logs, reads on what was appended, keeps figures and archive fresh, answers the
 * faces. Runs in a worker thread (`engine.worker.ts`) or in a process of its own; clock, timers and watcher are
 * handed in.
 */
import { hash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { codeOf, discover, leftOutWords, type LeftOut, type Linked, type LogFile } from '../log/discover';
import { distinctRoots, gateOf, Refused } from '../log/gate';
import { statOf } from '../log/lines';
import { atHome, rootsOf } from '../log/roots';
import type { Scan } from '../session/fold';
import { logAt, watchedFolders } from './watched';
import { follow, readBy, unchanged, type Followed } from '../session/follow';
import { isOfProject } from '../session/paths';
import { idsOf } from '../session/ownership';
import type { Usual } from '../signals/baseline';
import { refusedPhrases, scanFor } from '../signals/scan';
import { LARGEST_IMAGE } from '../store/foreign';
import { errorCode, errorText, namesOf } from '../store/problem';
import { StoreFault, type Checkpoint, type FileChange, type Saved } from '../store/checkpoint';
import { conversationIn, type Session } from '../session/join';
import { contextTrend } from '../usage/context';
import type { Lease } from '../store/lease';
import { parseReading, packReading } from '../library/pack';
import { calendarOf } from '../usage/days';
import type { Spend } from '../usage/budget';
import { blocksOf, type Spent } from '../usage/blocks';
import {
  describeChanges,
  mergePrices,
  readLiteLlm,
  type ImportedPrices,
  type PriceChange,
} from '../usage/importPrices';
import { bundledPrices } from '../usage/prices';
import { tableWith, type PriceImport } from '../usage/table';
import type { SessionFigures } from '../store/figures';
import { logBytes } from '../store/logBytes';
import type { Vault } from '../store/vault';
import { RECENT_MS, spendOf, spentOf } from '../library/spend';
import { answers } from './answers';
import { exported, type ExportFormat } from './exported';
import { learn } from '../library/grades';
import type { EngineView } from '../library/known';
import { newKeeper } from './keeper';
import { conversationOf, newLibrary, type Entry, type Library } from '../library/library';
import {
  calls,
  type Archive,
  type Args,
  type CallName,
  type IngestProgress,
  type Notice,
  type Problem,
  type Reply,
} from './protocol';
import { ENDED_MS, isListed, liveSessions, stateOf } from '../library/rows';
import type { Settings } from '../settings/settings';
import { FIGURES_VERSION, rulesOf, type Rules } from '../library/summarise';

/**
 * Follows folders; `onChange` gets paths of logs that appeared, grew, changed or went, from `onReady` on: what happened
 * before is not told.
 */
export type Watch = (
  roots: string[],
  onChange: (path: string) => void,
  onError: (error: unknown) => void,
  onReady: () => void,
) => { close(): Promise<void> };

export interface EngineParts {
  settings: Settings;
  home: string;
  claudeConfigDir: string | null;
  xdgConfigHome: string | null;
  /** IANA zone of the machine, when the setting names none. */
  systemTimezone: string;
  checkpoint: Checkpoint;
  /** Why the archive must not be used, as it is; null when it may. */
  refused?: string | null;
  /** Who may write the checkpoint; null when there is no folder to write to. */
  lease: Lease | null;
  /** Prices that a person imported. */
  imports: { read(): PriceImport[]; write(imports: PriceImport[]): void };
  /** Copies of logs; null when there is no folder for them. Used when the setting says so. */
  vault: Vault | null;
  now: () => number;
  watch: Watch;
  emit: (notice: Notice) => void;
  pace?: Pace;
}

export interface Engine {
  call<N extends CallName>(name: N, args: Args<N>): Promise<Reply<N>>;
  /** Resolves when everything on the disk has been read for the first time. */
  ready: Promise<void>;
  /** What is known now, for a face in the same process. */
  view(): EngineView;
}

/** How much is done at a time. What comes out is the same (law 6). */
export interface Pace {
  /** Bytes of log read between two turns of the event loop, so that calls are answered during an ingest. */
  slice: number;
  /** Bytes of log after which readings go to the archive and leave memory. */
  shelve: number;
  /** Conversations derived between two turns of the event loop. */
  derived: number;
}

const PACE: Pace = { slice: 4 << 20, shelve: 48 << 20, derived: 20 };
/** The folders are looked through this often, for what a watcher misses (network drives, exhausted inotify). */
const SWEEP_MS = 30_000;
/** A live session ages without a line being written: look at states this often. */
const TICK_MS = 10_000;
/** Checkpoints write at most this many bytes an hour (design: write budget), and not more often than `SAVE_MS`. */
const BYTES_AN_HOUR = 200 << 20;
const SAVE_MS = 20_000;
/** A window that has nothing to write looks this often for what others did to the archive. */
const LOOK_MS = 60_000;
const PROGRESS_MS = 100;
/** While much is read, the live sessions are told at most this often. */
const LIVE_MS = 200;
/** So many failed saves mean that the archive is not kept. */
const FAILURES = 3;

/** Lets calls be answered. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function* entriesOf(checkpoint: Checkpoint): Generator<Entry> {
  for (const { path, root, sessionId, agentId, cursor, gone } of checkpoint.headers()) {
    yield { file: { path, root, sessionId, agentId }, cursor, gone };
  }
}

/** Starts reading at once. */
export function createEngine(parts: EngineParts): Engine {
  const { checkpoint, lease, now, emit, pace = PACE } = parts;
  /** The archive was empty at start: until all is read, memory knows every id, and asking the archive is slow. */
  let firstFill = checkpoint.headers().length === 0;
  const library: Library = newLibrary({
    now,
    reading: (path) => parseReading(checkpoint.reading(path)),
    filesWith: (id) => (firstFill ? [] : checkpoint.filesWith(id)),
  });
  const reported = new Set<string>();
  /** Links and other things among the logs that were told to be left out. */
  const toldLeftOut = new Set<string>();
  let settings = parts.settings;
  let scan = scanOf(settings);
  let usual: Usual[] = [];
  /** Requests of sessions that were written to in the last days, by session. */
  const recent = new Map<string, Spent[]>();
  /** Context after the last responses of the same sessions. */
  const trends = new Map<string, number[]>();
  let imports = readPriceImports();
  let rules = rulesFor(settings);
  let roots = rootsFor(settings);
  /** Links among the logs that are followed, as the last look found them. */
  let linked: Linked[] = [];
  /** Folders that are watched. */
  let watched: string[] = [];
  const gate = gateOf(
    () => roots,
    () => settings.followLinks.map((folder) => atHome(folder, parts.home)),
  );
  let watcher: { close(): Promise<void> } | null = null;
  let timers: NodeJS.Timeout[] = [];
  let progress: IngestProgress = {
    running: false,
    cancelled: false,
    filesDone: 0,
    filesTotal: 0,
    bytesDone: 0,
    bytesTotal: 0,
  };
  /** A person cancelled the ingest: what is live is still followed, the rest waits for `refresh`. */
  let paused = false;
  let closed = false;
  let closing: Promise<void> | null = null;
  let lastSave = now();
  /** Saves that failed one after the other. */
  let failures = 0;
  /** Why nothing is kept, in words; null while the archive is. */
  let notKept = parts.refused ?? null;
  /** The vault is being changed: no log is copied meanwhile. */
  let halted = false;
  let lastLook = now();
  let lastLive = '';
  /** Paths the watcher named that have not been read. */
  const waiting = new Set<string>();
  /** One pass at a time: a second one waits for the first. */
  let pass: Promise<void> = Promise.resolve();

  function rootsFor(of: Settings): string[] {
    const { home, claudeConfigDir, xdgConfigHome } = parts;
    return distinctRoots(rootsOf({ setting: of.roots, claudeConfigDir, xdgConfigHome, home }));
  }

  function rulesFor(of: Settings): Rules {
    const zone = of.timezone === '' ? parts.systemTimezone : of.timezone;
    let calendar: ReturnType<typeof calendarOf>;
    try {
      calendar = calendarOf(zone);
    } catch {
      problem(
        'error',
        'timezone',
        `The time zone “${zone}” (setting vigil.timezone) is not known; ${parts.systemTimezone} is used.`,
        null,
      );
      calendar = calendarOf(parts.systemTimezone);
    }
    return rulesOf(of, tableWith(bundledPrices(), imports, of.prices), calendar);
  }

  function scanOf(of: Settings): Scan {
    const { custom } = of.signals.stopPhrases;
    for (const { text, why } of refusedPhrases(custom))
      problem(
        'error',
        `setting vigil.signals.stopPhrases.custom ${text}`,
        `The expression “${text}” (setting vigil.signals.stopPhrases.custom) is not used: ${why}. The other phrases are.`,
        null,
      );
    return scanFor(custom);
  }

  function readPriceImports(): PriceImport[] {
    try {
      return parts.imports.read();
    } catch (error) {
      problem(
        'error',
        'prices',
        `The prices you imported cannot be read (${error instanceof Error ? error.message : String(error)}); those that ship with Vigil are used. Import them again.`,
        null,
      );
      return [];
    }
  }

  function problem(level: Problem['level'], code: string, message: string, file: string | null): void {
    const key = `${code}\0${file ?? ''}`;
    if (reported.has(key)) return;
    reported.add(key);
    emit({ notice: 'problem', problem: { level, code, message, file } });
  }

  const basis = (): string =>
    JSON.stringify({
      figures: FIGURES_VERSION,
      zone: settings.timezone || parts.systemTimezone,
      stop: rules.options.stopPhrases.scope,
      loop: rules.options.reasoningLoop.scope,
      measures: rules.measures,
      taskType: rules.taskType,
      prices: hash('sha256', JSON.stringify(rules.prices)),
    });

  // ---- reading

  /** Reads what is new in one file. */
  function read(file: LogFile, stop: () => boolean): void {
    const readOn = (known: Followed | null): Followed => {
      const followed = follow(file, known, scan, stop, gate);
      // A log that shrank or was replaced by a shorter one is read as it is now (P44).
      if (known !== null && followed.reading !== known.reading && readBy(known.cursor, scan)) {
        problem(
          'info',
          'log-replaced',
          'This log was replaced or shortened, so it was read again from its start.',
          file.path,
        );
      }
      return followed;
    };
    try {
      library.read(file, readOn);
    } catch (error) {
      // What is refused is no log of these folders, or no longer: the next look tells what stands there now.
      if (codeOf(error) === 'ENOENT' || error instanceof Refused) library.markGone(file.path, true);
      else unreadableLog(file.path, codeOf(error));
    }
  }

  function shelve(): void {
    const { changes, entries, figures } = library;
    const files: FileChange[] = [];
    for (const path of changes.files) {
      const entry = entries.get(path);
      const followed = library.followed(path);
      if (entry === undefined || followed === null) continue;
      const { reading, cursor } = followed;
      files.push({
        path,
        root: entry.file.root,
        sessionId: conversationIn(reading),
        agentId: reading.agentId,
        cursor,
        forkRank: reading.fork ? 1 : 0,
        firstAt: reading.firstAt,
        gone: entry.gone,
        reading: packReading(reading),
        keys: new Set([...idsOf(reading)].map(({ id }) => id)),
      });
    }
    const sessions = [...changes.sessions].flatMap((id) => figures.get(id) ?? []);
    const removedSessions = [...changes.removed];
    const gone = [...changes.moved].flatMap((path) => {
      const entry = entries.get(path);
      return entry === undefined ? [] : [{ path, gone: entry.gone }];
    });
    const derived = [...changes.settled];
    const pending = [...changes.waiting].filter((id) => library.waiting.has(id));
    const all = [files, sessions, removedSessions, gone, derived, pending];
    if (all.some(({ length }) => length > 0))
      checkpoint.put({ files, gone, sessions, removedSessions, derived, pending, basis: basis() });
    library.saved(isLivePath, firstFill);
  }

  const keeper = newKeeper({
    vault: parts.vault,
    lease,
    now,
    settings: () => settings.vault,
    entries: library.entries,
    open: gate.open,
    isLive: (path) => isLivePath(path),
    stopped: () => closed || paused || halted,
    breathe,
    problem: (level, code, message) => problem(level, code, message, null),
    emit,
  });

  const isLivePath = (path: string): boolean => {
    const entry = library.entries.get(path);
    const figures =
      entry?.file.sessionId === undefined ? undefined : library.figures.get(entry.file.sessionId ?? '');
    if (figures === undefined) return false;
    // A session lives while one of its sub-agents does.
    const family = [figures, ...figures.subAgents.flatMap((id) => library.figures.get(id) ?? [])];
    return family.some(({ endedAt }) => stateOf(endedAt, false, now()) !== 'ended');
  };

  /** Reads the given files in slices, newest first, and derives what they change. */
  async function readAll(
    files: { file: LogFile; bytes: number }[],
    shown: boolean,
    stop: () => boolean,
  ): Promise<void> {
    let sliceBytes = 0;
    let shelfBytes = 0;
    let lastProgress = 0;
    let lastTold = 0;
    const settle = (): void => {
      // What waits when the engine ends is marked in the archive, and derived with the next start.
      if (closed) return;
      changed(derive().map((figures) => conversationOf(figures.id)));
      if (shown && now() - lastTold < LIVE_MS) return;
      lastTold = now();
      publishLive();
    };
    if (shown)
      setProgress({
        running: true,
        cancelled: false,
        filesDone: 0,
        filesTotal: files.length,
        bytesDone: 0,
        bytesTotal: files.reduce((sum, f) => sum + f.bytes, 0),
      });
    for (const { file, bytes } of files) {
      if (stop()) break;
      read(file, stop);
      sliceBytes += bytes;
      shelfBytes += bytes;
      progress = { ...progress, filesDone: progress.filesDone + 1, bytesDone: progress.bytesDone + bytes };
      if (shelfBytes > pace.shelve) {
        settle();
        shelve();
        shelfBytes = 0;
      }
      if (sliceBytes > pace.slice) {
        sliceBytes = 0;
        settle();
        if (shown && now() - lastProgress > PROGRESS_MS) {
          lastProgress = now();
          emit({ notice: 'progress', progress });
        }
        await breathe();
      }
    }
    settle();
    publishLive();
    if (shown) setProgress({ ...progress, running: false, cancelled: paused });
  }

  function setProgress(next: IngestProgress): void {
    progress = next;
    emit({ notice: 'progress', progress });
  }

  /** Looks through the roots for what is new, changed or gone, and reads it. */
  async function sweep(shown: boolean): Promise<void> {
    const found: { file: LogFile; bytes: number; mtimeMs: number }[] = [];
    const seen = new Set<string>();
    const there = discover(roots, gate);
    for (const { path, code } of there.unreadable) {
      if (code === 'ENOENT' || code === 'ENOTDIR') continue;
      problem(
        'warn',
        'folder-unreadable',
        `This folder cannot be read (${code}). Give Vigil read access to it; the others are read meanwhile.`,
        path,
      );
    }
    tellLeftOut(there.leftOut);
    for (const file of there.files) {
      seen.add(file.path);
      if (isOfProject(file.path, settings.exclude)) continue;
      try {
        const stat = statOf(file.path);
        const cursor = library.entries.get(file.path)?.cursor ?? null;
        library.markGone(file.path, false);
        if (cursor !== null && unchanged(cursor, stat, scan)) continue;
        if (stat.size === 0) continue;
        found.push({ file, bytes: Math.max(0, stat.size - (cursor?.offset ?? 0)), mtimeMs: stat.mtimeMs });
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') unreadableLog(file.path, codeOf(error));
      }
    }
    await watchLinked(there.linked);
    for (const [path, entry] of library.entries)
      if (!seen.has(path) && !entry.gone) library.markGone(path, true);
    found.sort((a, b) => b.mtimeMs - a.mtimeMs || (a.file.path < b.file.path ? -1 : 1));
    await readAll(found, shown, () => paused || closed);
    rebase();
    // Beside the passes, so that what is live is read meanwhile.
    void keeper.keep();
  }

  const unreadableLog = (path: string, code: string): void =>
    problem(
      'warn',
      'log-unreadable',
      `This log cannot be read (${code}). Give Vigil read access to it; the others are read meanwhile.`,
      path,
    );

  /** What a rule leaves out is told once, all of a kind together. */
  function tellLeftOut(leftOut: readonly LeftOut[]): void {
    for (const [why, all] of Map.groupBy(leftOut, (one) => one.why)) {
      const fresh = all.filter(({ path }) => !toldLeftOut.has(path));
      for (const { path } of fresh) toldLeftOut.add(path);
      const code = why === 'link' ? 'link-not-followed' : 'no-log-file';
      if (fresh.length > 0) problem('info', code, leftOutWords(fresh), fresh[0]?.path ?? null);
    }
  }

  /** Changes behind links that are followed are told by the system too. */
  async function watchLinked(found: Linked[]): Promise<void> {
    linked = found;
    if (closed || watchedFolders(roots, linked).join('\0') === watched.join('\0')) return;
    await watcher?.close();
    startWatching();
  }

  /** Reads the files the watcher named. */
  async function readWaiting(): Promise<void> {
    const files = [...waiting].flatMap((path) => {
      const file = logAt(path, roots, linked, gate);
      if (file === null || isOfProject(file.path, settings.exclude)) return [];
      return library.entries.get(file.path)?.file ?? file;
    });
    waiting.clear();
    await readAll(
      files.map((file) => ({ file, bytes: 0 })),
      false,
      () => closed,
    );
  }

  /** Runs one pass after the other; a failure is reported and does not stop the next. */
  function queue(work: () => Promise<void>): Promise<void> {
    pass = pass.then(work).catch((error: unknown) => {
      problem(
        'error',
        'engine',
        `Reading stopped unexpectedly (${String(error instanceof Error ? error.stack : error)}). The next change tries again.`,
        null,
      );
    });
    return pass;
  }

  /** Does something with the archive between two passes; what goes wrong is the caller's to tell. */
  function exclusive<T>(work: () => T): Promise<T> {
    const done = pass.then(work);
    pass = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  // ---- telling

  function changed(conversations: Iterable<string>): void {
    const ids = [...new Set(conversations)];
    if (ids.length > 0) emit({ notice: 'changed', ids });
  }

  function publish(conversations: Iterable<string>): void {
    changed(conversations);
    publishLive();
  }

  function publishLive(): void {
    const sessions = liveSessions(library, now(), rules.dayOf, (id) => trends.get(id) ?? []);
    const spent = spend();
    const text = JSON.stringify([sessions, usual, spent]);
    if (text === lastLive) return;
    lastLive = text;
    emit({ notice: 'live', sessions, usual, spend: spent });
  }

  const spend = (): Spend =>
    spendOf(library.figures.values(), recentRequests(), settings.budgets, rules, now());

  /** Derives sessions that wait for it, and keeps the requests of the last days for the blocks. */
  const derive = (most = Infinity): SessionFigures[] =>
    library.derive(rules, most, {
      onSession(session, { id, endedAt }) {
        if (isRecent(endedAt)) remember(id, session);
      },
      onFailure: (conversation, error) =>
        problem(
          'error',
          'derive',
          `The figures of session ${conversation} could not be worked out (${String(error instanceof Error ? error.stack : error)}). Those of before stand; the next change tries again.`,
          null,
        ),
    });

  function remember(id: string, session: Session): void {
    recent.set(id, spentOf(session, rules));
    trends.set(id, contextTrend(session.responses));
  }

  const isRecent = (endedAt: string | null): boolean =>
    endedAt !== null && Date.parse(endedAt) >= now() - RECENT_MS;

  const recentRequests = (): Spent[] => [...recent.values()].flat().filter(({ t }) => t >= now() - RECENT_MS);

  const recentLimits = (): SessionFigures['limits'] =>
    [...library.figures.values()].flatMap(({ limits }) => limits).filter(({ t }) => t >= now() - RECENT_MS);

  /** Requests of recent sessions that were not read in this run of the engine, from the archive. */
  async function recall(): Promise<void> {
    for (const { id, endedAt } of library.figures.values()) {
      if (closed) return;
      if (!isRecent(endedAt)) {
        recent.delete(id);
        trends.delete(id);
      } else if (!recent.has(id)) {
        const session = library.session(id);
        if (session === null) recent.set(id, []);
        else remember(id, session);
        await breathe();
      }
    }
    publishLive();
  }

  /** Works out what is usual from the sessions that have ended, and grades all of them by it. */
  function rebase(): void {
    const learned = learn(library.figures.values(), settings, now());
    const { thresholds } = learned;
    ({ usual } = learned);
    rules = { ...rules, thresholds };
    publish(library.regrade(rules).map(conversationOf));
  }

  // ---- keeping

  function save(force: boolean): void {
    shelve();
    if (lease === null) return;
    if (!checkpoint.unsaved()) {
      // Nothing to write; but another window may have wiped, restored or merged.
      if (now() - lastLook < LOOK_MS || !checkpoint.behind()) return;
      lastLook = now();
      return take(checkpoint.save());
    }
    // The budget is that of the folder: whichever window wrote last, the next one waits.
    const newest = checkpoint.newest();
    const pause = Math.max(SAVE_MS, ((newest?.bytes ?? 0) / BYTES_AN_HOUR) * 3_600_000);
    const written = newest === null || newest.at > now() ? lastSave : Math.max(newest.at, lastSave);
    if (!force && now() - written < pause) return;
    if (!lease.tryAcquire(now()) && !force) return;
    lastSave = now();
    take(checkpoint.save());
  }

  /** Says that the archive is not kept, or is again. One failure is no news: a full disk may have room with the next save. */
  function noteKept(saved: Saved): void {
    // Others that write keep the archive too.
    if (!saved.ok && saved.problem.code === 'store-busy') return;
    failures = saved.ok ? 0 : failures + 1;
    const why = saved.ok ? null : notKept !== null || failures >= FAILURES ? saved.problem.message : notKept;
    if (why === notKept) return;
    notKept = why;
    emit({ notice: 'notKept', notKept });
  }

  function take(saved: Saved): void {
    noteKept(saved);
    if (!saved.ok)
      problem(saved.problem.level, saved.problem.code, saved.problem.message, saved.problem.file);
    if (saved.replaced === true) reset();
    else if (saved.merged.length > 0) absorb(saved.merged);
  }

  /** Another window's readings came in by a merge: take over what it read further than we did. */
  function absorb(conversations: readonly string[]): void {
    // What was merged is marked in the archive, and derived with the next start.
    if (closed) return;
    library.restore(
      entriesOf(checkpoint),
      conversations.flatMap((id) => checkpoint.conversation(id)),
    );
    for (const id of conversations) library.mark(id);
    publish(derive().map((figures) => conversationOf(figures.id)));
    shelve();
    rebase();
  }

  /** The archive is another one now: nothing of what is in memory holds. */
  function reset(): void {
    library.clear();
    recent.clear();
    keeper.forget();
    lastLive = '';
    emit({ notice: 'reset' });
    restore();
    if (!closed) void queue(() => sweep(true)).then(() => queue(recall));
  }

  function restore(): void {
    // The badge first: unpacking thousands of old sessions takes longer than it may wait.
    library.restore(entriesOf(checkpoint), checkpoint.sessions(new Date(now() - ENDED_MS).toISOString()));
    publishLive();
    library.restore([], checkpoint.sessions());
    for (const id of checkpoint.setAside())
      problem(
        'warn',
        `session-unreadable ${id}`,
        `What the archive kept of the session ${id.slice(0, 100)} cannot be read; it is set aside and worked out again from its log. The others are as they were.`,
        null,
      );
    rebase();
    // Those that are live are shown with their evidence, which the archive does not keep.
    for (const { row } of liveSessions(library, now(), rules.dayOf, (id) => trends.get(id) ?? []))
      library.mark(row.id, [row.id]);
    if (checkpoint.basis() === basis()) for (const id of checkpoint.pending()) library.mark(id);
    else markAll();
    if (library.waiting.size > 0) void queue(deriveAgain);
  }

  /** Everything must be derived again. */
  function markAll(): void {
    for (const id of library.figures.keys()) library.mark(conversationOf(id));
    for (const id of checkpoint.pending()) library.mark(id);
  }

  /** Derives what waits, in slices, so that calls are answered meanwhile. */
  async function deriveAgain(): Promise<void> {
    for (let left = library.waiting.size; left > 0 && !closed; left -= pace.derived) {
      publish(derive(pace.derived).map((figures) => conversationOf(figures.id)));
      shelve();
      await breathe();
    }
  }

  // ---- care of the archive

  /** Changes the archive as a whole, then takes everything from it anew. */
  const replace = (change: () => Saved): Promise<null> =>
    exclusive(() => {
      shelve();
      const saved = change();
      noteKept(saved);
      reset();
      if (!saved.ok) throw new Error(saved.problem.message);
      lastSave = now();
      return null;
    });

  /** The content of a file a person named; `what` it is taken for. */
  function contentOf(file: string): Uint8Array {
    try {
      const stat = statSync(file);
      if (!stat.isFile()) throw new Error('it is no file');
      if (stat.size > LARGEST_IMAGE) throw new Error('it is larger than an archive can be');
      return readFileSync(file);
    } catch (error) {
      throw new Error(`${file}: cannot be read (${codeOf(error)}).`, { cause: error });
    }
  }

  const inFile = <T>(file: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const why =
        error instanceof StoreFault
          ? error.message
          : errorCode(error) === ''
            ? `It cannot be used: ${errorText(error)}.`
            : `It cannot be written (${errorCode(error)}).`;
      throw new Error(`${file}: ${why}`, { cause: error });
    }
  };

  function tellRefused(file: string, leftOut: readonly string[]): void {
    if (leftOut.length > 0)
      problem(
        'warn',
        'store-left-out',
        `Not all of this archive makes sense; left out of it: ${namesOf(leftOut)}. The rest was taken.`,
        file,
      );
  }

  /** Removes the copies of all logs, or of some. */
  function forgetCopies(paths: ReadonlySet<string> | null): void {
    if (parts.vault === null) return;
    if (paths === null) parts.vault.clear();
    else for (const copy of keeper.copies().values()) if (paths.has(copy.path)) parts.vault.remove(copy);
    keeper.forget();
  }

  /** Wipes, and only then forgets copies of logs: what cannot be wiped keeps them. */
  function wipe(project: string | null): Saved {
    // What other windows read of the project goes too.
    if (project !== null && checkpoint.behind()) take(checkpoint.save());
    const paths = project === null ? null : new Set(checkpoint.filesOf(project));
    forgotten = paths?.size ?? library.entries.size;
    const saved = checkpoint.wipe(project);
    if (saved.ok) forgetCopies(paths);
    return saved;
  }
  /** Logs that the last wipe forgot. */
  let forgotten = 0;

  const care = {
    archive: (): Archive => {
      const kept = [...keeper.copies().values()];
      const bytes = kept.reduce((sum, copy) => sum + copy.bytes, 0);
      // Sessions are those a person had, on every face.
      const conversations = [...library.figures.values()].filter(isListed).length;
      return {
        ...checkpoint.size(),
        conversations,
        notKept,
        setAside: checkpoint.setAside(),
        vault: kept.length === 0 ? null : { logs: kept.length, bytes },
      };
    },
    backup: ({ file }: { file: string }) =>
      exclusive(() => {
        shelve();
        inFile(file, () => checkpoint.backup(file));
        return null;
      }),
    restore: ({ file }: { file: string }) => {
      const image = contentOf(file);
      return replace(() => {
        const restored = inFile(file, () => checkpoint.restore(image));
        tellRefused(file, restored.leftOut);
        return restored;
      });
    },
    merge: ({ file }: { file: string }) => {
      const image = contentOf(file);
      return exclusive(() => {
        shelve();
        const { conversations, leftOut } = inFile(file, () => checkpoint.absorb(image));
        tellRefused(file, leftOut);
        reset();
        return { conversations };
      });
    },
    exportArchive: ({ file, format }: { file: string; format: ExportFormat }) =>
      exclusive(() => {
        shelve();
        rebase();
        const content = (): string | Uint8Array => exported(checkpoint, format, rules);
        inFile(file, () => writeFileSync(file, content(), { mode: 0o600 }));
        return null;
      }),
    compact: () =>
      exclusive(() => {
        shelve();
        const before = checkpoint.newest()?.bytes ?? 0;
        checkpoint.compact();
        const saved = checkpoint.save();
        if (!saved.ok) throw new Error(saved.problem.message);
        if (saved.merged.length > 0) absorb(saved.merged);
        return { before, after: checkpoint.newest()?.bytes ?? 0 };
      }),
    wipe: async ({ project }: { project: string | null }) => {
      halted = true;
      await keeper.ended();
      try {
        await replace(() => wipe(project));
        return { logs: forgotten };
      } finally {
        halted = false;
      }
    },
  };

  // ---- life

  function startWatching(): void {
    watched = watchedFolders(roots, linked);
    watcher = parts.watch(
      watched,
      (path) => {
        if (!path.endsWith('.jsonl') || waiting.has(path)) return;
        waiting.add(path);
        if (waiting.size === 1) void queue(readWaiting);
      },
      (error) => {
        const code = codeOf(error);
        problem(
          'warn',
          'watch',
          `The system refused to watch a folder (${code}); Vigil looks through the logs every ${SWEEP_MS / 1000} s instead.`,
          null,
        );
      },
      // What was written between the first look and now was told by nobody.
      () => void (paused || closed || queue(() => sweep(false))),
    );
  }

  function start(): Promise<void> {
    if (notKept !== null) emit({ notice: 'notKept', notKept });
    restore();
    startWatching();
    timers = [
      setInterval(() => void (paused || queue(() => sweep(false))), SWEEP_MS),
      setInterval(publishLive, TICK_MS),
      setInterval(() => void queue(async () => save(false)), SAVE_MS),
    ];
    for (const timer of timers) timer.unref();
    return queue(async () => {
      await sweep(true);
      firstFill = false;
      await recall();
      save(true);
    });
  }

  const close = (): Promise<void> => (closing ??= end());

  async function end(): Promise<void> {
    closed = true;
    for (const timer of timers) clearInterval(timer);
    await watcher?.close();
    await pass;
    await keeper.ended();
    save(true);
    lease?.release();
    checkpoint.close();
  }

  async function configure(next: Settings): Promise<void> {
    const rootsBefore = roots.join('\0');
    const scanBefore = scan.key;
    const basisBefore = basis();
    const excludeBefore = [...settings.exclude, '', ...settings.followLinks].join('\0');
    settings = next;
    rules = rulesFor(settings);
    roots = rootsFor(settings);
    scan = scanOf(settings);
    rebase();
    if (basis() !== basisBefore) recent.clear();
    if (basis() !== basisBefore)
      void queue(async () => {
        markAll();
        await deriveAgain();
        await recall();
      });
    const otherRoots = roots.join('\0') !== rootsBefore;
    const otherExclude = [...next.exclude, '', ...next.followLinks].join('\0') !== excludeBefore;
    if (otherRoots) {
      await watcher?.close();
      startWatching();
    }
    if (otherRoots || otherExclude || scan.key !== scanBefore) void queue(() => sweep(true));
  }

  /** What importing these prices today would make of the table. */
  function imported(
    text: string,
    platform: string | null,
  ): { changes: PriceChange[]; file: ImportedPrices; entry: PriceImport } {
    const file = readLiteLlm(text, platform);
    const { prices, windows } = file;
    const day = new Date(now()).toISOString().slice(0, 10);
    const { changes } = mergePrices(tableWith(bundledPrices(), imports, {}), prices, day);
    const models = new Set(changes.map(({ model }) => model));
    const taken = <T extends { model: string }>(rows: readonly T[]): T[] =>
      rows.filter(({ model }) => models.has(model));
    return { changes, file, entry: { day, prices: taken(prices), windows: taken(windows) } };
  }

  async function importPrices(text: string, platform: string | null): Promise<number> {
    const { changes, entry } = imported(text, platform);
    if (changes.length === 0) return 0;
    imports = [...imports, entry];
    parts.imports.write(imports);
    await configure(settings);
    await pass;
    return changes.length;
  }

  const bytes = logBytes(parts.vault, gate);
  const ask = answers({
    library,
    now,
    rules: () => rules,
    usual: () => usual,
    settings: () => settings,
    bytes,
    gate,
    kept: (path) => keeper.copies().has(path),
    savedAt: () => checkpoint.newest()?.at ?? null,
    writer: () => lease?.holder() ?? null,
    spend,
  });
  const handlers: {
    [N in CallName]: (args: ReturnType<(typeof calls)[N]['args']['parse']>) => Promise<Reply<N>> | Reply<N>;
  } = {
    ...ask,
    ...care,
    configure: async (next) => (await configure(next), null),
    pricePlatforms: ({ text }) => readLiteLlm(text).platforms,
    previewPrices({ text, platform }) {
      const { changes, file } = imported(text, platform);
      return { changes: changes.length, difference: describeChanges(changes, file) };
    },
    importPrices: async ({ text, platform }) => ({ changes: await importPrices(text, platform) }),
    blocks: () => blocksOf(recentRequests(), now(), recentLimits()),
    progress: () => progress,
    cancelIngest: () => {
      paused = progress.running;
      return null;
    },
    refresh: async ({ force }) => {
      paused = false;
      if (force) await exclusive(() => library.unread());
      await queue(() => sweep(true));
      return null;
    },
    keepLogs: async () => {
      // What the last look through the logs began is a part of it.
      const begun = await keeper.ended();
      const { copied, ...rest } = await keeper.keep();
      return { copied: begun + copied, ...rest };
    },
    checkpoint: async () => (await queue(async () => save(true)), null),
    close: async () => (await close(), null),
  };

  const ready = start();
  return {
    ready,
    view: () => ({
      figures: library.figures,
      session: library.session,
      rules,
      bytes,
      placeOf: (path) => ({ path, root: library.entries.get(path)?.file.root ?? '' }),
      roots,
      gate,
    }),
    // The arguments are checked here: whoever sends them, what arrives has the shape the handler expects.
    async call(name, args) {
      const handler = handlers[name] as (checked: unknown) => unknown;
      return calls[name].reply.parse(await handler(calls[name].args.parse(args))) as Reply<typeof name>;
    },
  };
}
