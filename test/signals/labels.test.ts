/** The phrases on the labelled sentences of the open corpus, where it is there. `npm run labels` prints the table. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLabelled, scores } from './labels';
import { CAREFUL_PHRASES } from '../../src/signals/phrases';
import { scannerFor } from '../../src/signals/scan';
import { blocksOf, parseLine } from '../../src/log/record';
import { calibrate, readTurns } from './turns';

const corpus = join(import.meta.dirname, '../../../shared/corpus');
const labelled = readLabelled(join(import.meta.dirname, '../fixtures/labels/sentences.json'));

test('the labels: at least 400 candidate sentences, each once', () => {
  expect(labelled.length).toBeGreaterThanOrEqual(400);
  expect(new Set(labelled.map((one) => `${one.file} ${one.at} ${one.start} ${one.in}`)).size).toBe(
    labelled.length,
  );
});

test.skipIf(!existsSync(corpus))('they beat plain matching where both have something to say', () => {
  const plain = new Map(scores(corpus, labelled, 'plain').map((score) => [score.category, score]));
  const both = scores(corpus, labelled, 'careful').filter(
    ({ category, marked }) => !category.startsWith('user_') && marked >= 10,
  );
  expect(both.map(({ category }) => category)).toEqual(['permission_seeking', 'reasoning_loop']);
  const beaten = both.filter(({ category, precision, recall }) => {
    const other = plain.get(category);
    return (precision ?? 0) > (other?.precision ?? 0) && (recall ?? 0) > (other?.recall ?? 0);
  });
  expect(beaten).toEqual(both);
});

test.skipIf(!existsSync(corpus))('task types: our rules beat codevigil’s on the labelled turns', () => {
  const turns = readTurns(join(import.meta.dirname, '../fixtures/labels/turns.json'));
  expect(turns.length).toBeGreaterThanOrEqual(120);
  const careful = calibrate(corpus, turns, 'careful').accuracy;
  expect(careful).toBeGreaterThan(calibrate(corpus, turns, 'plain').accuracy);
  expect(careful).toBeGreaterThanOrEqual(0.7);
});

test.skipIf(!existsSync(corpus))(
  'the stems that spare most texts a search hide no match in the corpus',
  () => {
    const quick = scannerFor(CAREFUL_PHRASES);
    const slow = scannerFor(CAREFUL_PHRASES.map((phrase) => ({ ...phrase, stems: [''] })));
    const logs = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.jsonl'),
    );
    const texts = logs.flatMap((name) =>
      readFileSync(join(corpus, name), 'utf8')
        .split('\n')
        .flatMap((line) => {
          const parsed = parseLine(line);
          if (parsed.kind === 'malformed') return [];
          return parsed.records.flatMap(({ message }) =>
            blocksOf(message?.content).flatMap(({ text, thinking }) => text ?? thinking ?? []),
          );
        }),
    );
    expect(texts.length).toBeGreaterThan(1000);
    for (const text of texts) expect(quick(text)).toEqual(slow(text));
  },
);
