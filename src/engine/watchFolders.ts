/** How the folders of logs are watched. */
import * as fs from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { TITLE } from '../log/discover';
import type { Watch } from './parts';

/** After folders appeared or disappeared: how long (ms) it must be quiet before all are scanned. */
const QUIET_MS = 120;
/** How often (ms) to check whether a folder of logs appeared, disappeared or was replaced: Claude Code creates it with its first session. */
const CHECK_ROOTS_MS = 2_000;
const LOG = '.jsonl';

/**
 * Watches folders rather than the logs in them: an event of a folder names the log that changed, and thousands of watches would take as
 * much memory as the figures of those logs. Folders of inactive sessions are watched from the first change of their log on. `now`: ms
 * since the epoch.
 */
export const watchFolders =
  (now: () => number): Watch =>
  (roots, onChange, onError, onLook) => {
    const resting = new Resting(now);
    // For a missing folder, chokidar would wait only for the last part of its path, and in the wrong place.
    const known = new Map(roots.map((root) => [root, identityOf(root)]));
    const there = roots.filter((root) => known.get(root) !== null);
    const watcher = watch(there, {
      // The engine checks where links lead, because it knows which ones may be followed. A root itself may be a log.
      followSymlinks: false,
      // Logs are watched individually only when chokidar polls (CHOKIDAR_USEPOLLING): a polled folder does not name the log that changed.
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
    listenTo(watcher, onLog, onLook);
    watcher.on('error', onError);
    const timer = setInterval(() => {
      for (const [root, before] of known) {
        const identity = identityOf(root);
        if (identity === before) continue;
        known.set(root, identity);
        if (identity === null) continue;
        watcher.unwatch(root);
        watcher.add(root);
        onLook();
      }
    }, CHECK_ROOTS_MS).unref();
    return {
      close() {
        clearInterval(timer);
        return watcher.close();
      },
    };
  };

/** What distinguishes a folder from another that took its place; null if there is none. A new folder may get the old one's inode. */
function identityOf(root: string): string | null {
  try {
    const { dev, ino, birthtimeMs } = fs.statSync(root);
    return `${dev}:${ino}:${birthtimeMs}`;
  } catch {
    return null;
  }
}

/** A session is inactive if its log was not written to for this long, in ms. */
const RESTS_AFTER_MS = 86_400_000;
/** Where Claude Code stores long results of tools, beside the logs of a session's sub-agents. */
const NO_LOGS = 'tool-results';

/**
 * Folders in which nothing is written: `NAME` beside `NAME.jsonl` of an inactive session, and folders without logs. There are three per
 * session. Each watch takes 5 KB, and one of the watches that the system has for all programs.
 */
export class Resting {
  /**
   * Folders asked about, and whether they are inactive. A watched folder stays watched, because sub-agents may write while their session
   * does not.
   */
  private readonly known = new Map<string, boolean>();

  constructor(private readonly now: () => number) {}

  /** `path`: with the system's separators, or `/`. */
  has(path: string): boolean {
    const folder = normalize(path);
    if (basename(folder) === NO_LOGS) return true;
    const known = this.known.get(folder);
    if (known !== undefined) return known;
    const rests = this.now() - writtenAt(folder + LOG) >= RESTS_AFTER_MS;
    this.known.set(folder, rests);
    return rests;
  }

  /** The folder to watch now that this log was written to; null if there is no inactive one. */
  woken(log: string): string | null {
    const folder = log.slice(0, -LOG.length);
    if (this.known.get(folder) !== true) return null;
    this.known.set(folder, false);
    return folder;
  }
}

/**
 * Last change in ms since the epoch; `never` for a file that does not exist or cannot be checked, because nothing would report a change of
 * that.
 */
function writtenAt(log: string): number {
  try {
    return fs.statSync(log).mtimeMs;
  } catch {
    return Infinity;
  }
}

/** Handles chokidar's events for folders: all are watched, one appeared or disappeared, something changed in one. */
export function listenTo(
  watcher: Pick<FSWatcher, 'on' | 'once' | 'closed' | 'unwatch' | 'add'>,
  onChange: (path: string) => void,
  onLook: () => void,
): void {
  let isReady = false;
  /** Folders that were removed or moved. If another folder takes the place at once, chokidar continues with the old one. */
  const left = new Set<string>();
  /** New folders, of which chokidar does not report what they contain: a title may be in one. */
  const added = new Set<string>();
  const look = whenQuiet(() => {
    for (const folder of added) if (fs.existsSync(join(folder, TITLE))) onChange(folder + LOG);
    added.clear();
    for (const folder of left)
      if (!watcher.closed && fs.existsSync(folder)) {
        watcher.unwatch(folder);
        watcher.add(folder);
      }
    left.clear();
    onLook();
  });
  // chokidar is “ready” before it watches the last folders, and reports those later, one by one. It never reports what a new folder
  // contains, nor what a removed one contained. So all folders are scanned.
  watcher.once('ready', () => {
    isReady = true;
    look();
  });
  const lookOnceReady = (): void => void (isReady && look());
  watcher.on('addDir', (path) => void (isReady && added.add(path)));
  for (const event of ['add', 'addDir', 'unlinkDir'] as const) watcher.on(event, lookOnceReady);
  // For logs that are watched individually (polling, or a root that is a log). For logs in watched folders there are only raw events.
  for (const event of ['change', 'unlink'] as const)
    watcher.on(event, (path) => void (path.endsWith(LOG) && onChange(path)));
  watcher.on('raw', (event, name: string | null, details) => {
    const { watchedPath } = details as { watchedPath?: string };
    if (watchedPath === undefined) return;
    const path = watchedPath.endsWith(LOG) ? watchedPath : join(watchedPath, name ?? '');
    if (path.endsWith(LOG)) onChange(path);
    else if (basename(path) === TITLE) onChange(dirname(path) + LOG);
    else if (event === 'rename' && name === basename(watchedPath)) {
      left.add(watchedPath);
      lookOnceReady();
    }
    // Windows gives no name when too much happened at once.
    else if (name === null) lookOnceReady();
  });
}

/** Runs an action once it was not requested again for `QUIET_MS`. */
function whenQuiet(work: () => void): () => void {
  let waiting: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(work, QUIET_MS).unref();
  };
}
