/** An engine on temporary folders, with a clock and a watcher in the test's hands. */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createEngine, type Engine } from '../../src/engine/engine';
import type { EngineParts, Pace } from '../../src/engine/parts';
import type { Notice } from '../../src/engine/protocol';
import type { LiveSession } from '../../src/library/sessionRow';
import { Settings } from '../../src/settings/settings';
import { indexIn } from '../../src/search/index';
import { openCheckpoint } from '../../src/store/checkpoint';
import { officialIn } from '../../src/store/officialFile';
import { readImports, writeImports } from '../../src/store/priceFile';
import { leaseIn } from '../../src/store/lease';
import { loadSqlite } from '../../src/store/sqlite';
import { vaultIn } from '../../src/store/vault';
import { type Lines, put } from '../support/logs';
import { tempFolder } from '../support/tempFolder';

export const sqlite = await loadSqlite(dirname(createRequire(import.meta.url).resolve('sql.js')));

/** A home folder with these logs in one project, by the names of their files; `log` gives their paths. */
export function homeWith(files: Readonly<Record<string, Lines>>): {
  folder: string;
  log: (name: string) => string;
} {
  const folder = tempFolder();
  const log = (name: string) => join(folder, '.claude', 'projects', '-home-ada-project', name);
  for (const [name, lines] of Object.entries(files)) put(log(name), lines);
  return { folder, log };
}

export interface Rig {
  engine: Engine;
  notices: Notice[];
  /** What the watcher would do. */
  touch(path: string): void;
  /** The live sessions as last told. */
  live(): LiveSession[];
  problems(): string[];
  /** Rows that were written to the archive in memory since it was opened. */
  rowsWritten(): number;
}

let windows = 0;

/** One window: its engine on `home`, with its store in `storage` (null: in memory). */
export function openWindow(
  home: string,
  storage: string | null,
  now: () => number,
  settings: object = {},
  pace?: Pace,
  more: Partial<EngineParts> = {},
): Rig {
  const opened = openCheckpoint(storage, fs, sqlite, 'test');
  if (opened.kind === 'refused') throw new Error(opened.problem.message);
  const notices: Notice[] = [];
  let touch: (path: string) => void = () => {};
  const id = `window-${++windows}`;
  const engine = createEngine({
    settings: Settings.parse(settings),
    home,
    claudeConfigDir: null,
    xdgConfigHome: null,
    systemTimezone: 'UTC',
    checkpoint: opened.checkpoint,
    lease:
      storage === null
        ? null
        : leaseIn(storage, fs, { id, pid: process.pid, host: 'test' }, 60_000, () => true),
    imports: {
      read: () => (storage === null ? [] : readImports(storage, fs)),
      write: (imports) => {
        if (storage !== null) writeImports(storage, fs, imports);
      },
    },
    vault: storage === null ? null : vaultIn(join(storage, 'vault'), fs),
    searchIndex: storage === null ? null : indexIn(join(storage, 'search')),
    ...(storage === null ? {} : { official: officialIn(storage, fs, now) }),
    now,
    watch: (_roots, onChange) => {
      touch = onChange;
      return { close: async () => {} };
    },
    emit: (notice) => notices.push(notice),
    ...(pace === undefined ? {} : { pace }),
    ...more,
  });
  onTestFinished(async () => {
    await engine.call('close', null);
  });
  return {
    engine,
    notices,
    touch: (path) => touch(path),
    live: () => notices.findLast((notice) => notice.notice === 'live')?.sessions ?? [],
    rowsWritten: () => Number(opened.checkpoint.db.all('select total_changes()')[0]?.[0]),
    problems: () => notices.flatMap((notice) => (notice.notice === 'problem' ? [notice.problem.code] : [])),
  };
}

/** Waits until `check` gives something other than null, undefined or false; at most `ms`. */
export async function until<T>(check: () => T | Promise<T>, ms = 10_000): Promise<NonNullable<T>> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await check();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
