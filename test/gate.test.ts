/** Law 7, broken on purpose: the gate must see every way out, in own code and in a dependency. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { expect, test } from 'vitest';
import { findingsOf } from '../scripts/release/gate.mjs';
import { tempFolder } from './support/tempFolder';

async function build(entry: string, files: Record<string, string> = {}): Promise<string[]> {
  const folder = tempFolder();
  for (const [name, text] of Object.entries({ 'entry.ts': entry, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const result = await esbuild.build({
    entryPoints: [join(folder, 'entry.ts')],
    absWorkingDir: folder,
    outfile: join(folder, 'out.cjs'),
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
  return findingsOf(result);
}

test.each([
  ['a static import', "import * as https from 'node:https'; console.log(https);", /imports node:https/],
  ['a require without node:', "console.log(require('child_process'));", /imports child_process/],
  ['a dynamic import', "void import('net').then(console.log);", /imports net/],
  [
    'a name only known at run time',
    "const load = (0, eval)('require'); load('x'); process.getBuiltinModule('dns');",
    /loads dns/,
  ],
  ['fetch', "void fetch('x').then(console.log);", /uses fetch/],
  ['fetch handed on', 'console.log([fetch].length); const f = fetch; f(location.href);', /uses fetch/],
  ['fetch of the global object', "void globalThis.fetch('x');", /uses fetch/],
  ['fetch in short form', 'console.log({ fetch });', /uses fetch/],
  ['fetch by a text', "void globalThis['fetch']('x');", /uses fetch/],
  ['fetch as a choice', 'export const get = location.href ? fetch : null;', /uses fetch/],
  ['a socket', "console.log(new WebSocket('ws://x'));", /uses WebSocket/],
  ['a beacon', "navigator.sendBeacon('x');", /uses sendBeacon/],
  ['native code', "process.dlopen({ exports: {} }, 'x.node');", /uses process\.dlopen/],
])('%s is found', async (_, entry, finding) => {
  expect((await build(entry)).join('\n')).toMatch(finding);
});

test('a dependency that starts a process is found', async () => {
  const found = await build("import { run } from 'helper'; run();", {
    'node_modules/helper/package.json': '{"name":"helper","version":"1.0.0","main":"index.js"}',
    'node_modules/helper/index.js': "exports.run = () => require('child_process').execSync('true');",
  });
  expect(found).toEqual([expect.stringMatching(/imports child_process/)]);
});

test('what has no way out passes, also when it only speaks of one', async () => {
  const clean = `
    import { readFileSync } from 'node:fs';
    import { Worker } from 'node:worker_threads';
    const words = { fetch: 1, note: 'fetch (it) over https: see WebSocket' };
    console.log(readFileSync, Worker, words.fetch, words.note, repository.fetch('x'));
  `;
  expect(await build(`declare const repository: { fetch(x: string): void };${clean}`)).toEqual([]);
});
