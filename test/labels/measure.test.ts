import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { enough, MEASURED, mayJudge, type Category } from '../../src/signals/measured';
import { agreementsOf, judge, judgeFindings, scoresOf, wilson } from './measure';
import { reader, type Said } from './places';
import { quotedRows, tableIn } from './quoted';
import { editRows, findingRows, findingsTwice, partOf, phraseRows } from './rows';

const corpus = join(import.meta.dirname, '../../../shared/corpus');

test.each([
  // Hits, of, and Wilson's interval as other tools give it.
  [0, 10, 0, 0.2775],
  [10, 10, 0.7225, 1],
  [9, 10, 0.5958, 0.9821],
  [50, 100, 0.4038, 0.5962],
])('Wilson: %i of %i', (hits, n, low, high) => {
  const share = wilson(hits, n);
  expect(share?.share).toBe(hits / n);
  expect(share?.low).toBeCloseTo(low, 4);
  expect(share?.high).toBeCloseTo(high, 4);
});

test('a share of nothing is unknown', () => expect(wilson(0, 0)).toBeNull());

test('precision and recall by category', () => {
  const row = (category: string, label: boolean, marked: boolean) => ({ category, label, marked });
  const scores = scoresOf([
    row('b', true, true),
    row('b', true, false),
    row('b', false, true),
    row('b', false, false),
    row('a', false, false),
  ]);
  expect(scores.map(({ category }) => category)).toEqual(['a', 'b']);
  expect(scores[0]).toMatchObject({ rows: 1, truth: 0, marked: 0, precision: null, recall: null });
  expect(scores[1]).toMatchObject({ rows: 4, truth: 2, marked: 2, right: 1 });
  expect(scores[1]?.precision?.share).toBe(0.5);
});

test('recall on rows that Vigil had not chosen itself', () => {
  const row = (chosen: boolean, marked: boolean) => ({ category: 'c', label: true, marked, chosen });
  const [score] = scoresOf([row(true, true), row(true, true), row(false, true), row(false, false)]);
  expect([score?.recall?.share, score?.openRecall?.share]).toEqual([0.75, 0.5]);
});

test('rows find their line by offset or number; unsure ones are left out', () => {
  const said: Said = { marked: new Map([['c', new Set([20])]]), seen: new Set([0, 20]), lineAt: [0, 20] };
  const row = { file: 'f', category: 'c', set: '' };
  const { judged, missing } = judge(
    [
      { ...row, line: 2, label: true },
      { ...row, line: 9, at: 20, label: false },
      { ...row, line: 1, label: true },
      { ...row, line: 3, label: true },
      { ...row, line: 2, label: null },
    ],
    () => said,
  );
  expect(judged.map(({ marked }) => marked)).toEqual([true, true, false, false]);
  expect(missing.map(({ line }) => line)).toEqual([3]);
});

test('findings: what a reader did not name is wrong, what he was not sure of is left out', () => {
  const rows = [
    { file: 'f', finding: 'stuck', label: true, at: [] },
    { file: 'f', finding: 'refused', label: null, at: [] },
    { file: 'g', finding: 'none', label: true, at: [] },
  ];
  expect(judgeFindings(rows, (file) => new Set(file === 'g' ? ['stuck'] : ['refused']))).toEqual([
    { category: 'stuck', label: true, marked: false },
    { category: 'stuck', label: false, marked: true },
  ]);
});

test('agreement beyond chance', () => {
  const both = (first: boolean | null, second: boolean | null, n: number) =>
    Array.from({ length: n }, () => ({ category: 'c', first, second }));
  const [found] = agreementsOf([
    ...both(true, true, 20),
    ...both(false, false, 15),
    ...both(true, false, 5),
    ...both(false, true, 10),
  ]);
  expect(found).toMatchObject({ rows: 50, agreement: 0.7 });
  expect(found?.kappa).toBeCloseTo(0.4, 10);
  expect(agreementsOf(both(true, true, 3))[0]?.kappa).toBeNull();
});

test('findings of sessions that both read: one not named is false', () => {
  const row = (file: string, finding: string, label: boolean | null) => ({ file, finding, label, at: [] });
  const one = [
    row('f', 'stuck', true),
    row('f', 'refused', null),
    row('g', 'none', true),
    row('h', 'stuck', true),
  ];
  const other = [row('f', 'stuck', true), row('g', 'refused', true)];
  expect(findingsTwice(one, other)).toEqual([
    { category: 'stuck', first: true, second: true },
    { category: 'refused', first: null, second: false },
    { category: 'refused', first: false, second: true },
  ]);
});

test('every label lies in one part; no part is empty', () => {
  for (const part of ['tuning', 'test'] as const) {
    const rows = [...phraseRows(part), ...editRows(part), ...findingRows(part)];
    expect(rows.length).toBeGreaterThan(300);
    expect(rows.every(({ file }) => partOf(file) === part)).toBe(true);
  }
  expect(() => partOf('somebody+else/a.jsonl')).toThrow('neither part');
});

test.each([
  [{ truth: 10, marked: 10, right: 10 }, true],
  [{ truth: 15, marked: 10, right: 9 }, true],
  [{ truth: 15, marked: 11, right: 9 }, false],
  [{ truth: 16, marked: 10, right: 9 }, false],
  [{ truth: 0, marked: 0, right: 0 }, false],
  [{ truth: 0, marked: 1, right: 0 }, false],
  [{ truth: 1, marked: 0, right: 0 }, false],
])('enough to show a share: %j %s', (counted, yes) => expect(enough(counted)).toBe(yes));

test('the docs quote the counts that decide what is shown, and nothing else', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../docs/signals.md'), 'utf8');
  expect(tableIn(docs, 'category')).toEqual(quotedRows(MEASURED));
  const section = docs.slice(docs.indexOf('## How good the words are'));
  const prose = section.split('\n').filter((line) => !line.startsWith('|'));
  expect(prose.filter((line) => /\d ?%/.test(line.replaceAll('95 %', '')))).toEqual([]);
});

test.skipIf(!existsSync(corpus))('the counts that decide what is shown are those of the test part', () => {
  const scores = new Map(
    scoresOf(judge(phraseRows('test'), reader(corpus)).judged).map(({ category, truth, marked, right }) => [
      category,
      { truth, marked, right },
    ]),
  );
  expect(Object.fromEntries(scores)).toEqual(MEASURED);
});

/** What may be shown as a share or rate, on sources the rules were not written with. */
test.skipIf(!existsSync(corpus))(
  'what is shown as a rate is right nine times of ten, and three of five are found',
  () => {
    const shown = (Object.keys(MEASURED) as Category[]).filter(mayJudge);
    expect(shown).toEqual(['reasoning_loop', 'simplest']);
    const rows = phraseRows('test').filter(({ category }) => (shown as string[]).includes(category));
    const scores = scoresOf(judge(rows, reader(corpus)).judged);
    for (const { category, precision, recall } of scores) {
      expect([category, (precision?.share ?? 0) >= 0.9, (recall?.share ?? 0) >= 0.6]).toEqual([
        category,
        true,
        true,
      ]);
    }
  },
);
