/** One window of Vigil: an engine on a storage folder, with its store, lease and watcher. The terminal command is one too. */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { readText } from '../log/gate';
import { indexIn } from '../search/index';
import { openCheckpoint } from '../store/checkpoint';
import { jsonFile } from '../store/jsonFile';
import { leaseIn } from '../store/lease';
import { newestImage } from '../store/image';
import { officialIn, readOfficial } from '../store/officialFile';
import { readImports, writeImports } from '../store/priceFile';
import type { StoreProblem } from '../store/problem';
import { loadSqlite } from '../store/sqlite';
import { vaultIn } from '../store/vault';
import { isReadingOf } from '../library/pack';
import { createEngine, type Engine } from './engine';
import { restWhileBusy } from './busy';
import type { EngineParts, Watch } from './parts';
import { aged, sidecarIn, sidecarKey } from './sidecar';
import type { EngineStart, Notice } from './protocol';
import { Settings, sharedSettings } from '../settings/settings';
import type { PriceImport } from '../usage/table';

/** What only a composition root knows. */
export interface Surroundings {
  version: string;
  now: () => number;
  pid: number;
  /** Name of this machine. */
  host: string;
  timezone: string;
  emit: (notice: Notice) => void;
  /** Follow the folders; without it, what is there is read once. */
  watch: boolean;
}

/** A holder that is silent for longer than this has gone, or sleeps; one whose process has ended is known sooner. */
const LEASE_MS = 30_000;

/** So long, in ms, nothing must have been heard of a log, or of a watcher that starts, before it counts as quiet. */
const QUIET_MS = 120;

/** The file system for small files beside the archive. */
export const smallFiles = {
  readFileSync: readText,
  writeFileSync: fs.writeFileSync,
  renameSync: fs.renameSync,
  mkdirSync: fs.mkdirSync,
  unlinkSync: fs.unlinkSync,
};

/** Opens the store and starts reading. A store that must not be used is reported; all is kept in memory then, until it is restored or wiped. */
export async function openWindow(start: EngineStart, around: Surroundings): Promise<Engine> {
  const { emit } = around;
  const sidecar = sidecarOf(start, around);
  const liveAhead = tellAhead(start, around, sidecar);
  const sqlite = await loadSqlite(start.wasmFolder);
  const tell = (problem: StoreProblem): void => emit({ notice: 'problem', problem });
  const folder = start.storage;
  const opened = openCheckpoint(folder, fs, sqlite, around.version, isReadingOf);
  (opened.kind === 'refused' ? [opened.problem] : opened.problems).forEach(tell);
  return createEngine({
    settings: start.settings,
    home: start.home,
    claudeConfigDir: start.claudeConfigDir,
    xdgConfigHome: start.xdgConfigHome,
    systemTimezone: around.timezone,
    checkpoint: opened.checkpoint,
    refused: opened.kind === 'refused' ? opened.problem.message : null,
    lease:
      folder === null
        ? null
        : leaseIn(
            folder,
            smallFiles,
            { id: randomUUID(), pid: around.pid, host: around.host },
            LEASE_MS,
            isAlive,
          ),
    imports: {
      read: () => (folder === null ? [] : readImports(folder, smallFiles)),
      write: (imports) => {
        if (folder !== null) writeImports(folder, smallFiles, imports);
      },
    },
    sidecar,
    liveAhead,
    vault: folder === null ? null : vaultIn(join(folder, 'vault'), fs),
    ...(folder === null ? {} : { official: officialIn(folder, smallFiles, around.now) }),
    searchIndex: folder === null ? null : indexIn(join(folder, 'search')),
    // A command is waited for.
    ...(around.watch ? { rest: restWhileBusy(cpus) } : {}),
    now: around.now,
    follows: around.watch,
    watch: around.watch ? watchFolders : () => ({ close: async () => {} }),
    emit,
  });
}

/** What is kept beside the archive to save this start time. */
function sidecarOf(
  { storage }: EngineStart,
  { timezone, version }: Surroundings,
): NonNullable<EngineParts['sidecar']> | null {
  if (storage === null) return null;
  return {
    files: sidecarIn(storage, smallFiles),
    key: (settings, imports) => sidecarKey(sharedSettings(settings), timezone, version, imports),
  };
}

/** Tells the live sessions as they were told last, before anything of the archive is opened; null when that is not known. */
function tellAhead(
  { storage, settings }: EngineStart,
  { now, timezone, emit }: Surroundings,
  sidecar: EngineParts['sidecar'],
): EngineParts['liveAhead'] {
  if (storage === null || sidecar == null) return null;
  const kept = sidecar.files.live(newestImage(storage, fs), sidecar.key(settings, importsIn(storage)));
  const zone = settings.timezone || timezone;
  const live = kept === null ? null : aged(kept, now(), settings, zone, readOfficial(storage, smallFiles));
  if (live !== null) emit({ notice: 'live', ...live });
  return live;
}

/** Prices that were imported; none where they cannot be read: the engine says so. */
function importsIn(storage: string): PriceImport[] {
  try {
    return readImports(storage, smallFiles);
  } catch {
    return [];
  }
}

/** The settings of the extension, for the command: written beside the archive, so that both derive the same figures. */
export const settingsFile = (storage: string) => jsonFile(storage, 'settings.json', Settings, smallFiles);

const watchFolders: Watch = (roots, onChange, onError, onReady) => {
  const watcher = watch(roots, {
    // What links lead to is looked at by the engine, which knows those that may be followed.
    followSymlinks: false,
    ignored: (path, stats) =>
      stats !== undefined && !stats.isDirectory() && !(stats.isFile() && path.endsWith('.jsonl')),
  });
  tellOf(watcher, onChange, onReady);
  watcher.on('error', onError);
  return watcher;
};

/** What chokidar tells, made whole: that all is watched, what changes, and the changes it swallows. */
export function tellOf(
  watcher: Pick<FSWatcher, 'on' | 'once'>,
  onChange: (path: string) => void,
  onReady: () => void,
): void {
  const isQuiet = whenQuiet();
  // chokidar says that it is ready before it watches the last logs. It tells of each log as it begins to watch it: when no more come, all
  // are watched.
  let state: 'begins' | 'almost ready' | 'ready' = 'begins';
  const settle = (): void =>
    isQuiet('', () => {
      state = 'ready';
      onReady();
    });
  watcher.once('ready', () => {
    state = 'almost ready';
    settle();
  });
  watcher.on('add', (path) => {
    if (state === 'ready') onChange(path);
    else if (state === 'almost ready') settle();
  });
  watcher.on('unlink', onChange);
  watcher.on('change', onChange);
  // chokidar swallows changes: a second one within 50 ms, and any within 5 ms of an event that it takes for no change. Its raw events
  // are all there are: when a log has been quiet, it is looked at once more.
  watcher.on('raw', (_event, _name, details) => {
    const { watchedPath } = details as { watchedPath?: string };
    if (watchedPath?.endsWith('.jsonl') === true) isQuiet(watchedPath, () => onChange(watchedPath));
  });
}

/** Calls back when nothing more was heard of a name for `QUIET_MS`. */
function whenQuiet(): (name: string, then: () => void) => void {
  const waiting = new Map<string, NodeJS.Timeout>();
  return (name, then) => {
    clearTimeout(waiting.get(name));
    const quiet = setTimeout(() => {
      waiting.delete(name);
      then();
    }, QUIET_MS);
    waiting.set(name, quiet.unref());
  };
}

/** True unless the system knows of no such process. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
