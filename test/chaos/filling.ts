/** Fills a search index with the logs of a folder, in a process that kills itself at a statement; bundled and run by `searchIndex.test.ts`. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { breathe } from '../../src/engine/core';
import { SearchKeeper } from '../../src/engine/searchKeeper';
import type { Entry } from '../../src/library/shelf';
import { gateOf } from '../../src/log/gate';
import { indexIn } from '../../src/search/index';
import { Settings } from '../../src/settings/settings';
import { logBytes } from '../../src/store/logBytes';

/** A keeper of an index of the logs in a folder, as they are now. */
export function keeperOf(folder: string, storage: string): SearchKeeper {
  const entries = new Map(
    readdirSync(folder).map((name): [string, Entry] => {
      const path = join(folder, name);
      const { size, mtimeMs } = statSync(path);
      const cursor = { offset: size, size, mtimeMs, ino: 0, head: '' };
      const file = { path, root: folder, sessionId: name, agentId: null };
      return [path, { file, cursor, gone: false }];
    }),
  );
  const settings = Settings.parse({ search: { index: true } });
  const bytes = logBytes(
    null,
    gateOf(() => [folder]),
  );
  return new SearchKeeper({
    index: indexIn(storage),
    lease: { tryAcquire: () => true, holder: () => null, release: () => undefined },
    now: Date.now,
    settings: () => settings,
    entries,
    copies: () => new Map(),
    bytes,
    histories: { paths: () => [], bytes },
    stopped: () => false,
    pause: breathe,
    problem: (_level, _code, message) => {
      throw new Error(message);
    },
    emit: () => undefined,
  });
}

/** Fills it, and is killed before the nth thing SQLite is told to do. */
export async function fillAndDie(folder: string, storage: string, nth: number): Promise<void> {
  let left = nth;
  const dying = <T extends (this: never, ...args: never[]) => unknown>(told: T): T =>
    function (this: never, ...args: never[]) {
      if (--left === 0) process.kill(process.pid, 'SIGKILL');
      return told.apply(this, args);
    } as T;
  StatementSync.prototype.run = dying(StatementSync.prototype.run);
  DatabaseSync.prototype.exec = dying(DatabaseSync.prototype.exec);
  DatabaseSync.prototype.close = dying(DatabaseSync.prototype.close);
  await keeperOf(folder, storage).keep();
}
