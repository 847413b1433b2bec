/** What a command that reads all logs leaves to V8: little room for what is new, and no limit. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';

/** Makes much, of which a part stays for a while, and 160 MB for good; says how large the room for what is new became, and what stayed. */
const WORK = `
import { getHeapSpaceStatistics } from 'node:v8';
import { useLittleMemory } from './src/terminal/littleMemory';
// However busy the machine is: it looks after each step.
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
  end();
  console.log(JSON.stringify({ young, kept: kept.length }));
};
step();`;

test('the room for what is new stays small, and what is needed is there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-memory-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
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
  const { young, kept } = JSON.parse(stdout) as { young: number; kept: number };
  expect([young < 48 << 20, kept]).toEqual([true, 1000]);
});
