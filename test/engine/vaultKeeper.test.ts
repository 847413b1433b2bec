/** Which logs are copied into the vault, in which order, and when that ends. */
import * as fs from 'node:fs';
import { rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newKeeper, type KeeperParts } from '../../src/engine/vaultKeeper';
import type { Entry } from '../../src/library/shelf';
import { Settings } from '../../src/settings/settings';
import type { Lease } from '../../src/store/lease';
import { vaultIn, type Vault } from '../../src/store/vault';
import { tempFolder } from '../support/tempFolder';

const BEGAN = 1_785_000_000_000;
const lease = { tryAcquire: () => true } as unknown as Lease;

/** Logs of so many incompressible bytes, each an hour newer than the one before. */
function rig(sizes: Record<string, number>, more: Partial<KeeperParts> = {}, limits: object = {}) {
  const folder = tempFolder();
  const told: string[] = [];
  const entries = new Map<string, Entry>();
  for (const [i, [name, bytes]] of Object.entries(sizes).entries()) {
    const path = join(folder, `${name}.jsonl`);
    fs.writeFileSync(path, randomBytes(bytes));
    fs.utimesSync(path, BEGAN / 1000 + i * 3600, BEGAN / 1000 + i * 3600);
    const { size, mtimeMs, ino } = fs.statSync(path);
    const file = { path, root: folder, sessionId: name, agentId: null };
    entries.set(path, { file, cursor: { offset: size, size, mtimeMs, ino, head: '' }, gone: false });
  }
  const vault = vaultIn(join(folder, 'vault'), fs, 100_000);
  const keeper = newKeeper({
    vault,
    lease,
    now: () => BEGAN + 86_400_000,
    settings: () => ({ ...Settings.parse({}).vault, enabled: true, keepDays: 0, ...limits }),
    entries,
    open: (path) => fs.openSync(path, 'r'),
    isLive: () => false,
    stopped: () => false,
    breathe: async () => undefined,
    problem: (_level, code) => told.push(code),
    emit: () => undefined,
    ...more,
  });
  const names = () =>
    vault
      .entries()
      .entries.map(({ path }) => path.slice(folder.length + 1, -'.jsonl'.length))
      .toSorted();
  const pathOf = (name: string) => join(folder, `${name}.jsonl`);
  return { keeper, vault, names, told, pathOf };
}

test('a full vault keeps the newest copies, and copies nothing it would remove at once', async () => {
  const sizes = { a: 300_000, b: 300_000, c: 300_000, d: 300_000, e: 300_000 };
  const { keeper, names } = rig(sizes, {}, { maxMb: 1 });
  expect(await keeper.keep()).toEqual({ copied: 3, left: 0, byOther: false });
  expect(names()).toEqual(['c', 'd', 'e']);
  expect(await keeper.keep()).toEqual({ copied: 0, left: 0, byOther: false });
  expect(names()).toEqual(['c', 'd', 'e']);
});

test('a log larger than the vault does not empty it and is not tried again', async () => {
  const { keeper, names } = rig({ a: 300_000, b: 300_000, huge: 1_500_000 }, {}, { maxMb: 1 });
  expect(await keeper.keep()).toEqual({ copied: 2, left: 0, byOther: false });
  expect(names()).toEqual(['a', 'b']);
  expect((await keeper.keep()).copied).toBe(0);
});

test('a newer log replaces the oldest copy', async () => {
  const { keeper, names, told, pathOf } = rig({ a: 400_000, b: 400_000, c: 100 }, {}, { maxMb: 1 });
  await keeper.keep();
  expect(names()).toEqual(['a', 'b', 'c']);
  const later = rig({ a: 400_000, b: 400_000, c: 400_000 }, {}, { maxMb: 1 });
  expect((await later.keeper.keep()).copied).toBe(2);
  expect(later.names()).toEqual(['b', 'c']);
  expect([told, fs.existsSync(pathOf('a'))]).toEqual([[], true]);
});

test('a log that disappears or changes during copying does not affect the others', async () => {
  const { keeper, names, told, pathOf } = rig({ a: 100, b: 100, c: 100, d: 100 });
  rmSync(pathOf('b'));
  fs.truncateSync(pathOf('c'), 10);
  expect(await keeper.keep()).toEqual({ copied: 2, left: 0, byOther: false });
  expect([names(), told]).toEqual([['a', 'd'], []]);
});

test('an error of the vault ends the run and is reported', async () => {
  const broken = {
    entries: () => ({ entries: [], broken: [] }),
    keep: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })),
  } as unknown as Vault;
  const { keeper, told } = rig({ a: 100, b: 100 }, { vault: broken });
  expect(await keeper.keep()).toEqual({ copied: 0, left: 2, byOther: false });
  expect(told).toEqual(['vault']);
});

test('stopping leaves no partial copy, and the next run continues', async () => {
  let pieces = 0;
  let stopped = false;
  const { keeper, names, vault } = rig(
    { a: 250_000, b: 250_000 },
    { stopped: () => stopped, breathe: async () => void (stopped = ++pieces === 3) },
  );
  expect(await keeper.keep()).toEqual({ copied: 0, left: 2, byOther: false });
  expect(vault.entries()).toEqual({ entries: [], broken: [] });
  stopped = false;
  expect(await keeper.keep()).toEqual({ copied: 2, left: 0, byOther: false });
  expect([names(), await keeper.ended()]).toEqual([['a', 'b'], 2]);
});

test('leaves the copying to a window that already copies', async () => {
  const taken = { tryAcquire: () => false } as unknown as Lease;
  const { keeper, names } = rig({ a: 100, b: 100 }, { lease: taken });
  expect(await keeper.keep()).toEqual({ copied: 0, left: 2, byOther: true });
  expect(names()).toEqual([]);
});
