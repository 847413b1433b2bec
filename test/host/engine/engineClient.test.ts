import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notice } from '../../../src/engine/protocol';
import { Settings } from '../../../src/settings/settings';
import {
  createEngineClient,
  ENGINE_GAVE_UP,
  ENGINE_PROTOCOL,
  ENGINE_STOPPED,
  type EngineClient,
} from '../../../src/host/engine/engineClient';
import { tempFolder } from '../../support/tempFolder';

/** A worker that behaves as the session id it is asked for says; when it starts and is closed is written beside it. */
const FAKE = `
const { parentPort, resourceLimits, threadId } = require('node:worker_threads');
const { appendFileSync } = require('node:fs');
const note = (what) => appendFileSync(__filename + '.' + what, threadId + '\\n');
note('started');
let closing = '';
parentPort.on('message', ({ id, call, args }) => {
  if (call === 'close') {
    note('closed');
    if (closing === 'crash') throw new Error('boom');
    return parentPort.postMessage({ id, result: null });
  }
  if (args && args.id === 'crash at the end') closing = 'crash';
  const how = args && args.id;
  if (how === 'crash') throw new Error('boom');
  if (how === 'grow') for (const all = [];;) all.push(new Array(1e5).fill(all.length));
  if (how === 'limit') return parentPort.postMessage({ id, result: { file: '', line: resourceLimits.maxOldGenerationSizeMb, copy: false } });
  if (how === 'silent') return;
  if (how === 'garbage') return parentPort.postMessage({ nonsense: true });
  if (how === 'refuse') return parentPort.postMessage({ id, error: 'no such thing' });
  if (how === 'wrong') return parentPort.postMessage({ id, result: { file: 1 } });
  parentPort.postMessage({ notice: 'changed', ids: ['x'] });
  parentPort.postMessage({ id, result: { file: '/a.jsonl', line: args.at, copy: false } });
});
`;

let folder: string;
let client: EngineClient;
let notices: Notice[];
beforeEach(() => {
  folder = tempFolder();
  const script = join(folder, 'fake.cjs');
  writeFileSync(script, FAKE);
  const startWith = () => ({
    storage: null,
    home: '/',
    claudeConfigDir: null,
    xdgConfigHome: null,
    wasmFolder: '/',
    settings: Settings.parse({}),
  });
  client = createEngineClient({ script, startWith, backoffMs: [10, 10], closeMs: 500, heapMb: 40 });
  notices = [];
  client.onNotice((notice) => notices.push(notice));
});
afterEach(() => client.dispose());

const line = (id: string) => client.call('logLine', { id, at: 7 });
const problems = () =>
  notices.flatMap((notice) => (notice.notice === 'problem' ? [notice.problem.code] : []));

test('a call before the start waits for it; notices arrive', async () => {
  const early = line('x');
  client.start();
  expect(await early).toEqual({ file: '/a.jsonl', line: 7, copy: false });
  expect(notices).toEqual([{ notice: 'changed', ids: ['x'] }]);
});

test('what the engine refuses or answers wrongly is an error of the call', async () => {
  client.start();
  await expect(line('refuse')).rejects.toThrow('no such thing');
  await expect(line('wrong')).rejects.toThrow(/is not valid/);
  expect(await line('x')).toMatchObject({ line: 7 });
});

test('a message that is not of the protocol is reported, and the engine goes on', async () => {
  client.start();
  void line('garbage').catch(() => {});
  expect(await line('x')).toMatchObject({ line: 7 });
  expect(problems()).toEqual([ENGINE_PROTOCOL]);
});

test('a crash fails its calls, is told once and the engine comes back; after the last try it stays stopped', async () => {
  client.start();
  const other = line('silent');
  await expect(Promise.all([line('crash'), other])).rejects.toThrow(/boom/);
  await expect(other).rejects.toThrow(/boom/);
  expect(await line('x')).toMatchObject({ line: 7 });
  expect(problems()).toEqual([ENGINE_STOPPED]);
  await expect(line('crash')).rejects.toThrow(/stopped|not running/);
  await expect(line('crash')).rejects.toThrow(/stopped|not running/);
  await expect(line('x')).rejects.toThrow(/stopped|not running/);
  expect(problems()).toEqual([ENGINE_STOPPED, ENGINE_STOPPED, ENGINE_GAVE_UP]);
  client.start();
  expect(await line('x')).toMatchObject({ line: 7 });
});

test('a restart is no crash: calls that wait fail, the next one is answered by another worker', async () => {
  client.start();
  await line('x');
  const waiting = line('silent');
  const [failed] = await Promise.allSettled([waiting, client.restart()]);
  expect(failed).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringContaining('is restarting') },
  });
  expect(notices.at(-1)).toEqual({ notice: 'reset' });
  expect((await line('x'))?.line).toBe(7);
  expect(problems()).toEqual([]);
});

/** The workers that started, or were closed, in order. */
const workers = (what: 'started' | 'closed'): string[] => {
  const file = join(folder, `fake.cjs.${what}`);
  return existsSync(file) ? [...new Set(readFileSync(file, 'utf8').trim().split('\n'))] : [];
};

test('of restarts that overlap each ends the worker before it: none is left over', async () => {
  client.start();
  await line('x');
  await Promise.all([client.restart(), client.restart(), client.restart()]);
  expect((await line('x'))?.line).toBe(7);
  await client.dispose();
  expect(workers('started').length).toBeGreaterThan(1);
  expect(workers('closed')).toEqual(workers('started'));
});

test('a client that is closed while it restarts starts nothing more', async () => {
  client.start();
  await line('x');
  await Promise.all([client.restart(), client.dispose()]);
  expect(workers('started')).toHaveLength(1);
  await client.restart();
  expect(workers('started')).toHaveLength(1);
  await expect(line('x')).rejects.toThrow(/not running/);
});

test('a worker that crashes as it closes for a restart has one successor', async () => {
  client.start();
  await line('crash at the end');
  await client.restart();
  // Longer than what is waited for after a crash.
  await new Promise((resolve) => setTimeout(resolve, 100));
  await line('x');
  await client.dispose();
  expect(workers('started')).toHaveLength(2);
});

test('a worker that was ended for its memory is started again with all that V8 gives', async () => {
  client.start();
  expect(await line('limit')).toMatchObject({ line: 40 });
  await expect(line('grow')).rejects.toThrow(/stopped .*memory/);
  expect((await line('limit'))?.line).toBeGreaterThan(500);
  expect(problems()).toEqual([ENGINE_STOPPED]);
});
