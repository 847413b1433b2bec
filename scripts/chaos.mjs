// @ts-check
/**
 * `npm run test:chaos`: the fault harness in its long form: thousands of kills, rotten images and full disks.
 * `npm test` runs the same in a short form. VIGIL_TEST_SEED chooses other moments for the real processes.
 */
import { ensureTools, main } from './setup.mjs';
import { runTool } from './steps.mjs';

await main(() => {
  ensureTools();
  process.env['VIGIL_CHAOS'] = 'full';
  return runTool('vitest', ['run', 'test/chaos']);
});
