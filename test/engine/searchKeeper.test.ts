/** The search index of an engine: opt-in, fed by the reading of logs, and gone when it is cleared. */
import { appendFileSync, existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restWhileBusy } from '../../src/engine/busy';
import type { Engine } from '../../src/engine/engine';
import { Settings } from '../../src/settings/settings';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { openWindow, temporary } from './rig';

const NOW = Date.parse(minute(30));
const ON = { search: { index: true } };

/** A home with a session `a`, one `b` that has long ended, and a history of prompts. */
function home() {
  const folder = temporary();
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

test('off means off: nothing is indexed, no file is made, the logs are read', async () => {
  const { folder, storage } = home();
  const { engine } = openWindow(folder, storage, () => NOW);
  await engine.ready;
  expect(await engine.call('indexLogs', null)).toEqual({ logs: 0, left: 0, byOther: false });
  expect(await found(engine, 'tide')).toEqual({ by: 'logs', total: null, hits: ALL });
  expect(existsSync(join(storage, 'search'))).toBe(false);
  expect(await engine.call('searchState', null)).toMatchObject({ on: false, logs: 0, bytes: 0 });
});

test('on: what logs, copies and history say is found; off again: it is not asked; cleared: no file is left', async () => {
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

test('it is fed as logs grow, and a log that was written anew is read anew', async () => {
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

test('what was indexed is found when its log is gone, also by the next engine; a copy in the vault is indexed too', async () => {
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

test('a project that is wiped or excluded is not in the index', async () => {
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
  await engine.call('wipe', { project: null });
  expect(existsSync(join(storage, 'search'))).toBe(false);
});

test('a window that does not write asks the index, and leaves it as it is', async () => {
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

test('a damaged index is put aside and made again; one that is full says so', async () => {
  const { folder, storage } = home();
  const { engine, problems } = openWindow(folder, storage, () => NOW, ON);
  await engine.ready;
  await engine.call('indexLogs', null);
  writeFileSync(join(storage, 'search', 'index.db'), 'no database '.repeat(1000));
  expect(await engine.call('search', { query: 'tide' })).toMatchObject({
    by: 'index',
    error: expect.stringMatching(/cannot be read/),
  });
  await engine.call('indexLogs', null);
  expect(problems()).toContain('search-damaged');
  await engine.call('indexLogs', null);
  expect((await found(engine, 'tide')).hits).toEqual(ALL);
  writeFileSync(join(storage, 'search', 'index.damaged.db'), Buffer.alloc(11_000_000));
  await engine.call('configure', Settings.parse({ search: { index: true, maxMb: 10 } }));
  rmSync(join(storage, 'search', 'index.db'));
  expect(await engine.call('indexLogs', null)).toMatchObject({ logs: 0, left: 3 });
  expect(await engine.call('searchState', null)).toMatchObject({
    why: expect.stringMatching(/at its limit of/),
  });
});

test('work that nobody waits for rests until processors are idle', async () => {
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
