/** The search index of an engine: opt-in, fed by the reading of logs, and gone when it is cleared. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { restWhileBusy } from '../../src/engine/busy';
import type { Engine } from '../../src/engine/engine';
import { Settings } from '../../src/settings/settings';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { tempFolder } from '../support/tempFolder';
import { openWindow } from './rig';

const NOW = Date.parse(minute(30));
const ON = { search: { index: true } };

/** A home with a session `a`, one `b` that has long ended, and a history of prompts. */
function home() {
  const folder = tempFolder();
  const path = (name: string) => join(folder, '.claude', 'projects', '-w-app', `${name}.jsonl`);
  put(path('a'), [
    prompt('a', 'Where is the tide?'),
    answer('a', [toolUse('Bash', { command: 'grep tide', token: `sk-ant-${'a1'.repeat(20)}` }, 't')]),
    result('a', 't', 'tide tables'),
  ]);
  put(path('b'), [prompt('b', 'The tide of last month')]);
  put(join(folder, '.claude', 'history.jsonl'), [
    { display: 'The tide of last month', timestamp: NOW, project: '/w/app', sessionId: 'b' },
    { display: 'tide in a log that is gone', timestamp: NOW, project: '/w/gone', sessionId: 'z' },
  ]);
  return { folder, storage: join(folder, 'storage'), path };
}

const found = async (engine: Engine, query: string) => {
  const { by, hits, error, total } = await engine.call('search', { query, order: 'newest' });
  expect(error).toBeNull();
  return { by, total, hits: hits.map(({ session, role }) => `${session} ${role}`).toSorted() };
};

const ALL = ['a prompt', 'a result', 'a tool', 'b prompt', 'null prompt'];

test('when off, nothing is indexed, no file is written, and the logs are searched', async () => {
  const { folder, storage } = home();
  const { engine } = openWindow(folder, storage, () => NOW);
  await engine.ready;
  expect(await engine.call('indexLogs', null)).toEqual({ logs: 0, left: 0, byOther: false });
  expect(await found(engine, 'tide')).toEqual({ by: 'logs', total: null, hits: ALL });
  expect(existsSync(join(storage, 'search'))).toBe(false);
  expect(await engine.call('searchState', null)).toMatchObject({ on: false, logs: 0, bytes: 0 });
});

test('when on, finds logs, copies and history; when off again, it is not used; clearing removes its files', async () => {
  const { folder, storage } = home();
  const { engine } = openWindow(folder, storage, () => NOW, ON);
  await engine.ready;
  await engine.call('indexLogs', null);
  expect(await found(engine, 'tide')).toEqual({ by: 'index', total: 5, hits: ALL });
  expect(await found(engine, 'tide tool:bash')).toMatchObject({ hits: ['a result', 'a tool'] });
  expect(await found(engine, 'tide project:gone')).toMatchObject({ hits: ['null prompt'] });
  expect(await found(engine, 'role:prompt since:2026-08-01')).toMatchObject({ total: 3 });
  expect(await engine.call('searchState', null)).toMatchObject({ on: true, logs: 3, texts: 5, why: null });
  // What looks like a secret is not even in the index.
  expect(await found(engine, 'token')).toMatchObject({ total: 1 });
  expect(await found(engine, 'a1*')).toMatchObject({ total: 0 });
  await engine.call('configure', Settings.parse({}));
  expect(await found(engine, 'tide')).toMatchObject({ by: 'logs' });
  expect(readdirSync(join(storage, 'search'))).toContain('index.db');
  const { bytes } = await engine.call('clearSearch', null);
  expect(bytes).toBeGreaterThan(4096);
  expect(existsSync(join(storage, 'search'))).toBe(false);
  expect(readdirSync(storage)).not.toContain('search');
});

test('indexes what is appended, and indexes a rewritten log again', async () => {
  const { folder, storage, path } = home();
  const { engine } = openWindow(folder, storage, () => NOW, ON);
  await engine.ready;
  await engine.call('indexLogs', null);
  appendFileSync(path('a'), `${JSON.stringify(answer('a', 'High tide at noon'))}\n{"type":"user","mess`);
  await engine.call('refresh', {});
  expect(await engine.call('indexLogs', null)).toMatchObject({ logs: 1 });
  expect((await found(engine, 'tide')).hits).toEqual([
    'a prompt',
    'a reply',
    'a result',
    'a tool',
    'b prompt',
    'null prompt',
  ]);
  writeFileSync(path('a'), `${JSON.stringify(prompt('a', 'Nothing of the sort'))}\n`);
  utimesSync(path('a'), NOW / 1000, NOW / 1000);
  await engine.call('refresh', {});
  await engine.call('indexLogs', null);
  expect((await found(engine, 'tide')).hits).toEqual(['b prompt', 'null prompt']);
  expect((await found(engine, 'sort')).hits).toEqual(['a prompt']);
});

test('finds indexed texts of deleted logs, also after a restart; indexes copies in the vault', async () => {
  const { folder, storage, path } = home();
  const day = 86_400_000;
  const vault = { vault: { enabled: true } };
  const first = openWindow(folder, storage, () => NOW + day, vault);
  await first.engine.ready;
  await first.engine.call('keepLogs', null);
  rmSync(path('b'));
  await first.engine.call('refresh', {});
  // Its copy is found without an index, too.
  expect((await found(first.engine, 'month')).hits).toEqual(['b prompt']);
  await first.engine.call('close', null);
  const second = openWindow(folder, storage, () => NOW + day, { ...vault, ...ON });
  await second.engine.ready;
  await second.engine.call('indexLogs', null);
  rmSync(path('a'));
  await second.engine.call('close', null);
  const third = openWindow(folder, storage, () => NOW + day, ON);
  await third.engine.ready;
  expect(await third.engine.call('indexLogs', null)).toMatchObject({ logs: 0 });
  rmSync(join(storage, 'vault'), { recursive: true });
  expect(await found(third.engine, 'tide')).toMatchObject({ by: 'index', hits: ALL });
});

test('wiped and excluded projects are removed from the index', async () => {
  const { folder, storage, path } = home();
  const { engine } = openWindow(folder, storage, () => NOW, { ...ON, exclude: ['/w/gone'] });
  await engine.ready;
  await engine.call('indexLogs', null);
  expect((await found(engine, 'tide')).hits).toEqual(ALL.slice(0, 4));
  rmSync(path('a'));
  rmSync(path('b'));
  await engine.call('refresh', {});
  await engine.call('wipe', { project: '/home/ada/project' });
  await engine.call('indexLogs', null);
  expect((await found(engine, 'tide')).hits).toEqual([]);
  rmSync(join(folder, '.claude', 'history.jsonl'));
  await engine.call('wipe', { project: null });
  expect(existsSync(join(storage, 'search'))).toBe(false);
});

test('a window without the lease uses the index without changing it', async () => {
  const { folder, storage, path } = home();
  const writes = openWindow(folder, storage, () => NOW, ON);
  await writes.engine.ready;
  await writes.engine.call('indexLogs', null);
  const reads = openWindow(folder, storage, () => NOW, ON);
  await reads.engine.ready;
  appendFileSync(path('a'), `${JSON.stringify(answer('a', 'High tide at noon'))}\n`);
  await reads.engine.call('refresh', {});
  expect(await reads.engine.call('indexLogs', null)).toMatchObject({ logs: 0, byOther: true });
  expect(await found(reads.engine, 'tide')).toMatchObject({ by: 'index', hits: ALL });
});

test('a damaged index is set aside and built again', async () => {
  const { folder, storage } = home();
  const { engine, problems } = openWindow(folder, storage, () => NOW, ON);
  await engine.ready;
  await engine.call('indexLogs', null);
  writeFileSync(join(storage, 'search', 'index.db'), 'no database '.repeat(1000));
  // The logs are read instead, and the state says why.
  expect(await found(engine, 'tide')).toEqual({ by: 'logs', total: null, hits: ALL });
  expect(await engine.call('searchState', null)).toMatchObject({
    why: expect.stringMatching(/cannot be used: it is damaged/),
  });
  // Hits of the index were shown already: those of the logs would come twice.
  await expect(engine.call('search', { query: 'tide', offset: 50 })).rejects.toThrow(/database/);
  await engine.call('indexLogs', null);
  expect(problems()).toContain('search-damaged');
  await engine.call('indexLogs', null);
  expect((await found(engine, 'tide')).hits).toEqual(ALL);
  // What was put aside takes no room of it.
  writeFileSync(join(storage, 'search', 'index.damaged.db'), Buffer.alloc(11_000_000));
  expect((await engine.call('searchState', null)).bytes).toBeLessThan(1_000_000);
});

/** Makes the index larger by what it seems to hold of a log. */
function pad(storage: string, log: string): void {
  const db = new DatabaseSync(join(storage, 'search', 'index.db'));
  db.prepare('insert into chunk (log, content) select id, zeroblob(11000000) from log where path = ?').run(
    log,
  );
  db.close();
}

test('a full index drops the oldest texts for new ones, and does not index them again at once', async () => {
  const { folder, storage, path } = home();
  const at = (name: string, minutes: number) =>
    utimesSync(path(name), NOW / 1000 + minutes * 60, NOW / 1000 + minutes * 60);
  rmSync(join(folder, '.claude', 'history.jsonl'));
  at('a', 2);
  at('b', 1);
  const full = { index: true, maxMb: 10 };
  const { engine, notices } = openWindow(folder, storage, () => NOW, { search: full });
  await engine.ready;
  await engine.call('indexLogs', null);
  pad(storage, path('b'));
  put(path('c'), [prompt('c', 'the newest tide')]);
  at('c', 3);
  put(path('d'), [prompt('d', 'the oldest tide')]);
  at('d', 0);
  await engine.call('refresh', {});
  expect(await engine.call('indexLogs', null)).toMatchObject({ left: 2 });
  const hits = ['a prompt', 'a result', 'a tool', 'c prompt'];
  expect(await found(engine, 'tide')).toMatchObject({ by: 'index', hits });
  expect((await engine.call('searchState', null)).why).toMatch(/at its limit of 10/);
  expect(await engine.call('indexLogs', null)).toEqual({ logs: 0, left: 2, byOther: false });
  // A log that grows is all that is told of.
  const grow = (minutes: number): void => {
    appendFileSync(path('c'), `${JSON.stringify(answer('c', 'nothing more'))}\n`);
    at('c', minutes);
  };
  grow(4);
  notices.length = 0;
  await engine.call('refresh', {});
  expect(await engine.call('indexLogs', null)).toMatchObject({ left: 2 });
  expect(notices.filter(({ notice }) => notice === 'indexing')).toEqual([
    { notice: 'indexing', done: 0, total: 1 },
    { notice: 'indexing', done: 1, total: 1 },
  ]);
  // Those that are left out are counted when it is switched off meanwhile, too.
  const off = Settings.parse({ search: { ...full, index: false } });
  await engine.call('configure', off);
  grow(5);
  await engine.call('refresh', {});
  await engine.call('configure', Settings.parse({ search: full }));
  const stopped = engine.call('indexLogs', null);
  await engine.call('configure', off);
  expect(await stopped).toEqual({ logs: 0, left: 2, byOther: false });
  // More room is used at once.
  await engine.call('configure', Settings.parse({ search: { index: true, maxMb: 100 } }));
  expect(await engine.call('indexLogs', null)).toEqual({ logs: 2, left: 0, byOther: false });
  expect(await found(engine, 'tide')).toMatchObject({
    hits: [...hits.slice(0, 3), 'b prompt', ...hits.slice(3), 'd prompt'],
  });
});

test('reports a damaged index that cannot be set aside, and continues', async () => {
  const { folder, storage } = home();
  const { engine, problems } = openWindow(folder, storage, () => NOW, ON);
  await engine.ready;
  await engine.call('indexLogs', null);
  mkdirSync(join(storage, 'search', 'index.damaged.db'));
  writeFileSync(join(storage, 'search', 'index.db'), 'no database '.repeat(1000));
  expect(await engine.call('indexLogs', null)).toEqual({ logs: 0, left: 0, byOther: false });
  expect(problems()).toContain('search-index');
  expect((await found(engine, 'tide')).hits).toEqual(ALL);
});

test('reports an index that cannot be deleted after a wipe; the wipe holds', async () => {
  const { folder, storage, path } = home();
  const { engine } = openWindow(folder, storage, () => NOW, ON);
  await engine.ready;
  await engine.call('indexLogs', null);
  // What was put aside is not there as a file.
  mkdirSync(join(storage, 'search', 'index.damaged.db'));
  rmSync(path('a'));
  rmSync(path('b'));
  await engine.call('refresh', {});
  await expect(engine.call('wipe', { project: '/home/ada/project' })).rejects.toThrow(
    /^What was to be wiped is out of the archive, but a file beside it cannot be deleted/,
  );
  expect((await engine.call('archive', null)).conversations).toBe(0);
  // Nothing is halted: what is there is indexed.
  put(path('c'), [prompt('c', 'another tide')]);
  await engine.call('refresh', {});
  await engine.call('indexLogs', null);
  expect((await found(engine, 'another')).hits).toEqual(['c prompt']);
});

test('if nothing is new, neither opens the index nor takes the lease', async () => {
  const { folder, storage } = home();
  const { engine } = openWindow(folder, storage, () => NOW, ON);
  await engine.ready;
  await engine.call('indexLogs', null);
  rmSync(join(storage, 'writer.lease'));
  expect(await engine.call('indexLogs', null)).toEqual({ logs: 0, left: 0, byOther: false });
  expect(existsSync(join(storage, 'writer.lease'))).toBe(false);
});

test('a project excluded during indexing is left out from then on', async () => {
  const { folder, storage } = home();
  const other = join(folder, '.claude', 'projects', '-w-other', 'o.jsonl');
  put(other, [prompt('o', 'tide of others')]);
  utimesSync(other, 1000, 1000);
  const { engine } = openWindow(folder, storage, () => NOW, ON);
  await engine.ready;
  // The newest is being taken in.
  await engine.call('configure', Settings.parse({ ...ON, exclude: ['/w/other', '/w/gone'] }));
  await engine.call('indexLogs', null);
  expect((await found(engine, 'tide')).hits).toEqual(ALL.slice(0, 4));
});

test('background work pauses until processors are idle', async () => {
  const times = (idle: number, user: number) => [{ times: { idle, user, nice: 0, sys: 0, irq: 0 } }];
  const told = [times(0, 0), times(10, 190), times(10, 190), times(90, 310)];
  let waited = 0;
  const rest = restWhileBusy(
    () => told.shift() ?? times(0, 0),
    async () => void waited++,
  );
  await rest(() => false, 1);
  expect([waited, told.length]).toEqual([2, 0]);
  // It looks after every four megabytes only, and not when it is told to stop.
  for (let i = 0; i < 3; i++) await rest(() => false, 1 << 20);
  expect(waited).toBe(2);
  await rest(() => true, 1 << 20);
  expect(waited).toBe(2);
  await rest(() => false, 4 << 20);
  expect(waited).toBe(3);
});
