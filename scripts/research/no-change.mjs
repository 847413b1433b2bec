// @ts-check
/** `npm run no-change`: how often changes are called where nothing changed (test/bench/noChange.ts). Options are handed on. */
import { ensureTools, main } from '../lib/setup.mjs';
import { runBundled } from '../lib/runBundled.mjs';

const LIMIT_MS = 20 * 60_000;

await main(async () => {
  ensureTools();
  return runBundled('bench/no-change', { entryPoints: ['test/bench/noChange.ts'] }, process.argv.slice(2), {
    limitMs: LIMIT_MS,
  });
});
