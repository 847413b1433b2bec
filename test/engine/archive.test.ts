/** The archive in the running engine: logs that go, the vault, wiping with several windows open. */
import * as fs from 'node:fs';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { answer, minute, prompt, put, toolUse, type Lines } from '../support/logs';
import { Life } from '../../src/engine/core';
import { createEngine } from '../../src/engine/engine';
import type { Notice } from '../../src/engine/protocol';
import { Settings } from '../../src/settings/settings';
import { openCheckpoint, type Checkpoint } from '../../src/store/checkpoint';
import { commitImage, unseal } from '../../src/store/image';
import { vaultIn } from '../../src/store/vault';
import { tempFolder } from '../support/tempFolder';
import { openWindow, sqlite, until, type Rig } from './rig';

const NOW = Date.parse(minute(0)) + 3_600_000;

const session = (id: string, cwd = '/w/app'): Lines =>
  [
    prompt(id, `please do ${id}`),
    answer(id, [toolUse('Bash', { command: 'make' })]),
    answer(id, 'Wait, no.'),
  ].map((line) => ({ ...line, cwd }));

function home() {
  const folder = tempFolder();
  const log = (id: string, project = '-w-app') => join(folder, '.claude', 'projects', project, `${id}.jsonl`);
  return { folder, log };
}

const detail = async (window: Rig, id: string) => (await window.engine.call('session', { id }))!;
const listed = async (window: Rig) =>
  (await window.engine.call('sessions', { state: 'all', offset: 0, limit: 100 })).rows
    .map(({ id }) => id)
    .sort();
const VAULT = { vault: { enabled: true, maxMb: 10, keepDays: 0, exclude: ['/w/private'] } };

test('a deleted log keeps all its figures, also after a restart, and is marked as gone', async () => {
  const { folder, log } = home();
  const storage = tempFolder();
  put(log('a'), session('a'));
  const first = openWindow(folder, storage, () => NOW);
  await first.engine.ready;
  const before = await detail(first, 'a');
  expect(before.row).toMatchObject({ gone: false, copied: false });
  rmSync(log('a'));
  await first.engine.call('refresh', {});
  const after = await detail(first, 'a');
  expect(after).toEqual({ ...before, row: { ...before.row, gone: true } });
  expect(await first.engine.call('logLine', { id: 'a', at: 0 })).toBeNull();
  await first.engine.call('close', null);

  const second = openWindow(folder, storage, () => NOW);
  await second.engine.ready;
  expect(await detail(second, 'a')).toEqual(after);
  expect((await second.engine.call('archive', null)).gone).toBe(1);
  const turns = await second.engine.call('turns', { id: 'a', offset: 0, limit: 10 });
  expect(new Set(turns.map(({ promptText }) => promptText))).toEqual(new Set([null]));
});

test('a log rewritten twice between two saves has the keys of its last version', async () => {
  const { folder, log } = home();
  const say = (...ids: string[]): void =>
    put(log('a'), [prompt('a', 'go', { uuid: 'u' }), ...ids.map((id) => answer('a', id, { id }))]);
  const kept = async (...others: string[][]): Promise<unknown> => {
    const storage = tempFolder();
    const window = openWindow(folder, storage, () => NOW);
    await window.engine.ready;
    for (const ids of others) {
      say(...ids);
      await window.engine.call('refresh', {});
    }
    await window.engine.call('close', null);
    const opened = openCheckpoint(storage, fs, sqlite, 'test');
    if (opened.kind === 'refused') throw new Error(opened.problem.message);
    const keys = opened.checkpoint.db.all('select hex(hash) from identity order by 1');
    opened.checkpoint.close();
    return keys;
  };
  say('msg_1', 'msg_2');
  const grown = await kept(['msg_2'], ['msg_3']);
  expect(grown).toHaveLength(2);
  expect(await kept()).toEqual(grown);
});

test('a damaged pack loses no figures: existing logs are read again, deleted ones keep theirs', async () => {
  const { folder, log } = home();
  const storage = tempFolder();
  const kept = () => {
    const { checkpoint } = openCheckpoint(storage, fs, sqlite, '0.1.0');
    const sessions = checkpoint
      .sessions()
      .map(({ id, prompts, messages, tools, startedAt }) => ({ id, prompts, messages, tools, startedAt }));
    const readings = [log('a'), log('b')].map((path) => checkpoint.reading(path) !== null);
    checkpoint.close();
    return { sessions, readings };
  };
  for (const id of ['a', 'b']) put(log(id), session(id));
  const first = openWindow(folder, storage, () => NOW);
  await first.engine.ready;
  rmSync(log('a'));
  await first.engine.call('refresh', {});
  await first.engine.call('close', null);
  const before = kept();
  expect(before).toMatchObject({ sessions: [{ id: 'a', messages: 2 }, { id: 'b' }], readings: [true, true] });
  const packs = readdirSync(storage).filter((name) => name.endsWith('.pack'));
  expect(packs).toHaveLength(1);
  writeFileSync(join(storage, packs[0]!), 'rotten');

  // Other rules: every session is worked out anew.
  const second = openWindow(folder, storage, () => NOW, { timezone: 'Asia/Tokyo' });
  await second.engine.ready;
  await second.engine.call('refresh', {});
  expect(await listed(second)).toEqual(['a', 'b']);
  await second.engine.call('close', null);
  expect(kept()).toEqual({ ...before, readings: [false, true] });
});

test('the vault has prompts, log lines and evidence of deleted logs', async () => {
  const { folder, log } = home();
  const storage = tempFolder();
  put(log('a'), session('a'));
  put(log('p', '-w-private'), session('p', '/w/private'));
  const window = openWindow(folder, storage, () => NOW, VAULT);
  await window.engine.ready;
  await until(async () => ((await window.engine.call('archive', null)).vault?.logs ?? 0) === 1);
  rmSync(log('a'));
  rmSync(log('p', '-w-private'));
  await window.engine.call('refresh', {});
  const { row } = await detail(window, 'a');
  expect(row).toMatchObject({ gone: false, copied: true });
  expect((await detail(window, 'p')).row).toMatchObject({ gone: true, copied: false });
  const [turn] = await window.engine.call('turns', { id: 'a', offset: 0, limit: 1 });
  expect(turn?.promptText).toBe('please do a');
  const course = await window.engine.call('course', { id: 'a' });
  const evidence = course!.signals.find(({ name }) => name === 'reasoning_loop')!.evidence[0]!;
  expect(await window.engine.call('logLine', { id: 'a', at: evidence.at })).toEqual({
    file: log('a'),
    line: 3,
    copy: true,
  });
  expect((await window.engine.call('logText', { id: 'a', file: 0 }))?.split('\n')).toHaveLength(4);
  expect(await window.engine.call('logText', { id: 'p', file: 0 })).toBeNull();

  await window.engine.call('wipe', { project: '/w/app' });
  expect(await listed(window)).toEqual(['p']);
  expect(
    readdirSync(join(storage, 'vault'), { recursive: true }).filter((name) => /gz|json$/.test(String(name))),
  ).toEqual([]);
});

test('the vault does not copy live logs, and copies a log again after it grew', async () => {
  let now = Date.parse(minute(0)) + 60_000;
  const { folder, log } = home();
  put(log('a'), session('a'));
  const window = openWindow(folder, tempFolder(), () => now, VAULT);
  await window.engine.ready;
  expect((await window.engine.call('archive', null)).vault).toBeNull();
  now += 3_600_000;
  await window.engine.call('refresh', {});
  const once = await until(async () => (await window.engine.call('archive', null)).vault);
  expect(once.logs).toBe(1);
  put(log('a'), [...session('a'), answer('a', 'x'.repeat(5_000))]);
  await window.engine.call('refresh', {});
  const twice = await until(async () => {
    const { vault } = await window.engine.call('archive', null);
    return vault !== null && vault.bytes > once.bytes ? vault : null;
  });
  expect(twice.logs).toBe(1);
});

test('live sessions are read while logs are copied', async () => {
  const { folder, log } = home();
  for (let i = 0; i < 40; i++)
    put(log(`old${i}`), [...session(`old${i}`), answer(`old${i}`, 'word '.repeat(200_000))]);
  const window = openWindow(folder, tempFolder(), () => NOW, VAULT);
  await window.engine.ready;
  const at = new Date(NOW).toISOString();
  put(log('live'), [{ ...prompt('live', 'go'), timestamp: at }]);
  window.touch(log('live'));
  await until(() => window.live().some(({ row }) => row.id === 'live'));
  // Forty logs of a megabyte take longer to compress than one line to read.
  expect((await window.engine.call('archive', null)).vault?.logs ?? 0).toBeLessThan(40);
  await until(async () => (await window.engine.call('archive', null)).vault?.logs === 40, 20_000);
});

/** Two windows on one archive; the log of `b` is gone, and the first window has wiped its project. The second still lists it. */
async function wipedByAnother(now: () => number) {
  const { folder, log } = home();
  const storage = tempFolder();
  put(log('a'), session('a'));
  put(log('b', '-w-zoo'), session('b', '/w/zoo'));
  const one = openWindow(folder, storage, now);
  await one.engine.ready;
  const two = openWindow(folder, storage, now);
  await two.engine.ready;
  rmSync(log('b', '-w-zoo'));
  await one.engine.call('refresh', {});
  await one.engine.call('wipe', { project: '/w/zoo' });
  expect(await listed(two)).toEqual(['a', 'b']);
  return { one, two, storage, log };
}

test('a window drops its sessions after another window wiped the archive', async () => {
  let now = NOW;
  const { one, two, log } = await wipedByAnother(() => now);
  rmSync(log('a'));
  await one.engine.call('refresh', {});
  expect(await listed(one)).toEqual(['a']);
  now += 120_000;
  await two.engine.call('checkpoint', null);
  await until(async () => (await listed(two)).join() === 'a');
  expect(two.notices.some(({ notice }) => notice === 'reset')).toBe(true);
});

test.each([1, 4])('a start that finds nothing new writes nothing, with %i live sessions', async (count) => {
  const { folder, log } = home();
  const storage = tempFolder();
  const ids = Array.from({ length: count }, (_, i) => `s${i}`);
  for (const id of ids) put(log(id), session(id));
  const open = async () => {
    // Two of them are derived at once.
    const window = openWindow(
      folder,
      storage,
      () => NOW - 3_590_000,
      {},
      { slice: 1 << 20, shelve: 1 << 20, derived: 2 },
    );
    await window.engine.ready;
    const live = window.live().map(({ row }) => row.id);
    expect(live.toSorted()).toEqual(ids);
    await window.engine.call('close', null);
    return readdirSync(storage).filter((name) => name.endsWith('.db'));
  };
  const first = await open();
  expect(first).toHaveLength(1);
  expect(await open()).toEqual(first);
  fs.appendFileSync(log('s0'), `${JSON.stringify(answer('s0', 'More.'))}\n`);
  expect(await open()).not.toEqual(first);
});

test.each(['compact', 'backup'] as const)(
  '%s drops the sessions of a window whose archive another one wiped',
  async (call) => {
    const { two } = await wipedByAnother(() => NOW);
    const file = join(tempFolder(), 'backup.vigil');
    await (call === 'compact' ? two.engine.call('compact', null) : two.engine.call('backup', { file }));
    expect(await listed(two)).toEqual(['a']);
  },
);

test('stays halted until all work that halts it has ended, also after an error', async () => {
  const life = new Life(false);
  const other = Promise.withResolvers<null>();
  const waits = life.halting(() => other.promise);
  await expect(life.halting(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(life.halted).toBe(true);
  other.resolve(null);
  await waits;
  expect(life.halted).toBe(false);
});

test('a window with unsaved changes but without the lease merges the changes of others', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  let now = NOW;
  const { two, storage, log } = await wipedByAnother(() => now);
  const images = readdirSync(storage).filter((name) => name.endsWith('.db'));
  fs.appendFileSync(log('a'), `${JSON.stringify(answer('a', 'More.'))}\n`);
  two.touch(log('a'));
  await until(async () => (await detail(two, 'a')).figures.messages === 3);
  expect(await listed(two)).toEqual(['a', 'b']);
  // The other window holds the lease for a minute.
  now += 30_000;
  vi.advanceTimersByTime(20_000);
  await until(async () => (await listed(two)).join() === 'a');
  expect(readdirSync(storage).filter((name) => name.endsWith('.db'))).toEqual(images);
  // What it had read comes from the log again.
  await until(async () => (await detail(two, 'a')).figures.messages === 3);
});

test('logs of an excluded project are not read; its archived figures stay', async () => {
  const { folder, log } = home();
  put(log('a'), session('a'));
  put(log('z', '-w-my-zoo'), session('z', '/w/my_zoo'));
  const window = openWindow(folder, tempFolder(), () => NOW);
  await window.engine.ready;
  await window.engine.call('configure', { exclude: ['/w/my_zoo/'] });
  // Pages that show settings ask again.
  expect(window.notices).toContainEqual({ notice: 'changed', ids: [] });
  put(log('y', '-w-my-zoo'), session('y', '/w/my_zoo'));
  window.touch(log('y', '-w-my-zoo'));
  await window.engine.call('refresh', {});
  expect(await listed(window)).toEqual(['a', 'z']);
  expect((await detail(window, 'z')).row.gone).toBe(false);
  await window.engine.call('wipe', { project: '/w/my_zoo' });
  await window.engine.call('refresh', {});
  expect(await listed(window)).toEqual(['a']);
  await window.engine.call('configure', { exclude: [] });
  await until(async () => (await listed(window)).join() === 'a,y,z');
});

test('a command that fails says why and changes nothing', async () => {
  const { folder, log } = home();
  put(log('a'), session('a'));
  const window = openWindow(folder, tempFolder(), () => NOW);
  await window.engine.ready;
  await expect(window.engine.call('restore', { file: log('a') })).rejects.toThrow('not an archive of Vigil');
  await expect(window.engine.call('merge', { file: '/nowhere' })).rejects.toThrow(
    'cannot be read (no such file or folder)',
  );
  await expect(window.engine.call('backup', { file: '/nowhere/x' })).rejects.toThrow(
    'cannot be written (no such file or folder)',
  );
  await expect(window.engine.call('exportArchive', { file: '/nowhere/x', format: 'csv' })).rejects.toThrow(
    'cannot be written (no such file or folder)',
  );
  expect(await listed(window)).toEqual(['a']);
});

test('reports an archive that cannot be written, with its folder and the setting, and when it can be again', async () => {
  const { folder, log } = home();
  put(log('a'), [prompt('a', 'go'), answer('a', 'Done.')]);
  const storage = join(folder, 'storage');
  const { engine, notices } = openWindow(folder, storage, () => Date.UTC(2026, 7, 2));
  // A file where the folder would be.
  writeFileSync(storage, '');
  await engine.ready;
  for (let i = 0; i < 4; i++) await engine.call('checkpoint', null);
  const said = (): unknown => notices.findLast((notice) => notice.notice === 'notKept');
  expect(said()).toMatchObject({ notKept: expect.stringContaining(storage) });
  expect(said()).toMatchObject({ notKept: expect.stringContaining('vigil.storage') });
  expect((await engine.call('archive', null)).notKept).toContain(storage);
  rmSync(storage);
  await engine.call('checkpoint', null);
  expect(said()).toMatchObject({ notKept: null });
  expect((await engine.call('archive', null)).notKept).toBeNull();
});

test('reports an archive that cannot be written without being asked', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { folder, log } = home();
  put(log('a'), [prompt('a', 'go'), answer('a', 'Done.')]);
  const storage = join(folder, 'storage');
  let time = Date.UTC(2026, 7, 2);
  const { engine, notices } = openWindow(folder, storage, () => time);
  // A file where the folder would be: neither image nor lease can be written.
  writeFileSync(storage, '');
  await engine.ready;
  for (let i = 0; i < 4; i++) {
    time += 20_000;
    vi.advanceTimersByTime(20_000);
    await engine.call('refresh', { force: false });
  }
  expect(notices.findLast((notice) => notice.notice === 'notKept')).toMatchObject({
    notKept: expect.stringContaining(storage),
  });
});

test('a failed wipe keeps the copies of logs', async () => {
  const { folder, log } = home();
  const storage = tempFolder();
  put(log('a'), session('a'));
  const first = openWindow(folder, storage, () => NOW, VAULT);
  await first.engine.ready;
  await until(async () => (await first.engine.call('archive', null)).vault);
  await first.engine.call('close', null);
  const { problem, checkpoint } = refusedCheckpoint(storage);
  const notices: Notice[] = [];
  const engine = createEngine({
    settings: Settings.parse(VAULT),
    home: folder,
    claudeConfigDir: null,
    xdgConfigHome: null,
    systemTimezone: 'UTC',
    checkpoint,
    refused: problem.message,
    lease: null,
    imports: { read: () => [], write: () => undefined },
    vault: vaultIn(join(storage, 'vault'), fs),
    now: () => NOW,
    watch: () => ({ close: async () => undefined }),
    emit: (notice) => notices.push(notice),
  });
  await engine.ready;
  expect(notices).toContainEqual({ notice: 'notKept', notKept: problem.message });
  await expect(engine.call('wipe', { project: null })).rejects.toThrow('newer version');
  expect((await engine.call('archive', null)).vault).toMatchObject({ logs: 1 });
  await engine.call('close', null);
});

/** The archive in a folder as an older Vigil sees it. */
function refusedCheckpoint(storage: string) {
  const image = fs.readdirSync(storage).find((name) => name.endsWith('.db'))!;
  const bytes = unseal(fs.readFileSync(join(storage, image)))!;
  const db = sqlite.open(new Uint8Array(bytes));
  db.script('pragma user_version = 99');
  const generation = Number(/\d+/.exec(image)![0]);
  commitImage(storage, fs, generation + 1, 'test', db.export());
  const opened = openCheckpoint(storage, fs, sqlite, 'test');
  if (opened.kind !== 'refused') throw new Error('it opened');
  return opened;
}

test('an older Vigil stops writing once a newer one has written, and says so at once', async () => {
  const { folder, log } = home();
  const storage = tempFolder();
  let now = NOW;
  const openAs = (version: number) => {
    const opened = openCheckpoint(storage, fs, sqlite, 'test', undefined, undefined, version);
    if (opened.kind === 'refused') throw new Error(opened.problem.message);
    return openWindow(folder, storage, () => now, {}, undefined, { checkpoint: opened.checkpoint });
  };
  put(log('a'), session('a'));
  const older = openAs(1);
  await older.engine.ready;
  const newer = openAs(2);
  await newer.engine.ready;
  put(log('b'), session('b'));
  await newer.engine.call('refresh', {});
  await newer.engine.call('checkpoint', null);
  const images = () => readdirSync(storage).filter((name) => name.endsWith('.db'));
  const before = images();

  now += 60_000;
  put(log('c'), session('c'));
  await older.engine.call('refresh', {});
  await older.engine.call('checkpoint', null);
  expect(older.notices).toContainEqual({
    notice: 'notKept',
    notKept: expect.stringMatching(/newer version/),
  });
  expect(images()).toEqual(before);
  // It goes on telling what it reads.
  expect(await older.engine.call('archive', null)).toMatchObject({ conversations: 3 });
});

test('packs written ahead of saves stay within the hourly write budget', async () => {
  const storage = tempFolder();
  const opened = openCheckpoint(storage, fs, sqlite, 'test');
  if (opened.kind === 'refused') throw new Error(opened.problem.message);
  let written = 0;
  const large = { inMemory: () => 10 << 20, spill: () => ((written += 10 << 20), 10 << 20) };
  const checkpoint = new Proxy(opened.checkpoint, {
    get: (real, name: keyof Checkpoint) => (name in large ? large[name as keyof typeof large] : real[name]),
  });
  const window = openWindow(home().folder, storage, () => NOW, {}, undefined, { checkpoint });
  await window.engine.ready;
  // Each puts into the archive what is new.
  for (let n = 0; n < 40; n++) await window.engine.call('backup', { file: join(storage, 'mine.vigil') });
  expect(written).toBeGreaterThan(100 << 20);
  expect(written).toBeLessThan(250 << 20);
});
