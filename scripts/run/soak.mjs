// @ts-check
/** `npm run soak`: a simulated week over an archive of 10,000 sessions (test/soak/soak.ts). Options are handed on. */
import { join } from 'node:path';
import { ensureTools, main, root } from '../lib/setup.mjs';
import { runScript } from '../lib/steps.mjs';

/** Bounds what hangs: a week takes three minutes where nothing else runs, the most that can be asked for an hour and a half. */
const LIMIT_MS = 3 * 3_600_000;
const bundle = join('.cache', 'soak', 'soak.cjs');

await main(async () => {
  ensureTools();
  const built = await runScript('esbuild.mjs');
  if (built !== 0) return built;
  // Only now: a fresh clone has esbuild after `ensureTools` alone.
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/soak/main.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'warning',
  });
  return runScript(bundle, ['--root', root, ...process.argv.slice(2)], {
    limitMs: LIMIT_MS,
    env: { NODE_OPTIONS: '--expose-gc' },
  });
});
