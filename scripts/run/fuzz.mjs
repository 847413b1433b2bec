// @ts-check
/**
 * `npm run fuzz -- --seconds N [NAME…]`: the fuzzers of test/fuzz for longer than the second each takes in `npm test`. NAME: the beginning of a
 * file's name (logs, images, settings, prices, questions, schemas, texts). It says how many cases it tried; one that fails is printed with its seed.
 */
import { parseArgs } from 'node:util';
import { ensureTools, main } from '../lib/setup.mjs';
import { runTool } from '../lib/steps.mjs';

/** Each takes its seconds, one after the other. */
const MOST_FUZZERS = 50;

await main(() => {
  const { values, positionals } = parseArgs({
    options: { seconds: { type: 'string', default: '60' } },
    allowPositionals: true,
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error(`--seconds ${values.seconds}: give a number of seconds.`);
  ensureTools();
  process.env['VIGIL_TEST_FUZZ_SECONDS'] = String(seconds);
  const files = positionals.length === 0 ? ['test/fuzz'] : positionals.map((name) => `test/fuzz/${name}`);
  return runTool('vitest', ['run', ...files, '--maxWorkers=1', '--disable-console-intercept'], {
    limitMs: 600_000 + MOST_FUZZERS * seconds * 1_000,
  });
});
