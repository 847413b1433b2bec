/** SQLite as it is loaded. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { tempFolder } from '../support/tempFolder';

/** A long query; reports the most memory (bytes) that V8 took from malloc, which is what its compilers need. */
const WORK = `
import { getHeapStatistics } from 'node:v8';
import { join } from 'node:path';
import { loadSqlite } from './src/store/sqlite';
const db = (await loadSqlite(join('node_modules', 'sql.js', 'dist'))).open(null);
const before = getHeapStatistics().peak_malloced_memory;
const LONG = 'with recursive one(n) as (select 1 union all select n + 1 from one where n < 500000) select sum(n) from one';
const [[sum]] = db.all(LONG);
// What V8 compiles meanwhile is finished.
setTimeout(() => console.log(JSON.stringify({ sum, more: getHeapStatistics().peak_malloced_memory - before })), 500);`;

test('a long query does not make V8 optimise SQLite’s interpreter, which takes 20 MB', async () => {
  const script = join(tempFolder(), 'work.mjs');
  await build({
    stdin: { contents: WORK, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(`${process.cwd()}/`)}), __dirname = '', __filename = '';`,
    },
    outfile: script,
    logLevel: 'silent',
  });
  const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const { sum, more } = JSON.parse(stdout) as { sum: number; more: number };
  expect(sum).toBe(125_000_250_000);
  expect(more).toBeLessThan(6 << 20);
});
