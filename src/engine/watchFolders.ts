/** How the folders of logs are watched. */
import * as fs from 'node:fs';
import { basename, join, normalize } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import type { Watch } from './parts';

/** After folders came or went: how long (ms) none may be heard of before all are looked through. */
const QUIET_MS = 120;
/** How often (ms) to look for a folder of logs that is missing: Claude Code makes it with its first session. */
const MISSING_MS = 2_000;
const LOG = '.jsonl';

/**
 * Watches folders, not the logs in them: what a folder tells names the log that changed, and a watch for each of thousands of logs would
 * take as much memory as their figures. Folders of sessions that rest are watched from the first change of their log on. `now`: ms since the
 * epoch.
 */
export const watchFolders =
  (now: () => number): Watch =>
  (roots, onChange, onError, onLook) => {
    const resting = new Resting(now);
    // For a folder that is missing chokidar would wait for the last part of its path only, and in the wrong place.
    const missing = new Set(roots.filter((root) => !fs.existsSync(root)));
    const there = roots.filter((root) => !missing.has(root));
    const watcher = watch(there, {
      // What links lead to is looked at by the engine, which knows those that may be followed: one of them may be a log itself.
      followSymlinks: false,
      // Logs are watched themselves only when chokidar polls (CHOKIDAR_USEPOLLING): a folder that is polled does not name the log that changed.
      ignored: (path, stats) =>
        stats !== undefined &&
        !roots.includes(normalize(path)) &&
        (stats.isDirectory()
          ? resting.has(path)
          : !(watcher.options.usePolling && stats.isFile() && path.endsWith(LOG))),
    });
    const onLog = (path: string): void => {
      const folder = resting.woken(path);
      if (folder !== null) watcher.add(folder);
      onChange(path);
    };
    tellOf(watcher, onLog, onLook);
    watcher.on('error', onError);
    const timer = setInterval(() => {
      for (const root of roots) {
        if (!fs.existsSync(root)) missing.add(root);
        else if (missing.delete(root)) {
          watcher.unwatch(root);
          watcher.add(root);
          onLook();
        }
      }
    }, MISSING_MS).unref();
    return {
      close() {
        clearInterval(timer);
        return watcher.close();
      },
    };
  };

/** A session whose log was not written to for so long, in ms, rests. */
const RESTS_AFTER_MS = 86_400_000;
/** What Claude Code keeps of long answers of tools, beside the logs of a session's sub-agents. */
const NO_LOGS = 'tool-results';

/**
 * Folders in which nothing is written: those of sessions that rest, `NAME` beside `NAME.jsonl`, and those without logs. There are three a
 * session, and each that is watched takes 5 KB and one of the watches that a system has for all programs.
 */
export class Resting {
  /** Folders that were asked for, and whether they rest: what is watched once stays so, as sub-agents may write when their session does not. */
  private readonly known = new Map<string, boolean>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** `path`: with the separators of the system, or `/`. */
  has(path: string): boolean {
    const folder = normalize(path);
    if (basename(folder) === NO_LOGS) return true;
    const known = this.known.get(folder);
    if (known !== undefined) return known;
    const rests = this.now() - writtenAt(folder + LOG) >= RESTS_AFTER_MS;
    this.known.set(folder, rests);
    return rests;
  }

  /** The folder that is to be watched now that this log was written to; null when there is none that rested. */
  woken(log: string): string | null {
    const folder = log.slice(0, -LOG.length);
    if (this.known.get(folder) !== true) return null;
    this.known.set(folder, false);
    return folder;
  }
}

/** In ms since the epoch; never, for what is not there or cannot be looked at: nothing would tell when that changes. */
function writtenAt(log: string): number {
  try {
    return fs.statSync(log).mtimeMs;
  } catch {
    return Infinity;
  }
}

/** What chokidar tells of folders: that all are watched, that one came or went, and each change in one. */
export function tellOf(
  watcher: Pick<FSWatcher, 'on' | 'once' | 'closed' | 'unwatch' | 'add'>,
  onChange: (path: string) => void,
  onLook: () => void,
): void {
  let isReady = false;
  /** Folders that went or were moved. Where another one stands in their place at once, chokidar goes on with the one that went. */
  const left = new Set<string>();
  const look = whenQuiet(() => {
    for (const folder of left)
      if (!watcher.closed && fs.existsSync(folder)) {
        watcher.unwatch(folder);
        watcher.add(folder);
      }
    left.clear();
    onLook();
  });
  // chokidar is “ready” before it watches the last folders; those it reports later, one by one. It never reports what a new folder holds,
  // nor what a removed one held: so all are looked through.
  watcher.once('ready', () => {
    isReady = true;
    look();
  });
  const lookOnceReady = (): void => void (isReady && look());
  for (const event of ['add', 'addDir', 'unlinkDir'] as const) watcher.on(event, lookOnceReady);
  // For logs that are watched themselves (polling, or a root that is a log). For those in watched folders there are only raw events.
  for (const event of ['change', 'unlink'] as const)
    watcher.on(event, (path) => void (path.endsWith(LOG) && onChange(path)));
  watcher.on('raw', (event, name: string | null, details) => {
    const { watchedPath } = details as { watchedPath?: string };
    if (watchedPath === undefined) return;
    const path = watchedPath.endsWith(LOG) ? watchedPath : join(watchedPath, name ?? '');
    if (path.endsWith(LOG)) onChange(path);
    else if (event === 'rename' && name === basename(watchedPath)) {
      left.add(watchedPath);
      lookOnceReady();
    }
    // Windows names nothing when too much happened at once.
    else if (name === null) lookOnceReady();
  });
}

/** Does something when it was not asked for again for `QUIET_MS`. */
function whenQuiet(work: () => void): () => void {
  let waiting: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(work, QUIET_MS).unref();
  };
}
