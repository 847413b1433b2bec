/** The phrases on the labelled sentences of the open corpus, where it is there. `npm run phrases` prints the table. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLabelled, scores } from './labels';

const corpus = join(import.meta.dirname, '../../../shared/corpus');
const labelled = readLabelled(join(import.meta.dirname, '../fixtures/labels/sentences.json'));

test('the labels: at least 400 candidate sentences, each once', () => {
  expect(labelled.length).toBeGreaterThanOrEqual(400);
  expect(new Set(labelled.map((one) => `${one.file} ${one.at} ${one.start} ${one.in}`)).size).toBe(
    labelled.length,
  );
});

test.skipIf(!existsSync(corpus))('careful phrases are right nine times of ten, in every category', () => {
  for (const { category, marked, precision } of scores(corpus, labelled, 'careful')) {
    if (marked > 0) expect(precision, category).toBeGreaterThanOrEqual(0.9);
  }
});

test.skipIf(!existsSync(corpus))('they beat plain matching where both have something to say', () => {
  const plain = new Map(scores(corpus, labelled, 'plain').map((score) => [score.category, score]));
  for (const score of scores(corpus, labelled, 'careful')) {
    if (score.category.startsWith('user_') || score.marked < 10) continue;
    expect(score.precision, score.category).toBeGreaterThan(plain.get(score.category)?.precision ?? 0);
    expect(score.recall, score.category).toBeGreaterThan(plain.get(score.category)?.recall ?? 0);
  }
});
