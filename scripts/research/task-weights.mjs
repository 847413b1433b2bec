// @ts-check
/**
 * `node scripts/research/task-weights.mjs [CORPUS]`: makes `src/signals/taskWeights.ts` anew from the labelled turns of the tuning part. Run it
 * after a change of the signs, cues, labels or `test/labels/taskPriors.ts`; `npm run labels` then prints how good the kinds are on the
 * test part, which is not looked at here.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureTools, main, root, SetupError } from '../lib/setup.mjs';
import { runBundled } from '../lib/runBundled.mjs';

const LIMIT_MS = 120_000;

await main(async () => {
  const corpus = resolve(process.argv[2] ?? join(root, '../shared/corpus'));
  if (!existsSync(corpus)) throw new SetupError(`${corpus} is not there: the labels point into that corpus.`);
  ensureTools();
  return runBundled(
    'labels/task-weights',
    {
      stdin: {
        contents: `
        import { writeFileSync } from 'node:fs';
        import { fitTask, weightsModule } from './test/labels/fitTask';
        import { TASK_PRIORS } from './test/labels/taskPriors';
        import { labelledSessions, turnRows } from './test/labels/turns';
        const weights = fitTask(labelledSessions(process.argv[2], turnRows('tuning')), TASK_PRIORS);
        writeFileSync('src/signals/taskWeights.ts', weightsModule(weights));
        console.log(Object.keys(weights).length + ' signs with a weight: src/signals/taskWeights.ts');
      `,
        resolveDir: root,
      },
      define: { 'import.meta.dirname': JSON.stringify(join(root, 'test/labels')) },
    },
    [corpus],
    { limitMs: LIMIT_MS },
  );
});
