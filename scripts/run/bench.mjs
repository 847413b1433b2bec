// @ts-check
/** `npm run bench`: builds and packs Vigil, then runs test/bench/bench.ts on it. Options are handed on. */
import { join } from 'node:path';
import { packageExtension } from '../release/package.mjs';
import { ensureTools, main, root } from '../lib/setup.mjs';
import { runScript } from '../lib/steps.mjs';

const LIMIT_MS = 15 * 60_000;
const bundle = join('.cache', 'bench', 'bench.cjs');

await main(async () => {
  ensureTools();
  const packed = await packageExtension();
  if (packed !== 0) return packed;
  // Only now: a fresh clone has esbuild after `ensureTools` alone.
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/bench/bench.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'warning',
  });
  return runScript(bundle, ['--root', root, ...process.argv.slice(2)], { limitMs: LIMIT_MS });
});
