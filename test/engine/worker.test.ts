/** The worker thread tells what was told last before it loads anything else of Vigil. */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as esbuild from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { EngineStart } from '../../src/engine/protocol';
import { openWindow } from '../../src/engine/window';
import { Settings } from '../../src/settings/settings';
import { put } from '../support/logs';
import { tempFolder } from '../support/tempFolder';

const ROOT = join(import.meta.dirname, '..', '..');
const WASM = dirname(createRequire(import.meta.url).resolve('sql.js'));
const VERSION = 'test';

let built: esbuild.BuildResult<{ metafile: true; write: false }>;
beforeAll(async () => {
  built = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ['src/engine.worker.ts'],
    outfile: 'engine.worker.cjs',
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    define: { VIGIL_VERSION: JSON.stringify(VERSION) },
    // The rest is a bundle of its own.
    external: ['./engine.run'],
  });
});

/** What a worker with these data says until the rest of Vigil has been loaded, for which one stands in that says so. */
async function saidBy(workerData: object, resourceLimits = {}): Promise<unknown[]> {
  const folder = tempFolder();
  const text = built.outputFiles[0]?.text ?? '';
  writeFileSync(join(folder, 'engine.worker.cjs'), text.replace('"./engine.run"', '"./stands-in.cjs"'));
  writeFileSync(
    join(folder, 'stands-in.cjs'),
    'exports.runEngine = (port, data, around, told) => port.postMessage({ told });',
  );
  const worker = new Worker(join(folder, 'engine.worker.cjs'), { workerData, resourceLimits });
  const said: unknown[] = [];
  worker.on('message', (message) => said.push(message));
  await new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
  return said;
}

/** A home whose archive a window has written, and what the next one is started with. */
async function archive() {
  const home = tempFolder();
  const now = Date.now();
  const at = new Date(now - 1000).toISOString();
  put(join(home, '.claude', 'projects', '-home-ada-project', 'a.jsonl'), [
    {
      type: 'user',
      uuid: 'u1',
      sessionId: 'a',
      cwd: '/home/ada/project',
      timestamp: at,
      message: { role: 'user', content: 'go' },
    },
  ]);
  const start = {
    storage: tempFolder(),
    home,
    claudeConfigDir: null,
    xdgConfigHome: null,
    wasmFolder: WASM,
    // In another order than the schema's, as a person may have written them.
    settings: Settings.parse({
      prices: { z: { input: 1, output: 2 }, a: { output: 2, input: 1 } },
      timezone: 'Asia/Tokyo',
    }),
  };
  const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
  const around = { version: VERSION, now: () => now, pid: 1, host: 'test', timezone, watch: false };
  const engine = await openWindow(EngineStart.parse(structuredClone(start)), {
    ...around,
    emit: () => undefined,
  });
  await engine.ready;
  await engine.call('close', null);
  return start;
}

test('publishes the live sessions before the engine is loaded, and passes them to it', async () => {
  const [live, then, ...more] = (await saidBy(await archive())) as Record<string, unknown>[];
  expect(live).toMatchObject({ notice: 'live', sessions: [{ row: { id: 'a' } }] });
  const { notice: _notice, ...told } = live ?? {};
  expect(then).toEqual({ told });
  expect(more).toEqual([]);
});

test('loads the engine at once if no live sessions are known', async () => {
  const start = await archive();
  expect(await saidBy({ ...start, storage: tempFolder() })).toEqual([{ told: null }]);
  expect(await saidBy({ ...start, storage: null })).toEqual([{ told: null }]);
});

test('loads the engine whatever is in place of the sidecar', async () => {
  const start = await archive();
  const wrong = `{"sessions":[${'1,'.repeat(1_500_000)}1],"limits":[${'1,'.repeat(1_500_000)}1]}`;
  for (const name of ['official.json', 'now.json']) {
    writeFileSync(join(start.storage, name), wrong);
    expect((await saidBy(start, { maxOldGenerationSizeMb: 128 })).at(-1)).toHaveProperty('told');
  }
  expect(await saidBy({ ...start, settings: null })).toEqual([{ told: null }]);
});

test('loads only zod and little of Vigil before that', () => {
  const inputs = Object.values(built.metafile.outputs)[0]?.inputs ?? {};
  const carried = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const own = carried.filter(([path]) => path.startsWith('src/'));
  const packages = carried.flatMap(([path]) => /node_modules\/([^/]+)/.exec(path)?.[1] ?? []);
  expect([...new Set(packages)]).toEqual(['zod']);
  expect(own.length).toBeGreaterThan(5);
  expect(own.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)).toBeLessThan(16_000);
});
