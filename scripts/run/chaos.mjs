// @ts-check
/**
 * `npm run test:chaos`: the fault harness in its long form: 100,000 kills (`-- --kills N` for another number), each fault of each call
 * once, rotten images, full disks, killed processes. It prints what it saw. `npm test` runs the same in a short form.
 * VIGIL_TEST_SEED chooses other moments; `-- --only NAME` runs the tests whose name holds it.
 */
import { parseArgs } from 'node:util';
import { ensureTools, main } from '../lib/setup.mjs';
import { runTool } from '../lib/steps.mjs';

/** A hundred thousand kills take half an hour where nothing else runs; of as many as somebody asks for the test itself has a day. */
const LIMIT_MS = 2 * 3_600_000;
const LIMIT_ASKED_MS = 24 * 3_600_000;

await main(() => {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, only: { type: 'string' } } });
  ensureTools();
  process.env['VIGIL_CHAOS'] = 'full';
  if (values.kills !== undefined) process.env['VIGIL_TEST_KILLS'] = String(Number(values.kills));
  const only = values.only === undefined ? [] : ['-t', values.only];
  return runTool('vitest', ['run', 'test/chaos', '--disable-console-intercept', ...only], {
    limitMs: values.kills === undefined ? LIMIT_MS : LIMIT_ASKED_MS,
  });
});
