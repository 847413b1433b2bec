/**
 * Every fault once: each call that an operation makes fails once with each errno of a table, and the process is killed before, in
 * and after it. Afterwards everything that was kept is there, and the operation can be done again. On a file system in memory.
 */
import crypto, { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { leaseIn } from '../../src/store/lease';
import type { Checkpoint } from '../../src/store/checkpoint';
import type { Saved } from '../../src/store/writer';
import type { StoreFs } from '../../src/store/image';
import { vaultIn, type VaultFs } from '../../src/store/vault';
import { contents, figures, file, onDisk, open, read, saved } from '../store/samples';
import { ERRNOS } from './errnos';
import { dyingFs, failingOnceFs, Killed, killsDuring, notingFs } from './faults';
import { copyOf, memoryFs, type Disk, type MemoryFs } from './memoryFs';

const FULL = process.env['VIGIL_CHAOS'] === 'full';
/** In the short form a few: no room, broken, gone. */
const CODES: readonly string[] = FULL ? ERRNOS : ['ENOSPC', 'EIO', 'ENOENT'];

/**
 * Ids, which files are called by: counted, and those of another process are others. So what one fault leaves behind is what another one
 * does, and is looked at once.
 */
const ids = { process: 0, last: 0 };
beforeAll(() => {
  vi.spyOn(crypto, 'randomUUID').mockImplementation(
    () => `00000000-0000-4000-800${ids.process}-${String(++ids.last).padStart(12, '0')}`,
  );
  syncBuiltinESMExports();
});
afterAll(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const FOLDER = '/home/vigil';
type State = ReturnType<typeof contents>;

const storeFs = (fs: MemoryFs): StoreFs => fs as unknown as StoreFs;
const stateOf = (disk: Disk): State => onDisk(FOLDER, storeFs(memoryFs(disk)));

/** A disk with an archive: `gone` has left the disk, so its figures are nowhere else. */
function newDisk(): Disk {
  Object.assign(ids, { process: 0, last: 0 });
  const made: Disk = { files: new Map(), folders: new Set(['/', '/home', '/logs', FOLDER]) };
  const store = open(FOLDER, storeFs(memoryFs(made)));
  store.put({
    files: [file('gone', 300, { gone: true })],
    sessions: [figures('gone', { project: '/w/app' })],
  });
  saved(store.save());
  store.put(read('a', 100));
  saved(store.save());
  store.close();
  return made;
}

/** An archive of another machine. */
function elsewhere(): Uint8Array {
  const made: Disk = { files: new Map(), folders: new Set(['/', '/home']) };
  const store = open(FOLDER, storeFs(memoryFs(made)));
  store.put(read('theirs', 200));
  saved(store.save());
  store.backup(`${FOLDER}/theirs.vigil`);
  store.close();
  return made.files.get(`${FOLDER}/theirs.vigil`)!.bytes;
}
const THEIRS = elsewhere();

interface Operation {
  /** Before it, on the disk. */
  prepare?: (disk: Disk) => void;
  run: (store: Checkpoint) => Saved | void;
  /** Without hard links. */
  noLinks?: boolean;
}

const grow = (store: Checkpoint): void => {
  store.put(read('a', 200));
  store.put(read('b', 100));
};

const OPERATIONS: Record<string, Operation> = {
  open: { run: (store) => void contents(store) },
  save: { run: (store) => (grow(store), store.save()) },
  'save of what was spilt': {
    run: (store) => (grow(store), store.spill(), store.put(read('c', 100)), store.save()),
  },
  'save of what was put into its pack at once': {
    run(store) {
      store.put(read('a', 200), () => true);
      store.put(
        { files: [file('b', 100), file('c', 100)], sessions: [figures('b'), figures('c')] },
        () => true,
      );
      return store.save();
    },
  },
  'save without hard links': { noLinks: true, run: (store) => (grow(store), store.save()) },
  'first save': {
    prepare: (on) => {
      for (const name of on.files.keys()) on.files.delete(name);
      on.folders.delete(FOLDER);
    },
    run: (store) => (grow(store), store.save()),
  },
  'save beside a damaged image': {
    prepare: (on) =>
      on.files.set(`${FOLDER}/vigil-3.db`, { ino: 999, bytes: Buffer.from('torn'), mtimeMs: 1 }),
    run: (store) => (grow(store), store.save()),
  },
  'taking in another machine': {
    run(store) {
      store.absorb(THEIRS);
      return store.save();
    },
  },
  restore: { run: (store) => store.restore(THEIRS) },
  'wipe of all': { run: (store) => store.wipe(null) },
  'wipe of a project': { run: (store) => store.wipe('/w/app') },
  compacting: { run: (store) => (store.compact(), store.save()) },
  backup: { run: (store) => store.backup(`${FOLDER}/mine.vigil`) },
  'migration of a released image': {
    prepare: (on) => {
      for (const name of on.files.keys()) on.files.delete(name);
      const bytes = gunzipSync(readFileSync('test/fixtures/store/schema-1.db.gz'));
      on.files.set(`${FOLDER}/vigil-1.db`, { ino: 999, bytes, mtimeMs: 1 });
    },
    run: (store) => (store.put({ ...read('new', 100), basis: 'Europe/Berlin' }), store.save()),
  },
};

const withoutLinks = (fs: StoreFs): StoreFs =>
  new Proxy(fs, {
    get: (real, name: keyof StoreFs) =>
      name === 'linkSync'
        ? () => {
            throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
          }
        : real[name],
  });

/** Runs an operation in a process on a disk through a file system; what it said of it, null when it did not come to that. */
function attempt({ run, noLinks }: Operation, fs: StoreFs, process = 1): Saved | null {
  Object.assign(ids, { process, last: 0 });
  let store: Checkpoint | null = null;
  try {
    const through = noLinks === true ? withoutLinks(fs) : fs;
    store = open(FOLDER, through);
    return run(store) ?? null;
  } catch (error) {
    // Dead, or it said that it failed: a fault of the system, in words.
    if (!(error instanceof Killed) && !(error instanceof Error)) throw error;
    return null;
  } finally {
    store?.close();
  }
}

/** What is on a disk, as one text: what is the same is the same. */
function digestOf({ files, folders }: Disk): string {
  const hash = createHash('sha1').update([...folders].toSorted().join('\0'));
  for (const [path, { ino, mtimeMs, bytes }] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`\0${path} ${ino} ${mtimeMs} ${bytes.length}\0`).update(bytes);
  return hash.digest('base64');
}

let kills = 0;
let faults = 0;

describe.each(Object.entries(OPERATIONS))('%s', (name, operation) => {
  test('each call of it fails once in each way', { timeout: 1_200_000 }, () => {
    const start = newDisk();
    operation.prepare?.(start);
    const before = stateOf(start);
    const done = copyOf(start);
    const { fs, calls } = notingFs(storeFs(memoryFs(done)));
    attempt(operation, fs);
    const after = stateOf(done);
    expect(calls.length).toBeGreaterThan(1);

    const looked = new Set<string>();
    const look = (now: Disk, said: Saved | null, what: string): void => {
      // Most faults leave behind what another one did: it is looked at once.
      const left = `${digestOf(now)} ${JSON.stringify(said)}`;
      if (looked.has(left)) return;
      looked.add(left);
      const found = stateOf(now);
      // All or nothing. What was said to be done is.
      if (said?.ok === true && said.replaced !== true) expect(found, `after ${what}`).toEqual(after);
      else expect([before, after], `after ${what}`).toContainEqual(found);
      // It can be done again, and then all is as if nothing had happened.
      const again = attempt(operation, storeFs(memoryFs(now)), 2);
      expect(again?.ok ?? true, `after ${what}`).toBe(true);
      expect(stateOf(now), `after ${what}`).toEqual(after);
      const partial = [...now.files.keys()].filter((path) => path.endsWith('.tmp'));
      if (again?.ok === true && again.written) expect(partial, `after ${what}`).toEqual([]);
    };

    for (const { at, share } of killsDuring(calls)) {
      const now = copyOf(start);
      attempt(operation, dyingFs(at, share, storeFs(memoryFs(now))).fs);
      kills++;
      look(now, null, `${name}: killed at call ${at} of ${calls.length}, ${share} of it done`);
    }
    for (let at = 1; at <= calls.length; at++) {
      for (const code of CODES) {
        const now = copyOf(start);
        const said = attempt(operation, failingOnceFs(storeFs(memoryFs(now)), at, code));
        faults++;
        look(now, said, `${name}: ${code} at call ${at} of ${calls.length}`);
      }
    }
  });
});

describe('the vault', () => {
  const LOG = { path: '/logs/p/a.jsonl', root: '/logs' };
  const VAULT = `${FOLDER}/vault`;
  const text = (n: number): Buffer => Buffer.from(`line ${n}\n`.repeat(40));
  const asIs = (n: number) => ({ ...LOG, size: text(n).length, mtimeMs: n, ino: 1 });

  test('each call of a copy fails once in each way: the copy of before or the new one is there', async () => {
    const start: Disk = { files: new Map(), folders: new Set(['/', '/home', FOLDER, '/logs', '/logs/p']) };
    start.files.set(LOG.path, { ino: 1, bytes: text(1), mtimeMs: 1 });
    await vaultIn(VAULT, memoryFs(start) as unknown as VaultFs, 64).keep(asIs(1));
    start.files.set(LOG.path, { ino: 1, bytes: text(22), mtimeMs: 22 });
    const { fs: noting, calls } = notingFs(memoryFs(copyOf(start)));
    await vaultIn(VAULT, noting as unknown as VaultFs, 64).keep(asIs(22));

    const look = async (now: Disk, what: string): Promise<void> => {
      const vault = vaultIn(VAULT, memoryFs(now) as unknown as VaultFs, 64);
      const kept = vault.read(LOG, 0, 10_000)?.toString();
      expect([text(1).toString(), text(22).toString()], `after ${what}`).toContain(kept);
      await vault.keep(asIs(22));
      expect(vault.read(LOG, 0, 10_000)?.toString(), `after ${what}`).toBe(text(22).toString());
      expect([...now.files.keys()].filter((path) => path.startsWith(VAULT)).length, `after ${what}`).toBe(2);
      vault.clear();
      expect([...now.files.keys()], `after ${what}`).toEqual([LOG.path]);
    };
    // So few calls that each is tried before, in the middle and after.
    for (let at = 1; at <= calls.length; at++) {
      for (const share of [0, 0.4, 1]) {
        const now = copyOf(start);
        const { fs } = dyingFs(at, share, memoryFs(now));
        await vaultIn(VAULT, fs as unknown as VaultFs, 64)
          .keep(asIs(22))
          .catch(() => undefined);
        kills++;
        await look(now, `killed at call ${at}, ${share} of it done`);
      }
      for (const code of CODES) {
        const now = copyOf(start);
        const fs = failingOnceFs(memoryFs(now), at, code);
        await vaultIn(VAULT, fs as unknown as VaultFs, 64)
          .keep(asIs(22))
          .catch(() => undefined);
        faults++;
        await look(now, `${code} at call ${at}`);
      }
    }
  });
});

test('the lease: whatever fails, it never throws, and can be had again', () => {
  const leaseOf = (fs: MemoryFs, id: string) =>
    leaseIn(FOLDER, fs as never, { id, pid: 1, host: 'here' }, 30_000, () => true);
  const acts = (fs: MemoryFs): void => {
    const lease = leaseOf(fs, 'me');
    lease.tryAcquire(1_000);
    lease.tryAcquire(2_000);
    lease.holder();
    lease.release();
  };
  const start = newDisk();
  const { fs: noting, calls } = notingFs(memoryFs(copyOf(start)));
  acts(noting);
  const before = stateOf(start);
  for (let at = 1; at <= calls.length; at++) {
    const faulty: ((fs: MemoryFs) => MemoryFs)[] = [
      ...[0, 0.4, 1].map((share) => (fs: MemoryFs) => (kills++, dyingFs(at, share, fs).fs)),
      ...CODES.map((code) => (fs: MemoryFs) => (faults++, failingOnceFs(fs, at, code))),
    ];
    for (const make of faulty) {
      const now = copyOf(start);
      expect(() => acts(make(memoryFs(now)))).not.toThrow();
      expect(stateOf(now)).toEqual(before);
      // At the latest when its time is over.
      expect(leaseOf(memoryFs(now), 'other').tryAcquire(40_000)).toBe(true);
    }
  }
});

test('how much that was', () => {
  console.log(`chaos: ${kills} kills and ${faults} failed calls, each call of each operation once`);
  expect(kills).toBeGreaterThan(300);
});
