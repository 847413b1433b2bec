/** Composition root of the worker thread: gives the engine clock, watcher, store and the way to its host. */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { watch } from 'chokidar';
import * as z from 'zod';
import { createEngine, type Watch } from './engine/engine';
import {
  Call,
  calls,
  EngineStart,
  type Answer,
  type Args,
  type CallName,
  type Notice,
} from './engine/protocol';
import { openCheckpoint } from './store/checkpoint';
import { readImports, writeImports } from './store/priceFile';
import { leaseIn } from './store/lease';
import { loadSqlite } from './store/sqlite';

declare const VIGIL_VERSION: string;

/** Windows renew the lease on every save; a holder that is silent this long has gone. */
const LEASE_MS = 60_000;

const watchFolders: Watch = (roots, onChange, onError) => {
  const watcher = watch(roots, {
    ignoreInitial: true,
    ignored: (path, stats) => stats?.isFile() === true && !path.endsWith('.jsonl'),
  });
  for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, onChange);
  watcher.on('error', onError);
  return watcher;
};

async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('engine.worker runs in a worker thread only');
  const start = EngineStart.parse(workerData);
  const emit = (notice: Notice): void => port.postMessage(notice);
  const sqlite = await loadSqlite(start.wasmFolder);
  let storage = start.storage;
  let opened = openCheckpoint(storage, fs, sqlite, VIGIL_VERSION);
  if (opened.kind === 'refused') {
    // The store on disk stays as it is; this session of Vigil keeps everything in memory.
    emit({ notice: 'problem', problem: opened.problem });
    storage = null;
    opened = openCheckpoint(null, fs, sqlite, VIGIL_VERSION);
    if (opened.kind === 'refused') throw new Error(opened.problem.message);
  }
  for (const problem of opened.problems) emit({ notice: 'problem', problem });
  const engine = createEngine({
    settings: start.settings,
    home: start.home,
    claudeConfigDir: start.claudeConfigDir,
    xdgConfigHome: start.xdgConfigHome,
    systemTimezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    checkpoint: opened.checkpoint,
    lease: storage === null ? null : leaseIn(storage, fs, randomUUID(), process.pid, LEASE_MS),
    imports: {
      read: () => (storage === null ? [] : readImports(storage, fs)),
      write: (imports) => {
        if (storage !== null) writeImports(storage, fs, imports);
      },
    },
    now: () => Date.now(),
    watch: watchFolders,
    emit,
  });
  const answer = (message: Answer): void => port.postMessage(message);
  port.on('message', (message: unknown) => {
    const call = Call.safeParse(message);
    if (!call.success) return;
    const { id, call: name, args } = call.data;
    if (!isCall(name)) return answer({ id, error: `unknown call ${name}` });
    engine.call(name, args as Args<typeof name>).then(
      (result) => answer({ id, result }),
      (error: unknown) =>
        answer({ id, error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) }),
    );
  });
}

const isCall = (name: string): name is CallName => Object.hasOwn(calls, name);

void main();
