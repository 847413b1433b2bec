/**
 * The running whole: finds logs, reads on what was appended, keeps figures and archive fresh, answers the
 * faces. Runs in a worker thread (`engine.worker.ts`) or in a process of its own; clock, timers and watcher are
 * handed in.
 */
import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { codeOf, discover, leftOutWords, type LeftOut, type Linked, type LogFile } from '../log/discover';
import { distinctRoots, gateOf, realOf, Refused } from '../log/gate';
import { statOf } from '../log/lines';
import { atHome, rootsOf } from '../log/roots';
import { logAt, watchedFolders } from './watched';
import { follow, readBy, unchanged, type Followed } from '../session/follow';
import { isOfProject } from '../session/paths';
import { idsOf } from '../session/ownership';
import type { Usual } from '../signals/baseline';
import { scanFor } from '../signals/scan';
import { StoreFault, type Checkpoint, type FileChange, type Saved } from '../store/checkpoint';
import type { Session } from '../session/join';
import { contextTrend } from '../usage/context';
import type { Lease } from '../store/lease';
import { parseReading, packReading } from './pack';
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
import type { Vault, VaultEntry } from '../store/vault';
import { RECENT_MS, spendOf, spentOf } from './spend';
import { answers } from './answers';
import { exported, type ExportFormat } from './exported';
import { learn } from './grades';
import type { EngineView } from './known';
import { conversationOf, newLibrary, type Entry, type Library } from './library';
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
import { ENDED_MS, isListed, liveSessions, stateOf } from './rows';
import type { Settings } from './settings';
import { FIGURES_VERSION, rulesOf, type Rules } from './summarise';

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
  /** Who may write the checkpoint; null when there is no folder to write to. */
  lease: Lease | null;
  /** Prices that a person imported. */
  imports: { read(): PriceImport[]; write(imports: PriceImport[]): void };
  /** Copies of logs; null when there is no folder for them. Used when the setting says so. */
  vault: Vault | null;
  now: () => number;
  watch: Watch;
  emit: (notice: Notice) => void;
}

export interface Engine {
  call<N extends CallName>(name: N, args: Args<N>): Promise<Reply<N>>;
  /** Resolves when everything on the disk has been read for the first time. */
  ready: Promise<void>;
  /** What is known now, for a face in the same process. */
  view(): EngineView;
}

/** Bytes of log read between two turns of the event loop, so that calls are answered during an ingest. */
const SLICE = 4 << 20;
/** Bytes of log after which readings go to the archive and leave memory. */
const SHELVE_EVERY = 48 << 20;
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
const DERIVED_AT_ONCE = 20;
const DAY_MS = 86_400_000;

/** Lets calls be answered. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function* entriesOf(checkpoint: Checkpoint): Generator<Entry> {
  for (const { path, root, sessionId, agentId, cursor, gone } of checkpoint.headers()) {
    yield { file: { path, root, sessionId, agentId }, cursor, gone };
  }
}

/** Starts reading at once. */
export function createEngine(parts: EngineParts): Engine {
  const { checkpoint, lease, now, emit } = parts;
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
  let scan = scanFor(settings.signals.stopPhrases.custom);
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
  let lastSave = now();
  /** What is in the vault, by path of the log; read when it is first asked for. */
  let copies: Map<string, VaultEntry> | null = null;
  /** Logs are being copied; `halted` ends that. */
  let keeping: Promise<void> | null = null;
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

  /** Reads what is new in one file. Returns the sessions to derive again. */
  function read(file: LogFile, stop: () => boolean): Set<string> {
    const known = library.followed(file.path);
    let followed: Followed;
    try {
      followed = follow(file, known, scan, stop, gate);
    } catch (error) {
      // What is refused is no log of these folders, or no longer: the next look tells what stands there now.
      if (codeOf(error) === 'ENOENT' || error instanceof Refused) library.markGone(file.path, true);
      else unreadableLog(file.path, codeOf(error));
      return new Set();
    }
    if (followed === known) return new Set();
    // A log that shrank or was replaced by a shorter one is read as it is now (P44).
    if (known !== null && followed.reading !== known.reading && readBy(known.cursor, scan)) {
      problem(
        'info',
        'log-replaced',
        'This log was replaced or shortened, so it was read again from its start.',
        file.path,
      );
    }
    return library.take(file, followed);
  }

  function shelve(): void {
    const files: FileChange[] = [];
    for (const path of library.changed) {
      const entry = library.entries.get(path);
      const followed = library.followed(path);
      if (entry === undefined || followed === null) continue;
      const { reading, cursor } = followed;
      files.push({
        path,
        root: entry.file.root,
        sessionId: reading.sessionId,
        agentId: reading.agentId,
        cursor,
        forkRank: reading.fork ? 1 : 0,
        firstAt: reading.firstAt,
        gone: entry.gone,
        reading: packReading(reading),
        keys: new Set([...idsOf(reading)].map(({ id }) => id)),
      });
    }
    const sessions = [...library.changedSessions].flatMap((id) => library.figures.get(id) ?? []);
    const gone = [...library.moved].flatMap((path) => {
      const entry = library.entries.get(path);
      return entry === undefined ? [] : [{ path, gone: entry.gone }];
    });
    const removedSessions = [...library.removedSessions];
    if (files.length + gone.length + sessions.length + removedSessions.length > 0) {
      // What was read has been derived: a file whose conversation has no session waits for nothing.
      const derived = files.map(({ sessionId }) => sessionId);
      checkpoint.put({ files, gone, sessions, removedSessions, derived, basis: basis() });
    }
    library.saved(isLivePath, firstFill);
  }

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
    const affected = new Set<string>();
    let lastTold = 0;
    const settle = (): void => {
      const derived = derive(affected).map(({ id }) => id);
      changed([...derived, ...affected].map(conversationOf));
      affected.clear();
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
      for (const id of read(file, stop)) affected.add(id);
      sliceBytes += bytes;
      shelfBytes += bytes;
      progress = { ...progress, filesDone: progress.filesDone + 1, bytesDone: progress.bytesDone + bytes };
      if (shelfBytes > SHELVE_EVERY) {
        settle();
        shelve();
        shelfBytes = 0;
      }
      if (sliceBytes > SLICE) {
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
    startKeeping();
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

  function copiesOf(): Map<string, VaultEntry> {
    copies ??= new Map((parts.vault?.entries().entries ?? []).map((entry) => [entry.path, entry]));
    return copies;
  }

  /** Beside the passes, so that what is live is read meanwhile. */
  function startKeeping(): void {
    keeping ??= keepLogs().finally(() => (keeping = null));
  }

  /** Copies logs of sessions that have ended into the vault, one at a time, and keeps it within its limits. */
  async function keepLogs(): Promise<void> {
    const { vault } = parts;
    const { enabled, exclude, maxMb, keepDays } = settings.vault;
    if (!enabled || vault === null || lease?.tryAcquire(now()) !== true) return;
    const known = copiesOf();
    const limits = {
      maxBytes: maxMb * 1_000_000,
      keepMs: keepDays === 0 ? null : keepDays * DAY_MS,
      now: now(),
    };
    try {
      for (const [path, { file, cursor, gone }] of library.entries) {
        if (closed || paused || halted) return;
        if (gone || cursor === null || isLivePath(path) || isOfProject(path, exclude)) continue;
        const { size, mtimeMs, ino } = cursor;
        const copy = known.get(path);
        if (copy?.size === size && copy.mtimeMs === mtimeMs) continue;
        if (limits.keepMs !== null && mtimeMs < now() - limits.keepMs) continue;
        try {
          known.set(
            path,
            await vault.keep({ path, root: file.root, size, mtimeMs, ino }, breathe, gate.open),
          );
        } catch (error) {
          // It went, or changed, meanwhile: the next look sees what it is then.
          if (error instanceof Refused) continue;
          if (!['ENOENT', 'EACCES', 'EPERM'].includes(codeOf(error)) && realOf(path) === null) continue;
          throw error;
        }
      }
      const removed = vault.prune(limits);
      for (const { path } of removed) known.delete(path);
      if (removed.length > 0)
        problem(
          'info',
          'vault-full',
          `The vault is at its limit, so copies of ${removed.length} old logs went (settings vigil.vault.maxMb and vigil.vault.keepDays).`,
          null,
        );
    } catch (error) {
      problem(
        'warn',
        'vault',
        `Logs could not be copied into the vault (${codeOf(error)}). Vigil tries again with the next look through the logs.`,
        null,
      );
    }
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

  /** Derives sessions, and keeps the requests of the last days for the blocks. */
  const derive = (ids: Iterable<string>): SessionFigures[] =>
    library.derive(ids, rules, (session, { id, endedAt }) => {
      if (isRecent(endedAt)) remember(id, session);
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

  function take(saved: Saved): void {
    if (!saved.ok)
      problem(saved.problem.level, saved.problem.code, saved.problem.message, saved.problem.file);
    if (saved.replaced === true) reset();
    else if (saved.merged.length > 0) absorb(saved.merged);
  }

  /** Another window's readings came in by a merge: take over what it read further than we did. */
  function absorb(conversations: readonly string[]): void {
    library.restore(
      entriesOf(checkpoint),
      conversations.flatMap((id) => checkpoint.conversation(id)),
    );
    const ids = new Set<string>();
    for (const id of conversations) for (const one of [id, ...library.subAgents(id)]) ids.add(one);
    publish(derive(ids).map((figures) => conversationOf(figures.id)));
    shelve();
  }

  /** The archive is another one now: nothing of what is in memory holds. */
  function reset(): void {
    library.clear();
    recent.clear();
    copies = null;
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
    rebase();
    const stale = checkpoint.basis() === basis() ? checkpoint.pending() : [...library.figures.keys()];
    // Those that are live are shown with their evidence, which the archive does not keep.
    const live = liveSessions(library, now(), rules.dayOf, (id) => trends.get(id) ?? []).map(
      ({ row }) => row.id,
    );
    const again = [...new Set([...live, ...stale])];
    if (again.length > 0) void queue(() => deriveAgain(again));
  }

  /** Derives many sessions again, in slices, so that calls are answered meanwhile. */
  async function deriveAgain(ids: readonly string[]): Promise<void> {
    for (let i = 0; i < ids.length && !closed; i += DERIVED_AT_ONCE) {
      publish(derive(ids.slice(i, i + DERIVED_AT_ONCE)).map((figures) => conversationOf(figures.id)));
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
      reset();
      if (!saved.ok) throw new Error(saved.problem.message);
      lastSave = now();
      return null;
    });

  /** The content of a file a person named; `what` it is taken for. */
  function contentOf(file: string): Uint8Array {
    try {
      return readFileSync(file);
    } catch (error) {
      throw new Error(`${file}: cannot be read (${codeOf(error)}).`, { cause: error });
    }
  }

  const inFile = <T>(file: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const why = error instanceof StoreFault ? error.message : `It cannot be written (${codeOf(error)}).`;
      throw new Error(`${file}: ${why}`, { cause: error });
    }
  };

  function forgetCopies(project: string | null): void {
    if (parts.vault === null) return;
    if (project === null) parts.vault.clear();
    else {
      const wiped = new Set(checkpoint.filesOf(project));
      for (const copy of copiesOf().values()) if (wiped.has(copy.path)) parts.vault.remove(copy);
    }
    copies = null;
  }

  const care = {
    archive: (): Archive => {
      const kept = [...copiesOf().values()];
      const bytes = kept.reduce((sum, copy) => sum + copy.bytes, 0);
      // Sessions are those a person had, on every face.
      const conversations = [...library.figures.values()].filter(isListed).length;
      return {
        ...checkpoint.size(),
        conversations,
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
      return replace(() => inFile(file, () => checkpoint.restore(image)));
    },
    merge: ({ file }: { file: string }) => {
      const image = contentOf(file);
      return exclusive(() => {
        shelve();
        const taken = inFile(file, () => checkpoint.absorb(image));
        reset();
        return taken;
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
      await keeping;
      try {
        return await replace(() => {
          forgetCopies(project);
          return checkpoint.wipe(project);
        });
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

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    for (const timer of timers) clearInterval(timer);
    await watcher?.close();
    await pass;
    await keeping;
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
    scan = scanFor(settings.signals.stopPhrases.custom);
    rebase();
    if (basis() !== basisBefore) recent.clear();
    if (basis() !== basisBefore)
      void queue(async () => {
        await deriveAgain([...library.figures.keys()]);
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
    kept: (path) => copiesOf().has(path),
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
