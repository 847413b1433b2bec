/** The phrases on the labelled sentences of the open corpus, where it is there. `npm run labels` prints the table. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readLabelled, scores } from './labels';
import { CAREFUL_PHRASES } from '../../src/signals/phrases';
import { Prefiltered } from '../../src/session/prefilter/prefiltered';
import { scan, scannerFor } from '../../src/signals/scan';
import { blocksOf, parseLine } from '../../src/log/record';
import { byCodevigil, GATE, labelledSessions, saidOf, scoreTurns, turnRows } from '../labels/turns';
import { partOf } from '../labels/rows';
import { Settings } from '../../src/settings/settings';

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

test('turns: at least 300 are labelled, each once, each in one part', () => {
  const rows = turnRows();
  expect(rows.length).toBeGreaterThanOrEqual(300);
  expect(new Set(rows.map(({ file, at }) => `${file} ${at}`)).size).toBe(rows.length);
  expect(new Set(rows.map(({ file }) => file.split('/')[0])).size).toBe(10);
  for (const part of ['tuning', 'test'] as const) {
    const of = turnRows(part);
    expect(of.length).toBeGreaterThan(150);
    expect(of.every(({ file }) => partOf(file) === part)).toBe(true);
  }
});

/** The gate: kinds of task are told by default if, and only if, they are surely good enough on sources the weights were not made with. */
test.skipIf(!existsSync(corpus))('kinds of task: told by default only from 85 % on 70 % of the turns', () => {
  const sessions = labelledSessions(corpus, turnRows('test'));
  const ours = scoreTurns(saidOf(sessions));
  const plain = scoreTurns(saidOf(sessions, byCodevigil));
  expect(ours.share).toBeGreaterThanOrEqual(GATE.share);
  expect(ours.accuracy?.share).toBeGreaterThan((plain.accuracy?.share ?? 1) + 0.3);
  expect(ours.accuracy?.share).toBeGreaterThanOrEqual(0.8);
  // The lower end must reach the gate: this part was looked at more than once while the signs were chosen.
  const passed = (ours.accuracy?.low ?? 0) >= GATE.accuracy && ours.share >= GATE.share;
  expect(Settings.parse({}).signals.taskType).toBe(passed);
});

/** What agents and people say in the corpus, thoughts too. */
const textsOfCorpus = (): string[] =>
  readdirSync(corpus, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(corpus, name), 'utf8').split('\n'))
    .flatMap((line) => {
      const parsed = parseLine(line);
      if (parsed.kind === 'malformed') return [];
      return parsed.records.flatMap(({ message }) =>
        blocksOf(message?.content).flatMap(({ text, thinking }) => text ?? thinking ?? []),
      );
    });

test.skipIf(!existsSync(corpus))(
  'neither what expressions need nor their lines hide a match in the corpus',
  { timeout: 600_000 },
  () => {
    const quick = scannerFor(CAREFUL_PHRASES);
    const slow = scannerFor(
      CAREFUL_PHRASES.map((phrase) => ({ ...phrase, pattern: `(?:${phrase.pattern})(?:$^)?` })),
    );
    // Logs of resumed sessions say the same again.
    const texts = [...new Set(textsOfCorpus())];
    expect(texts.length).toBeGreaterThan(1000);
    const said = (text: string) => [scan(text, 'agent'), scan(text, 'person')];
    const found = texts.map((text) => [quick(text), said(text)]);
    // No spy: it would note millions of calls.
    const { mayBeIn } = Prefiltered.prototype;
    onTestFinished(() => void (Prefiltered.prototype.mayBeIn = mayBeIn));
    Prefiltered.prototype.mayBeIn = () => true;
    for (const [i, text] of texts.entries()) expect([slow(text), said(text)]).toEqual(found[i]);
  },
);
