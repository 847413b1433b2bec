/** A start tells the live sessions before it opens the archive, and never keeps what no longer holds. */
import * as fs from 'node:fs';
import {
  appendFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Engine } from '../../src/engine/engine';
import { Live } from '../../src/engine/live';
import type { Notice } from '../../src/engine/protocol';
import { sidecarIn } from '../../src/engine/sidecar';
import { openWindow } from '../../src/engine/window';
import { newestImage } from '../../src/store/image';
import { smallFiles } from '../../src/store/smallFiles';
import { Settings } from '../../src/settings/settings';
import { writeImports } from '../../src/store/priceFile';
import { answer, minute, prompt, put, text } from '../support/logs';
import { tempFolder } from '../support/tempFolder';

const WASM = dirname(createRequire(import.meta.url).resolve('sql.js'));
const NOW = Date.parse(minute(1));

interface Start {
  settings?: object;
  now?: number;
  wasmFolder?: string;
}

function archive() {
  const folder = tempFolder();
  const storage = tempFolder();
  const log = join(folder, '.claude', 'projects', '-home-ada-project', 'a.jsonl');
  put(log, [prompt('a', 'go'), answer('a', 'one')]);
  const notices: Notice[] = [];
  /** Starts a window; what it tells is in `notices`. */
  const start = async ({ settings = {}, now = NOW, wasmFolder = WASM }: Start = {}): Promise<Engine> => {
    notices.length = 0;
    const engine = await openWindow(
      {
        storage,
        home: folder,
        claudeConfigDir: null,
        xdgConfigHome: null,
        wasmFolder,
        settings: Settings.parse({ timezone: 'UTC', ...settings }),
      },
      {
        version: 'test',
        now: () => now,
        pid: process.pid,
        host: 'test',
        timezone: 'UTC',
        emit: (notice) => notices.push(notice),
        watch: false,
      },
    );
    await engine.ready;
    return engine;
  };
  const run = async (how: Start = {}): Promise<void> => void (await (await start(how)).call('close', null));
  const live = () => notices.filter((notice) => notice.notice === 'live');
  /** What is told before the archive is opened: it cannot be, for want of its engine. */
  const ahead = async (how: Start = {}) => {
    await start({ ...how, wasmFolder: '/nowhere' }).catch(() => undefined);
    return live();
  };
  const file = (name: string): string => join(storage, name);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  return { folder, storage, log, notices, start, run, live, ahead, file };
}

test('publishes the last known live sessions before the archive is opened', async () => {
  const { run, live, ahead, file } = archive();
  await run();
  const last = live().at(-1);
  expect(last?.sessions.map(({ row }) => row.id)).toEqual(['a']);
  expect(last?.spend.day.tokens).toBe(110);
  expect(await ahead()).toEqual([last]);
  expect(statSync(file('now.json')).mode & 0o777).toBe(0o600);
});

test('names the image it belongs to, until there is another', async () => {
  const { run, storage, file } = archive();
  const isNamed = () => sidecarIn(storage, smallFiles).names(newestImage(storage, fs)!);
  await run();
  expect(isNamed()).toBe(true);
  utimesSync(file('vigil-1.db'), 1, 1);
  expect(isNamed()).toBe(false);
  writeFileSync(file('now.json'), 'not JSON');
  expect(isNamed()).toBe(false);
});

test('a start with nothing new publishes once, derives nothing and writes nothing', async () => {
  const { run, live, file } = archive();
  await run();
  const derived = vi.spyOn(Live.prototype, 'derive');
  const written = statSync(file('now.json')).mtimeMs;
  await run();
  expect(live()).toHaveLength(1);
  expect(statSync(file('now.json')).mtimeMs).toBe(written);
  expect(derived.mock.results.flatMap(({ value }) => value as string[])).toEqual([]);
});

test('restores evidence and requests of the last days without reading logs', async () => {
  const { start, run, live, log } = archive();
  appendFileSync(log, text([answer('a', 'You are right, I made a mistake. I was wrong.')]));
  await run();
  const evidence = live()
    .at(-1)
    ?.sessions[0]?.signals.flatMap((one) => one.evidence);
  expect(evidence?.length).toBeGreaterThan(0);
  const engine = await start();
  expect(
    live()
      .at(-1)
      ?.sessions[0]?.signals.flatMap((one) => one.evidence),
  ).toEqual(evidence);
  expect(live().at(-1)?.spend.block).toMatchObject({ requests: 2 });
  const answered = await engine.call('session', { id: 'a' });
  expect(answered?.figures.signals.flatMap((one) => one.evidence)).toEqual(evidence);
  await engine.call('close', null);
});

test('publishes new lines once the logs have been scanned, and nothing before', async () => {
  const { run, live, log } = archive();
  await run();
  appendFileSync(log, text([answer('a', 'two')]));
  await run();
  expect(live().map(({ sessions }) => sessions[0]?.row.messages)).toEqual([1, 2]);
});

test('leaves out sessions that ended since; live ones have aged', async () => {
  const { run, ahead } = archive();
  await run();
  const states = async (minutes: number) =>
    (await ahead({ now: NOW + minutes * 60_000 })).map(({ sessions }) =>
      sessions.map(({ row }) => row.state),
    );
  expect(await states(0)).toEqual([['waiting']]);
  expect(await states(60)).toEqual([[]]);
});

test.each([
  ['other settings', { settings: { live: { endedMinutes: 60 } } }],
  ['another day', { now: NOW + 86_400_000 }],
])('it is not told under %s', async (_, how) => {
  const { run, ahead } = archive();
  await run();
  expect(await ahead(how)).toEqual([]);
});

test('settings of one window do not invalidate it', async () => {
  const { run, ahead } = archive();
  await run();
  expect(await ahead({ settings: { statusBar: { enabled: false } } })).toHaveLength(1);
});

test('is not used with another image', async () => {
  const { run, ahead, storage } = archive();
  await run();
  const image = join(storage, 'vigil-1.db');
  utimesSync(image, 1_700_000_000, 1_700_000_000);
  expect(await ahead()).toEqual([]);
});

test.each([
  ['no JSON', '{'],
  ['of another shape', '{"image":1}'],
  ['nothing', ''],
])('what is %s is passed over, and made anew', async (_, content) => {
  const { run, live, ahead, file } = archive();
  await run();
  for (const name of ['now.json', 'late.json']) writeFileSync(file(name), content);
  expect(await ahead()).toEqual([]);
  await run();
  const last = live().at(-1);
  expect(last?.sessions).toHaveLength(1);
  expect(await ahead()).toEqual([last]);
});

test('a wipe removes it', async () => {
  const { start, run, file, log } = archive();
  await run();
  expect(readFileSync(file('now.json'), 'utf8')).toContain('/home/ada/project');
  rmSync(log);
  const engine = await start();
  await engine.call('wipe', { project: null });
  await engine.call('close', null);
  for (const name of ['now.json', 'late.json'])
    expect(existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '').not.toContain('ada');
});

test('is corrected if its image turns out to be damaged', async () => {
  const { run, live, file, log } = archive();
  await run();
  rmSync(log);
  const { mtimeMs, mtime } = statSync(file('vigil-1.db'));
  const image = readFileSync(file('vigil-1.db'));
  image[5000] = 255 - (image[5000] ?? 0);
  writeFileSync(file('vigil-1.db'), image);
  utimesSync(file('vigil-1.db'), mtimeMs / 1000, mtime);
  const late = readFileSync(file('now.json'), 'utf8').replace(
    /"at":[\d.]+/,
    `"at":${statSync(file('vigil-1.db')).mtimeMs}`,
  );
  writeFileSync(file('now.json'), late);
  await run();
  expect(live().map(({ sessions }) => sessions.length)).toEqual([1, 0]);
});

test('a later save of another window invalidates it', async () => {
  const { start, run, ahead, log, file } = archive();
  await run();
  const before = readFileSync(file('now.json'));
  const engine = await start();
  appendFileSync(log, text([answer('a', 'two')]));
  await engine.call('refresh', {});
  await engine.call('checkpoint', null);
  await engine.call('close', null);
  expect((await ahead())[0]?.sessions[0]?.row.messages).toBe(2);
  writeFileSync(file('now.json'), before);
  expect(await ahead()).toEqual([]);
});

test('a forced save writes it without the lease, and so does closing beside another window’s image', async () => {
  const { start, run, ahead, log, file, storage } = archive();
  await run();
  const holds = await start();
  appendFileSync(log, text([answer('a', 'two')]));
  const forces = await start();
  expect(existsSync(join(storage, 'vigil-2.db'))).toBe(true);
  expect((await ahead())[0]?.sessions[0]?.row.messages).toBe(2);
  await forces.call('close', null);
  await forces.call('close', null);
  // As if it had ended before it wrote them.
  for (const name of ['now.json', 'late.json']) rmSync(file(name));
  await holds.call('refresh', {});
  await holds.call('checkpoint', null);
  await holds.call('close', null);
  expect((await ahead())[0]?.sessions[0]?.row.messages).toBe(2);
  expect(readFileSync(file('late.json'), 'utf8')).toContain('"generation":2');
});

test('costs keep the prices they were derived with, not those another window imports', async () => {
  const { start, ahead, log, storage } = archive();
  const engine = await start();
  const price = JSON.stringify({
    'claude-new-9': {
      litellm_provider: 'anthropic',
      mode: 'chat',
      input_cost_per_token: 1e-5,
      output_cost_per_token: 5e-5,
    },
  });
  expect(await engine.call('importPrices', { text: price })).toEqual({ changes: 1 });
  await engine.call('checkpoint', null);
  appendFileSync(log, text([answer('a', 'two')]));
  await engine.call('refresh', {});
  await engine.call('checkpoint', null);
  expect(await ahead()).toHaveLength(1);
  writeImports(storage, smallFiles, []);
  appendFileSync(log, text([answer('a', 'three')]));
  await engine.call('refresh', {});
  await engine.call('checkpoint', null);
  await engine.call('close', null);
  expect(await ahead()).toEqual([]);
});
