// @ts-check
/**
 * `npm run bench`: builds and packs Vigil, then runs test/bench/bench.ts on it, and opens a long session in VS Code. `-- --session`: only
 * that. `-- --search`: only the search index. Other options are handed on.
 */
import { join } from 'node:path';
import { packageExtension } from '../release/package.mjs';
import { ensureTools, main, root } from '../lib/setup.mjs';
import { runScript } from '../lib/steps.mjs';
import { benchSession } from './bench-session.mjs';

const LIMIT_MS = 15 * 60_000;
/** A gigabyte takes minutes to be indexed. */
const SEARCH_LIMIT_MS = 60 * 60_000;
const folder = join('.cache', 'bench');
const bundle = join(folder, 'bench.cjs');

await main(async () => {
  ensureTools();
  const packed = await packageExtension();
  if (packed !== 0) return packed;
  const options = process.argv.slice(2);
  if (options.includes('--session')) {
    await benchSession();
    return 0;
  }
  // Only now: a fresh clone has esbuild after `ensureTools` alone.
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/bench/bench.ts', 'test/bench/engine.ts'],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'warning',
  });
  const code = await runScript(bundle, ['--root', root, ...options], {
    limitMs: options.includes('--search') ? SEARCH_LIMIT_MS : LIMIT_MS,
  });
  if (code === 0 && !options.includes('--search')) await benchSession();
  return code;
});
