// @ts-check
/**
 * `npm run labels [-- CORPUS [--mistakes]]`: precision and recall of the phrases, and accuracy of the task types, ours and
 * codevigil's plain ones, on what was labelled by hand; and how far estimated output is off. Needs the corpus that the labels point into.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureTools, main, root, SetupError } from './setup.mjs';
import { runScript } from './steps.mjs';

const LIMIT_MS = 120_000;
const bundle = join('.cache', 'labels', 'labels.cjs');

await main(async () => {
  const [given, ...rest] = process.argv.slice(2).filter((arg) => arg !== '--mistakes');
  const corpus = resolve(given ?? join(root, '../shared/corpus'));
  if (rest.length > 0) throw new SetupError('Give one corpus folder at most.');
  if (!existsSync(corpus)) throw new SetupError(`${corpus} is not there: the labels point into that corpus.`);
  ensureTools();
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `
        import { mistakes, readLabelled, scores } from './test/signals/labels';
        import { estimateErrors } from './test/usage/estimateErrors';
        import { calibrate, readTurns } from './test/signals/turns';
        const labelled = readLabelled('test/fixtures/labels/sentences.json');
        const percent = (share) => share === null ? '–' : (Math.floor(share * 1000) / 10).toFixed(1) + ' %';
        console.log(labelled.length + ' labelled sentences, ' + labelled.filter((one) => one.labels.length > 0).length + ' true for a category');
        for (const by of ['careful', 'plain']) {
          console.log('\\n' + by);
          console.table(Object.fromEntries(scores(process.argv[2], labelled, by).map(({ category, precision, recall, ...counts }) =>
            [category, { ...counts, precision: percent(precision), recall: percent(recall) }])));
        }
        const errors = estimateErrors(process.argv[2]);
        console.log('\\nOutput estimated from content, on ' + errors.responses + ' finished responses: median error ' + percent(errors.median) + ', nine of ten within ' + percent(errors.nineOfTen) + ', sum ' + (errors.sum * 100 - 100).toFixed(1) + ' %');
        const turns = readTurns('test/fixtures/labels/turns.json');
        for (const rules of ['careful', 'plain']) {
          const { accuracy, right, byLabel } = calibrate(process.argv[2], turns, rules);
          console.log('\\nTask type, ' + rules + ': ' + right + ' of ' + turns.length + ' labelled turns, ' + percent(accuracy));
          console.table(byLabel);
        }
        if (process.argv[3] === '--mistakes') console.log(mistakes(process.argv[2], labelled).join('\\n'));
      `,
      resolveDir: root,
    },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'warning',
  });
  return runScript(bundle, [corpus, ...(process.argv.includes('--mistakes') ? ['--mistakes'] : [])], {
    limitMs: LIMIT_MS,
  });
});
