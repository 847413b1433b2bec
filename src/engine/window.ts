/** One window of Vigil: an engine on a storage folder, with its store, lease and watcher. A terminal command is a window too. */
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
import { sidecarOf, publishLastKnown } from './publishLastKnown';
import type { EngineStart } from './protocol';
import { watchFolders } from './watchFolders';
import { Settings } from '../settings/settings';

/** A lease holder that is silent for longer than this is gone or asleep. One whose process has ended is recognised sooner. */
const LEASE_MS = 30_000;

/** A thread is started only if this many bytes of log are left: it needs a second, or 50 MB, until its code is fast. */
const WORTH_A_THREAD = 64 << 20;

/**
 * Opens the store and starts reading. If the store must not be used, that is reported, and everything is kept in memory until it is
 * restored or wiped. `liveAhead`: the live sessions as shown before that.
 */
export async function openWindow(
  start: EngineStart,
  around: Surroundings,
  liveAhead: LiveContent | null = publishLastKnown(start, around),
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
    // Somebody waits for a command.
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

/** The settings of the extension, for the command. They are written beside the archive, so that both derive the same figures. */
export const settingsFile = (storage: string) => jsonFile(storage, 'settings.json', Settings, smallFiles);

/** False only if the system says there is no such process. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
