/** One window of Vigil: an engine on a storage folder, with its store, lease and watcher. The terminal command is one too. */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { indexIn } from '../search/index';
import { openCheckpoint } from '../store/checkpoint';
import { jsonFile } from '../store/jsonFile';
import { leaseIn } from '../store/lease';
import { officialIn } from '../store/officialFile';
import { readImports, writeImports } from '../store/priceFile';
import { smallFiles } from '../store/smallFiles';
import type { ImageMark } from '../store/image';
import type { StoreProblem } from '../store/problem';
import { loadSqlite } from '../store/sqlite';
import { vaultIn } from '../store/vault';
import { ARCHIVE_VERSION, isReadingOf } from '../library/pack';
import type { LiveContent } from '../library/sessionRow';
import { createEngine, type Engine } from './engine';
import { heapClearer } from './heap';
import { helpersBy, othersAreBusy, restWhileBusy } from './busy';
import type { Surroundings } from './parts';
import { readerThreads } from './readers';
import { sidecarOf, tellAhead } from './tellAhead';
import type { EngineStart } from './protocol';
import { watchFolders } from './watchFolders';
import { Settings } from '../settings/settings';

/** A holder that is silent for longer than this has gone, or sleeps; one whose process has ended is known sooner. */
const LEASE_MS = 30_000;

/** So many bytes of log must be left for a thread to be started: it takes a second, or 50 MB, until its code runs as fast as the engine's does. */
const WORTH_A_THREAD = 64 << 20;

/**
 * Opens the store and starts reading. A store that must not be used is reported; all is kept in memory then, until it is restored or
 * wiped. `liveAhead`: the live sessions as they were told before that.
 */
export async function openWindow(
  start: EngineStart,
  around: Surroundings,
  liveAhead: LiveContent | null = tellAhead(start, around),
): Promise<Engine> {
  const { emit } = around;
  const sqlite = await loadSqlite(start.wasmFolder);
  const tell = (problem: StoreProblem): void => emit({ notice: 'problem', problem });
  const folder = start.storage;
  const sidecar = sidecarOf(start, around);
  const wasUsed = (image: ImageMark): boolean => sidecar?.files.names(image) === true;
  const opened = openCheckpoint(folder, fs, sqlite, around.version, isReadingOf, wasUsed, ARCHIVE_VERSION);
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
            { id: randomUUID(), pid: around.pid, host: around.host, version: ARCHIVE_VERSION },
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
    readers: {
      start: readerThreads(join(start.wasmFolder, 'reader.worker.cjs')),
      most: helpersBy(
        availableParallelism(),
        around.watch ? othersAreBusy(cpus, processorTime) : () => false,
      ),
      from: WORTH_A_THREAD,
    },
    giveBack: () => heapClearer()(true),
    // A command is waited for.
    ...(around.watch ? { rest: restWhileBusy(cpus), clearUp: heapClearer() } : {}),
    now: around.now,
    follows: around.watch,
    watch: around.watch ? watchFolders(around.now) : () => ({ close: async () => {} }),
    emit,
  });
}

/** Processor time of this process, in µs. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The settings of the extension, for the command: written beside the archive, so that both derive the same figures. */
export const settingsFile = (storage: string) => jsonFile(storage, 'settings.json', Settings, smallFiles);

/** True unless the system knows of no such process. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
