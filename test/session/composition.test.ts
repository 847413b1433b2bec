/** What fills a context: counted totals, estimated parts, and what is dropped. All values are computed by hand. */
import { expect, test } from 'vitest';
import { compose, type Moment, type Piece } from '../../src/session/composition';

const piece = (part: Piece['part'], tokens: number | null, name: string | null = null): Piece => ({
  kind: 'piece',
  part,
  tokens,
  name,
});
const at = (tokens: number, turn = 0): Moment => ({ kind: 'response', tokens, turn });

test('the input of the first answer beyond the prompt is the base; later growth is split by size and scaled to the total', () => {
  const { filled, shrunk } = compose([
    piece('words', 100),
    at(20_100),
    piece('replies', 300),
    piece('files', 700, 'file a'),
    // 20,000 of base leave 1,650 for an estimate of 1,100: half as much again.
    at(21_650, 1),
  ]);
  expect(shrunk).toEqual([]);
  expect(filled[0]).toMatchObject({
    tokens: 20_100,
    scale: 1,
    parts: { base: 20_000, words: 100, files: 0 },
  });
  expect(filled[1]).toMatchObject({
    turn: 1,
    tokens: 21_650,
    scale: 1.5,
    parts: { base: 20_000, words: 150, replies: 450, files: 1_050, thinking: 0 },
  });
});

test('estimates are at most doubled: the rest is not in the log and counts as base', () => {
  const { filled } = compose([at(10_000), piece('output', 1_000), at(15_000)]);
  expect(filled[1]).toMatchObject({ scale: 2, parts: { base: 13_000, output: 2_000 } });
});

test('an unreadable part is unknown, not zero, and other parts do not grow', () => {
  const { filled } = compose([at(10_000), piece('files', null), piece('replies', 500), at(19_000)]);
  expect(filled[1]).toMatchObject({
    scale: 1,
    parts: { base: 10_000, files: null, replies: 500, output: 0 },
  });
});

test('a compaction drops everything but the base, listed by name and scaled; later pieces fill the context again', () => {
  const { filled, shrunk } = compose([
    at(10_000),
    piece('files', 1_000, 'file a'),
    piece('files', 2_000, 'file b'),
    piece('files', 1_000, 'file a'),
    at(16_000, 1),
    { kind: 'compaction' },
    piece('summary', 800),
    at(10_800, 2),
  ]);
  expect(shrunk).toEqual([
    {
      how: 'compacted',
      turn: 1,
      moment: 5,
      before: 16_000,
      after: 10_800,
      fell: [
        { name: 'file a', tokens: 3_000 },
        { name: 'file b', tokens: 3_000 },
      ],
    },
  ]);
  expect(filled.at(-1)?.parts).toMatchObject({ base: 10_000, summary: 800, files: 0 });
});

test('a large unexplained decrease drops the oldest results; a small one drops nothing', () => {
  const moments: Moment[] = [
    at(10_000),
    piece('files', 20_000, 'file a'),
    piece('words', 100),
    piece('output', 20_000, 'look b'),
    at(50_100),
  ];
  expect(compose([...moments, at(45_000)]).shrunk).toEqual([]);
  const { shrunk, filled } = compose([...moments, at(30_100, 3)]);
  expect(shrunk).toMatchObject([
    { how: 'untold', turn: 3, before: 50_100, after: 30_100, fell: [{ name: 'file a', tokens: 20_000 }] },
  ]);
  expect(filled.at(-1)?.parts).toMatchObject({ base: 10_000, files: 0, words: 100, output: 20_000 });
});
