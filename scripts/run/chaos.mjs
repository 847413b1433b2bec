// @ts-check
/**
 * `npm run test:chaos`: the fault harness in its long form: 100,000 kills (`-- --kills N` for another number), each fault of each call
 * once, rotten images, full disks, killed processes. It prints what it saw. `npm test` runs the same in a short form.
 * VIGIL_TEST_SEED chooses other moments; `-- --only NAME` runs the tests whose name holds it.
 */
import { parseArgs } from 'node:util';
import { ensureTools, main } from '../lib/setup.mjs';
import { runTool } from '../lib/steps.mjs';

await main(() => {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, only: { type: 'string' } } });
  ensureTools();
  process.env['VIGIL_CHAOS'] = 'full';
  if (values.kills !== undefined) process.env['VIGIL_TEST_KILLS'] = String(Number(values.kills));
  return runTool('vitest', [
    'run',
    'test/chaos',
    '--disable-console-intercept',
    ...(values.only === undefined ? [] : ['-t', values.only]),
  ]);
});
