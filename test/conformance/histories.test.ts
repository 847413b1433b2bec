/**
 * Law 6 in every history: whatever grows, is forked, copied, rewritten or deleted in whatever order, however often and wherever Vigil is
 * ended, killed and started, and whatever archives are merged, the exported figures are those of one pass over the logs.
 *
 * `VIGIL_HISTORIES=2000` runs that many, `VIGIL_HISTORIES_FROM=77` begins with that seed.
 */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { createEngine, type Engine } from '../../src/engine/engine';
import type { Pace } from '../../src/engine/parts';
import { inspect, readLogs } from '../../src/library/inspect';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import { openCheckpoint, type Checkpoint } from '../../src/store/checkpoint';
import type { Saved } from '../../src/store/writer';
import { leaseIn } from '../../src/store/lease';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { random } from '../chaos/random';
import { sqlite } from '../store/samples';
import { readersHere } from '../support/readers';
import { minute, type Json } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { grow, pick, rewrite, upTo, world, type Log, type Next } from './world';

const RUNS = Number(process.env['VIGIL_HISTORIES'] ?? 12);
const FROM = Number(process.env['VIGIL_HISTORIES_FROM'] ?? 1);

/** Vigil as a process: on a store, with roots; killed, it writes no more. */
interface Window {
  engine: Engine;
  kill(): Promise<void>;
}

const settled = async ({ engine }: Window): Promise<void> => {
  await engine.ready;
  await engine.call('refresh', {});
  await engine.call('checkpoint', null);
};

const UNSAVED: Saved = { ok: true, written: false, bytes: 0, generation: 0, merged: [] };

/** The last that a window writes. */
interface Death {
  /** What is in memory after so many steps of a pass. */
  put?: number;
  /** What it merged, before it works on it. */
  merge?: boolean;
}

let windows = 0;
function start(
  next: Next,
  storage: string,
  roots: readonly string[],
  dies: Death = {},
  timezone = 'UTC',
): Window {
  const opened = openCheckpoint(storage, fs, sqlite, 'test');
  if (opened.kind === 'refused') throw new Error(opened.problem.message);
  let dead = false;
  let puts = 0;
  const last = (): void => {
    opened.checkpoint.save();
    dead = true;
  };
  const checkpoint: Checkpoint = Object.create(opened.checkpoint, {
    db: { get: () => opened.checkpoint.db },
    put: {
      value: (changes: Parameters<Checkpoint['put']>[0]) => {
        if (dead) return;
        opened.checkpoint.put(changes);
        if (++puts === dies.put) last();
      },
    },
    absorb: {
      value: (image: Uint8Array) => {
        const taken = opened.checkpoint.absorb(image);
        if (dies.merge === true) last();
        return taken;
      },
    },
    save: {
      value: () => {
        const saved: Saved = dead ? UNSAVED : opened.checkpoint.save();
        if (dies.merge === true && saved.merged.length > 0) dead = true;
        return saved;
      },
    },
  }) as Checkpoint;
  const pace: Pace = {
    slice: pick(next, [0, 200, 2000, 4 << 20]),
    shelve: pick(next, [0, 500, 5000, 48 << 20]),
    derived: pick(next, [1, 2, 20]),
  };
  const failures: string[] = [];
  const engine = createEngine({
    settings: Settings.parse({ roots, timezone }),
    home: storage,
    claudeConfigDir: null,
    xdgConfigHome: null,
    systemTimezone: 'UTC',
    checkpoint,
    lease: leaseIn(storage, fs, { id: `w${++windows}`, pid: process.pid, host: 'test' }, 60_000, () => true),
    imports: { read: () => [], write: () => undefined },
    vault: null,
    now: () => Date.parse(minute(20)),
    watch: () => ({ close: async () => {} }),
    // None, some, or some that crash now and then.
    ...pick(next, [{}, { readers: readersHere(1) }, { readers: readersHere(2, (_asked, n) => n % 4 === 0) }]),
    emit(notice) {
      if (notice.notice === 'problem' && ['engine', 'derive'].includes(notice.problem.code))
        failures.push(notice.problem.message);
    },
    pace,
  });
  return {
    engine,
    async kill() {
      dead = true;
      await engine.call('close', null);
      expect(failures).toEqual([]);
    },
  };
}

/** All that an archive exports, its sessions by id. */
async function exportOf({ engine }: Window, file: string): Promise<Json[]> {
  await engine.call('exportArchive', { file, format: 'json' });
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { sessions: Json[] }).sessions;
}

/** The inspection of the same logs, but for what an archive does not keep. */
function inspected(roots: readonly string[]): Json[] {
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  const { sessions } = inspect(readLogs(roots), rules);
  return JSON.parse(JSON.stringify(sessions)) as Json[];
}

const comparable = (sessions: Json[]): Json[] =>
  sessions.map(({ file: _f, alsoIn: _a, historyPrompts: _h, signals, ...rest }) => ({
    ...rest,
    signals: (signals as Json[]).map(({ detail: _d, evidence: _e, ...one }) => one),
  }));

/** What differs, a figure a line. */
function differences(found: Json[], right: Json[]): string[] {
  const byId = (sessions: Json[]): Map<unknown, Json> => new Map(sessions.map((one) => [one['id'], one]));
  const [a, b] = [byId(found), byId(right)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((id) => {
    const [x, y] = [a.get(id), b.get(id)];
    if (x === undefined || y === undefined)
      return [`${String(id)}: ${x === undefined ? 'missing' : 'too much'}`];
    return [...new Set([...Object.keys(x), ...Object.keys(y)])]
      .filter((field) => !isDeepStrictEqual(x[field], y[field]))
      .map((field) => `${String(id)} ${field}: ${JSON.stringify(x[field])}, not ${JSON.stringify(y[field])}`);
  });
}

const write = (log: Log, bytes: Buffer): void => {
  fs.mkdirSync(dirname(log.path), { recursive: true });
  fs.writeFileSync(log.path, bytes);
};

/** What is wrong in the end, a figure a line. */
async function history(seed: number): Promise<string[]> {
  const next = random(seed);
  const base = tempFolder();
  const roots = ['a', 'b'].map((name) => join(base, name, 'projects'));
  const stores = [join(base, 'store-1'), join(base, 'store-2')];
  for (const folder of [...roots, ...stores]) fs.mkdirSync(folder, { recursive: true });
  const logs = world(next, roots);
  const open: Window[] = [];
  // Each window and each archive may know a part of the logs only: they come together by merging.
  const split = next() < 0.5;
  // Seldom: it has all derived again.
  const zones = next() < 0.2 ? ['UTC', 'Pacific/Kiritimati'] : ['UTC'];
  const seen = (): string[] => (split ? [pick(next, roots)] : roots);
  const death = (): Death => (next() < 0.5 ? { put: 1 + upTo(next, 4) } : { merge: true });
  const begin = (dies?: Death): Window => {
    const store = next() < 0.7 ? 0 : 1;
    const window = start(next, stores[store]!, seen(), dies, pick(next, zones));
    open.push(window);
    return window;
  };
  const some = (): Window => (open.length === 0 ? begin() : pick(next, open));
  const end = async (window: Window): Promise<void> => {
    open.splice(open.indexOf(window), 1);
    if (next() < 0.4) return window.kill();
    await window.engine.call('close', null);
  };
  /** Reads all below some roots into an archive, and backs it up. */
  const readBy = async (store: number, folders: readonly string[]): Promise<string> => {
    const window = start(next, stores[store]!, folders);
    const file = join(base, 'backup.vigil');
    await settled(window);
    await window.engine.call('backup', { file });
    await window.engine.call('close', null);
    return file;
  };
  const steps: Record<string, () => Promise<void> | void> = {
    grow: () => grow(next, pick(next, logs)),
    growAll: () => logs.forEach((log) => next() < 0.5 && grow(next, log)),
    look: async () => void (await some().engine.call('refresh', { force: next() < 0.1 })),
    save: async () => void (await some().engine.call('checkpoint', null)),
    start: () => void (open.length < 3 && begin()),
    startToDie: () => void (open.length < 3 && begin(death())),
    end: async () => void (open.length > 0 && (await end(pick(next, open)))),
    rewrite: () => void (!split && rewrite(next, pick(next, logs))),
    async remove() {
      const log = pick(next, logs);
      if (log.rewritten || log.written === null || log.written === 0) return;
      // A window that cannot be killed any more has read it, and saved it.
      await readBy(
        0,
        roots.filter((root) => log.path.startsWith(root)),
      );
      log.content = log.content.subarray(0, log.written);
      fs.rmSync(log.path);
      log.written = null;
    },
    async merge() {
      const file = await readBy(1, seen());
      const into = start(next, stores[0]!, seen(), next() < 0.3 ? death() : {});
      await into.engine.ready;
      await into.engine.call('merge', { file });
      if (next() < 0.5) await into.engine.call('checkpoint', null);
      await (next() < 0.3 ? into.kill() : into.engine.call('close', null));
    },
  };
  const names = [
    'grow',
    'growAll',
    'grow',
    'growAll',
    'look',
    'look',
    'save',
    'start',
    'startToDie',
    'end',
    'rewrite',
    'remove',
    'merge',
  ];
  const done: string[] = [];
  for (let n = 6 + upTo(next, 14); n > 0; n--) {
    const name = pick(next, names);
    done.push(name);
    await steps[name]!();
  }
  while (open.length > 0) await end(open[0]!);
  if (next() < 0.7)
    for (const log of logs) while (log.written !== null && log.written < log.content.length) grow(next, log);

  if (split) {
    // Nothing is on the disk any more, as far as the last window can see.
    if (next() < 0.5) {
      await readBy(0, [roots[0]!]);
      const file = await readBy(1, [roots[1]!]);
      const merging = start(next, stores[0]!, [join(base, 'nowhere')], { merge: next() < 0.5 });
      await merging.engine.ready;
      await merging.engine.call('merge', { file });
      if (next() < 0.5) await settled(merging);
      await merging.engine.call('close', null);
    } else {
      const both = roots.map((root) => start(next, stores[0]!, [root]));
      for (const window of both) await settled(window);
      for (const { engine } of both) await engine.call('close', null);
    }
  }
  const aged = start(next, stores[0]!, split ? [join(base, 'nowhere')] : roots);
  await settled(aged);
  const found = await exportOf(aged, join(base, 'aged.json'));
  await aged.kill();

  for (const log of logs) if (log.written === null) write(log, log.content);
  const fresh = start(next, fs.mkdtempSync(join(base, 'fresh-')), roots);
  await settled(fresh);
  const right = await exportOf(fresh, join(base, 'fresh.json'));
  await fresh.kill();
  const wrong = [
    ...differences(found, right),
    ...differences(comparable(right), comparable(inspected(roots))),
  ];
  fs.rmSync(base, { recursive: true });
  return wrong.length === 0 ? [] : [`seed ${seed}: ${done.join(' ')}`, ...wrong];
}

test(`${RUNS} histories end as one pass does`, { timeout: 60_000 + RUNS * 2000 }, async () => {
  for (let seed = FROM; seed < FROM + RUNS; seed++) expect(await history(seed)).toEqual([]);
  if (RUNS > 12) console.log(`histories: seeds ${FROM} to ${FROM + RUNS - 1}`);
});
