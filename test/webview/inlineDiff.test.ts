/** The rows of an edit: what was removed and added, with the words that differ. */
import { expect, test } from 'vitest';
import { countOf, rowsOfPatch, rowsOfTexts, type DiffRow } from '../../webview/shared/inlineDiff';

const said = (rows: readonly DiffRow[]): string[] =>
  rows.map(
    ({ kind, old, new: now, pieces }) =>
      `${kind} ${old ?? ''}:${now ?? ''} ${pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('')}`,
  );

test('two texts', () => {
  const rows = rowsOfTexts('a\nremoved in v0.3.0\nc', 'a\nremoved with it\nc', null);
  expect(said(rows)).toEqual([
    'same : a',
    'removed : removed [in] [v0.3.0]',
    'added : removed [with] [it]',
    'same : c',
  ]);
  expect(countOf(rows)).toEqual({ added: 1, removed: 1 });
});

test('nothing before, nothing after', () => {
  expect(said(rowsOfTexts('', 'a\nb', null))).toEqual(['added : a', 'added : b']);
  expect(said(rowsOfTexts('a', '', null))).toEqual(['removed : a']);
  expect(rowsOfTexts('', '', null)).toEqual([]);
});

test('a patch with its numbers; what is no line of one is left out', () => {
  const rows = rowsOfPatch(
    [
      { oldStart: 5, newStart: 5, lines: [' a', '-b', '+c', ' d', String.raw`\ No newline at end of file`] },
      { oldStart: 20, newStart: 20, lines: ['+e'] },
    ],
    null,
  );
  expect(said(rows)).toEqual([
    'same 5:5 a',
    'removed 6: b',
    'added :6 c',
    'same 7:7 d',
    'gap : ',
    'added :20 e',
  ]);
});

test('colours of code go through the marks, and say the same text', () => {
  const rows = rowsOfTexts('const a = "old";', 'const a = "new";', 'typescript');
  expect(said(rows)).toEqual(['removed : const a = "[old]";', 'added : const a = "[new]";']);
  expect(rows[0]?.pieces[0]).toEqual({ text: 'const', kind: 'keyword', marked: false });
});

test('lines that have nothing in common have no marks; hidden characters are shown', () => {
  expect(said(rowsOfTexts('alpha', 'omega \u202e', null))).toEqual([
    'removed : alpha',
    'added : omega ⟨U+202E⟩',
  ]);
});

test('texts that differ everywhere are not compared for long', () => {
  const many = (word: string): string => Array.from({ length: 20_000 }, (_, n) => `${word} ${n}`).join('\n');
  const began = performance.now();
  expect(countOf(rowsOfTexts(many('a'), many('b'), null))).toEqual({ added: 20_000, removed: 20_000 });
  expect(performance.now() - began).toBeLessThan(10_000);
});
