/** Commands on prices. */
import type { OptionsOf } from './commands';
import { readFileSync } from 'node:fs';
import { codeOf } from '../l10n/errorText';
import { compareTexts } from '../log/compareTexts';
import { csvOf } from '../report/csv';
import { wrap } from '../report/fit';
import { figureTable } from '../report/tables';
import { escaped } from '../log/visible';
import { utcDay } from '../usage/days';
import { describeChanges, mergePrices, readLiteLlm } from '../usage/importPrices';
import { bundledPrices, familyOf, windowFor } from '../usage/prices';
import { systemWords } from '../l10n/systemWords';
import { didYouMean } from './parse';
import { rulesFrom, type Around, type Run } from './options';
import { answer, DONE, printResult, json, NOTHING, say, UsageError, widthFor, writeTo } from './output';
import { withArchive } from './archive';

/** The days of a price as text. */
const daysOf = ({ from, to }: { from: string | null; to: string | null }): string =>
  [from === null ? '' : `from ${from}`, to === null ? '' : `to ${to}`].filter(Boolean).join(' ');

/** `prices list`: the price table that is used, with settings and imports. US dollars per million tokens. */
export const pricesListCommand: Run<'prices list'> = (options, around, [model]) => {
  const { prices } = rulesFrom(options, around);
  const width = widthFor(options, around.env);
  const today = utcDay(around.now());
  const family = model === undefined ? null : familyOf(model);
  const rows = prices.models
    .filter((one) => family === null || one.model === family)
    .map((one) => ({
      model: one.model,
      from: one.from ?? null,
      to: one.to ?? null,
      inForce: (one.from ?? '') <= today && today <= (one.to ?? '9999-12-31'),
      input: one.input,
      output: one.output,
      cacheRead: one.cacheRead,
      cacheWrite5m: one.cacheWrite5m,
      cacheWrite1h: one.cacheWrite1h,
      window: windowFor(prices, one.model, around.now())?.tokens ?? null,
      source: one.source ?? null,
      checked: one.checked ?? null,
    }))
    .sort((a, b) => compareTexts(a.model, b.model) || compareTexts(a.from ?? '', b.from ?? ''));
  if (rows.length === 0) {
    const names = [...new Set(prices.models.map((one) => one.model))];
    say(
      `No price is known for ${model ?? 'any model'}.${didYouMean(family ?? '', names, '')} Its requests are left out of costs.`,
    );
    return NOTHING;
  }
  answer(
    options.json === true
      ? json({ schema: 1, version: prices.version, currency: 'USD per million tokens', prices: rows })
      : options.csv === true
        ? csvOf(rows)
        : `${wrap(`Price table ${prices.version}, US dollars per million tokens`, width).join('\n')}\n\n${figureTable(
            ['model', 'holds', 'input', 'output', 'cache read', 'cache 5m', 'cache 1h', 'context', 'source'],
            rows.map((one) => [
              one.model,
              one.from === null && one.to === null
                ? 'always'
                : `${daysOf(one)}${one.inForce ? ' (now)' : ''}`,
              one.input,
              one.output,
              one.cacheRead,
              one.cacheWrite5m,
              one.cacheWrite1h,
              one.window ?? '–',
              one.source === null ? '–' : `${one.source}${one.checked === null ? '' : `, ${one.checked}`}`,
            ]),
            {
              width,
              goFirst: ['source', 'context', 'cache 1h', 'cache 5m', 'cache read', 'holds'],
            },
          )}`,
    options,
  );
  return DONE;
};

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file}: cannot be read (${systemWords(codeOf(error))}).`, { cause: error });
  }
}

type ImportOptions = OptionsOf<'prices import'>;

/** Imports the prices of a file into the archive, which is priced again for all windows. */
const intoArchive = (
  file: { text: string; platform: string | null },
  options: ImportOptions,
  around: Around,
): Promise<number> =>
  withArchive(options, around, {}, async (engine) => {
    const { difference } = await engine.call('previewPrices', file);
    const { changes } = await engine.call('importPrices', file);
    return printResult(options, around, { changes, archive: changes > 0 }, [
      ...difference.split('\n'),
      changes === 0 ? 'Nothing was changed.' : 'The archive is priced with it from now on.',
    ]);
  });

const NOT_WRITTEN =
  'Nothing was written. With --archive the archive takes them in; with --output TABLE the merged table is written, for --prices.';

/** `prices import FILE`: shows what a LiteLLM price file changes; with `--output` writes the merged table, with `--archive` imports it into the archive. */
export const pricesImportCommand: Run<'prices import'> = (
  { output, platform, archive, ...options },
  around,
  [file = ''],
) => {
  if (archive === true) {
    if (output !== undefined) throw new UsageError('Give --archive or --output, not both.');
    return intoArchive({ text: contentOf(file), platform: platform ?? null }, options, around);
  }
  const imported = readLiteLlm(contentOf(file), platform ?? null);
  const today = utcDay(around.now());
  const { table, changes } = mergePrices(bundledPrices(), imported.prices, today, imported.windows);
  const { skipped, ambiguous, platforms } = imported;
  const code = printResult(
    options,
    around,
    { changes, skipped, ambiguous, platforms, written: output ?? null },
    [...describeChanges(changes, imported).split('\n'), ...(output === undefined ? [NOT_WRITTEN] : [])],
  );
  if (output !== undefined) writeTo(output, `${escaped(JSON.stringify(table, null, 2))}\n`);
  return code;
};
