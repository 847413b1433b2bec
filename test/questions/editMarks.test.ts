/** Marks of doubtful edits in an editor. */
import { expect, test } from 'vitest';
import { placesOf } from '../../src/host/editors/textPlaces';
import { prompt } from '../support/logs';
import { call, edit, opened } from './sessionRig';

test('marks of a file: its doubtful edits with text and turn; none for other files and old sessions', async () => {
  const lines = [
    [prompt('a', 'one'), ...call('t0', 'Read', { file_path: '/home/ada/project/seen.ts' })],
    [
      prompt('a', 'two'),
      ...edit('t1', '/home/ada/project/blind.ts'),
      ...edit('t2', '/home/ada/project/seen.ts'),
    ],
  ];
  const { engine } = await opened(lines);
  expect(await engine.call('editMarks', { path: '/home/ada/project/blind.ts' })).toMatchObject([
    { session: 'a', turn: 1, blind: true, stale: false, repeated: false, text: ['b'] },
  ]);
  expect(await engine.call('editMarks', { path: '/home/ada/project/seen.ts' })).toEqual([]);
  expect(await engine.call('editMarks', { path: '/elsewhere/blind.ts' })).toEqual([]);
});

test('a text is marked if it is still in the file', () => {
  const text = 'let a = 1;\nconst answer = 42;\nlet b = 2;\n';
  expect(placesOf(text, ['const answer = 42;', 'gone meanwhile', 'let'])).toEqual([{ from: 11, to: 29 }]);
  // It is ambiguous which of the two it was.
  expect(placesOf('  return null;\n  return null;\n', ['  return null;\n'])).toEqual([]);
});
