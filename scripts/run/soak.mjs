// @ts-check
/** `npm run soak`: a simulated week over an archive of 10,000 sessions (test/soak/soak.ts). Options are handed on. */
import { ensureTools, main, root } from '../lib/setup.mjs';
import { runBundled } from '../lib/runBundled.mjs';
import { runScript } from '../lib/steps.mjs';

/** Bounds what hangs: a week takes three minutes where nothing else runs, the most that can be asked for an hour and a half. */
const LIMIT_MS = 3 * 3_600_000;

await main(async () => {
  ensureTools();
  const built = await runScript('esbuild.mjs');
  if (built !== 0) return built;
  return runBundled(
    'soak/soak',
    { entryPoints: ['test/soak/main.ts'] },
    ['--root', root, ...process.argv.slice(2)],
    {
      limitMs: LIMIT_MS,
      env: { NODE_OPTIONS: '--expose-gc' },
    },
  );
});
