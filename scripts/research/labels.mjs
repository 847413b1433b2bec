// @ts-check
/**
 * `npm run labels [-- CORPUS] [-- --mistakes] [-- --tuning]`: precision and recall of words, edits and findings on the test part of
 * what people judged by reading (the sources the rules were not written with), the agreement of two readers, accuracy of the kinds of
 * task on the test part, and how far estimated output is off. `--tuning`: the other part, for whoever works on the rules; `--mistakes`: the places on which
 * label and Vigil differ. Needs the corpus that the labels point into.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureTools, main, root, SetupError } from '../lib/setup.mjs';
import { runBundled } from '../lib/runBundled.mjs';

const LIMIT_MS = 120_000;

await main(async () => {
  const [given, ...rest] = process.argv.slice(2).filter((arg) => arg !== '--mistakes' && arg !== '--tuning');
  const corpus = resolve(given ?? join(root, '../shared/corpus'));
  if (rest.length > 0) throw new SetupError('Give one corpus folder at most.');
  if (!existsSync(corpus)) throw new SetupError(`${corpus} is not there: the labels point into that corpus.`);
  ensureTools();
  return runBundled(
    'labels/labels',
    {
      stdin: {
        contents: `
        import { mistakesOf, printLabels } from './test/labels/print';
        import { estimateErrors } from './test/usage/estimateErrors';
        import { printTurns } from './test/labels/turns';
        const [corpus, part, mistakes] = process.argv.slice(2);
        const percent = (share) => (Math.floor(share * 1000) / 10).toFixed(1) + ' %';
        console.log(printLabels(corpus, part));
        if (mistakes !== undefined) console.log('\\nPlaces on which they differ\\n' + mistakesOf(corpus, part).join('\\n'));
        const errors = estimateErrors(corpus);
        console.log('\\nOutput estimated from content, on ' + errors.responses + ' finished responses: median error ' + percent(errors.median) + ', nine of ten within ' + percent(errors.nineOfTen) + ', sum ' + (errors.sum * 100 - 100).toFixed(1) + ' %');
        console.log('\\n' + printTurns(corpus, part));
      `,
        resolveDir: root,
      },
      define: { 'import.meta.dirname': JSON.stringify(join(root, 'test/labels')) },
    },
    [
      corpus,
      process.argv.includes('--tuning') ? 'tuning' : 'test',
      ...(process.argv.includes('--mistakes') ? ['mistakes'] : []),
    ],
    {
      limitMs: LIMIT_MS,
    },
  );
});
