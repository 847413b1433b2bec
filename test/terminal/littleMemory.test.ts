/** Memory of a command that reads all logs: a small young generation, but no limit. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { tempFolder } from '../support/tempFolder';

/** The work of a thread: it creates many short-lived objects, and reports the size of its young generation. */
const THREAD = `
const ring = [];
for (let n = 0; n < 2e6; n++) ring[n % 1000] = { n };
const spaces = require('node:v8').getHeapSpaceStatistics();
const { space_size } = spaces.find(({ space_name }) => space_name === 'new_space');
require('node:worker_threads').parentPort.postMessage(space_size);`;

/** The same with some longer-lived objects and 160 MB of lasting ones, whose size it reports; then it starts a thread. */
const WORK = `
import { getHeapSpaceStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { useLittleMemory } from './src/terminal/littleMemory';
// It checks after each step, so that the load of the machine does not matter.
let look;
globalThis.setInterval = (run) => ((look = run), { unref: () => 0 });
const end = useLittleMemory();
const kept = [], ring = [];
let young = 0, n = 0;
const step = () => {
  for (let i = 0; i < 5000; i++) ring[n++ % 400000] = { n, text: [n, n, n] };
  kept.push(Array.from({ length: 20000 }, (_, at) => at + 0.5));
  young = Math.max(young, getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size);
  if (kept.length < 1000) return look(), setImmediate(step);
  const thread = new Worker(${JSON.stringify(THREAD)}, { eval: true });
  thread.on('message', (ofThread) => console.log(JSON.stringify({ young, kept: kept.length, ofThread })));
  end();
};
step();`;

test('the young generation stays small, that of threads is larger than the default, and memory is available when needed', async () => {
  const folder = tempFolder();
  const script = join(folder, 'work.cjs');
  await build({
    stdin: { contents: WORK, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    platform: 'node',
    outfile: script,
    logLevel: 'silent',
  });
  const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const { young, kept, ofThread } = JSON.parse(stdout) as Record<'young' | 'kept' | 'ofThread', number>;
  expect([young < 48 << 20, kept]).toEqual([true, 1000]);
  // V8's default is 1 MB, and the same to copy to.
  expect(ofThread).toBeGreaterThan(4 << 20);
});
