/** How text is cut into words. */
import { expect, test } from 'vitest';
import { indexed, wordsIn } from '../../src/search/words';

test.each([
  ['readBeforeEdit', 'read before edit', 'readbeforeedit'],
  ['HTTPServer2Go utf8Decoder', 'http server2 go utf8 decoder', 'httpserver2go utf8decoder'],
  ['src/engine/search_keeper.ts:12', 'src engine search keeper ts 12', ''],
  ['Ärger im CAFÉ', 'arger im cafe', ''],
  ['ÜberMut', 'uber mut', 'ubermut'],
  ['結果を見る ok', '結 果 を 見 る ok', ''],
  ['テストtestケース', 'テ ス ト test ケ ー ス', ''],
  ['“größer” → ½ 👍', 'großer 1⁄2', ''],
  [`a ${'x'.repeat(250)} b`, `a ${'x'.repeat(100)} b`, ''],
  ['-- {} ** ', '', ''],
])('%s', (text, parts, wholes) => {
  expect(indexed(text)).toEqual({ parts, wholes });
});

test('words know where they stand', () => {
  const text = 'See “größerAls” in 結果/x';
  const { parts, wholes } = wordsIn(text);
  expect([...parts, ...wholes].map(({ from, to }) => text.slice(from, to))).toEqual([
    'See',
    'größer',
    'Als',
    'in',
    '結',
    '果',
    'x',
    'größerAls',
  ]);
});
