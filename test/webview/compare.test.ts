/** Of two sessions only what differs is shown, the biggest first; what is the same is counted. */
import { expect, test } from 'vitest';
import { differenceText, sideText } from '../../src/analysis/differenceText';
import type { Diff } from '../../src/questions/compareSessions';
import {
  relativeDifference,
  fileRows,
  measureRows,
  metricRows,
  modelRows,
  promptsOf,
  toolRows,
} from '../../webview/dashboard/compare/rows';

const diff = (some: Partial<Record<keyof Diff, unknown>>) => some as unknown as Diff;
const metric = (name: string, a: number | null, b: number | null, unpriced = [false, false]) => ({
  name,
  a,
  b,
  unpriced,
});

test('figures by how far they are apart, whatever their size', () => {
  expect([
    relativeDifference(0, 0),
    relativeDifference(2, 2),
    relativeDifference(1, 2),
    relativeDifference(0, 5),
    relativeDifference(null, 5),
    relativeDifference(null, null),
    relativeDifference(null, 0),
  ]).toEqual([0, 0, 0.5, 1, 1, 0, 1]);
  const { rows, same } = metricRows(
    diff({
      metrics: [
        metric('cost', 1_000_000, 900_000),
        metric('prompts', 3, 3),
        metric('errors', 1, 4),
        metric('x', null, null, [true, false]),
      ],
    }),
  );
  expect(rows.map(({ name }) => name)).toEqual(['x', 'errors', 'cost']);
  expect(same).toBe(1);
});

test('tools by calls, files by changes, models by cost', () => {
  const counts = (calls: number, errors = 0) => ({ calls, errors, denied: 0 });
  const tools = toolRows(
    diff({
      tools: [
        { name: 'Read', a: counts(3), b: counts(4) },
        { name: 'Bash', a: counts(9, 2), b: counts(9) },
        { name: 'Edit', a: null, b: counts(7) },
        { name: 'Grep', a: counts(1), b: counts(1) },
      ],
    }),
  );
  expect([tools.rows.map(({ name }) => name), tools.same]).toEqual([['Edit', 'Read', 'Bash'], 1]);
  const use = (reads: number, edits: number) => ({ reads, edits });
  const files = fileRows(
    diff({
      files: [
        { path: 'a', a: use(9, 0), b: use(1, 0) },
        { path: 'b', a: use(0, 2), b: null },
        { path: 'c', a: use(1, 1), b: use(1, 1) },
      ],
    }),
  );
  expect([files.rows.map(({ path }) => path), files.same]).toEqual([['b', 'a'], 1]);
  const models = modelRows(
    diff({
      models: [
        { name: 'opus', a: 5, b: 5, lowerBound: [false, false] },
        { name: 'odd', a: null, b: undefined, lowerBound: [false, false] },
      ],
    }),
  );
  expect([models.rows.map(({ name }) => name), models.same]).toEqual([['odd'], 1]);
});

test('measures: judged otherwise before worded otherwise; one that only one session has differs', () => {
  const said = (name: string, severity: string, label: string, judged = true) => ({
    name,
    severity,
    judged,
    label,
  });
  const sides = [
    {
      signals: [
        said('a', 'ok', '1'),
        said('b', 'ok', '1'),
        said('c', 'ok', '1'),
        said('d', 'warn', 'x', false),
      ],
    },
    {
      signals: [
        said('a', 'ok', '2'),
        said('b', 'warn', '1'),
        said('c', 'ok', '1'),
        said('d', 'ok', 'x', false),
      ],
    },
  ];
  expect(measureRows(diff({ sides }))).toEqual({ rows: ['b', 'a'], same: 2 });
});

test('prompts are told from where the two part', () => {
  const asked = (...texts: string[]) =>
    texts.map((text, turn) => ({ turn, text, costMicroUsd: null, costAtLeast: false }));
  const { same, a, b } = promptsOf(diff({ prompts: [asked('go', 'on', 'left'), asked('go', 'on')] }));
  expect([same, a.map(({ turn }) => turn), b]).toEqual([2, [2], []]);
  expect(promptsOf(diff({ prompts: [] }))).toEqual({ same: 0, a: [], b: [] });
});

test('what a session counts is written whole, a rate is not', () => {
  const prompts = {
    unit: 'number',
    a: 1_228,
    b: 2,
    delta: -1_226,
    lowerBound: [false, true] as [boolean, boolean],
  } as const;
  expect([sideText(prompts, 'a'), sideText(prompts, 'b'), differenceText(prompts)]).toEqual([
    '1,228',
    '≥ 2',
    '≥ −1,226',
  ]);
  const rate = {
    unit: 'number',
    a: 0.06,
    b: 5,
    delta: 4.94,
    lowerBound: [false, false] as [boolean, boolean],
  } as const;
  expect([sideText(rate, 'b'), differenceText(rate)]).toEqual(['5.00', '+4.94']);
  expect(sideText({ ...prompts, a: null }, 'a')).toBe('–');
  // Less something that may be more it is at most this; of two bounds nothing is known.
  expect(differenceText({ ...prompts, lowerBound: [true, false] })).toBe('≤ −1,226');
  expect(differenceText({ ...prompts, lowerBound: [true, true] })).toBe('–');
});
