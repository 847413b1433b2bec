// @ts-check
/** `npm run no-change`: how often changes are called where nothing changed (test/bench/noChange.ts). Options are handed on. */
import { join } from 'node:path';
import { ensureTools, main, root } from '../lib/setup.mjs';
import { runScript } from '../lib/steps.mjs';

const LIMIT_MS = 20 * 60_000;
const bundle = join('.cache', 'bench', 'no-change.cjs');

await main(async () => {
  ensureTools();
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/bench/noChange.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'warning',
  });
  return runScript(bundle, process.argv.slice(2), { limitMs: LIMIT_MS });
});
