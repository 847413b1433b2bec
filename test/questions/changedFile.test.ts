/** A file before and after a session. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changeOf } from '../../src/questions/shared/session/changedFiles';
import { countLines, linesOf, rebuild, type Change } from '../../src/questions/shared/session/rebuild';
import { answer, minute, prompt, put, result, toolUse, type Json } from '../conformance/logs';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const PATH = '/home/ada/project/x.ts';
const ONE = 'a\nb\nc\n';
const edit = (before: string, after: string, id: string, original: string): Json[] => [
  answer('a', [toolUse('Edit', { file_path: PATH, old_string: before, new_string: after }, id)]),
  result('a', id, 'done', { toolUseResult: { filePath: PATH, originalFile: original, structuredPatch: [] } }),
];

test('both sides of a file for the session, and for one turn', async () => {
  const folder = tempFolder();
  const log = join(folder, '.claude', 'projects', '-w-app', 'a.jsonl');
  put(log, [
    prompt('a', 'Make it longer'),
    ...edit('b\n', 'b1\nb2\n', 't1', ONE),
    prompt('a', 'Shorter'),
    ...edit('b1\n', '', 't2', 'a\nb1\nb2\nc\n'),
  ]);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(1)));
  await engine.ready;
  const of = (turn: number | null) => engine.call('changedFile', { id: 'a', path: PATH, turn });
  expect(await of(null)).toEqual({ before: ONE, after: 'a\nb2\nc\n', whole: true, byOthers: false });
  expect(await of(1)).toEqual({
    before: 'a\nb1\nb2\nc\n',
    after: 'a\nb2\nc\n',
    whole: true,
    byOthers: false,
  });
  expect(await engine.call('changedFile', { id: 'a', path: '/etc/passwd', turn: null })).toBeNull();
  rmSync(log);
  expect(await of(null)).toBeNull();
});

const change = (more: Partial<Change>): Change => ({
  turn: 0,
  original: null,
  created: false,
  content: null,
  replaced: [],
  hunks: [],
  ...more,
});
const swap = (before: string, after: string, all = false) => ({ replaced: [{ before, after, all }] });

test('changes are applied if only the first has the whole file', () => {
  const of = rebuild([
    change({ original: 'x\ny\nx\n', ...swap('x', 'z', true) }),
    change({ ...swap('y', 'y\nw') }),
  ]);
  expect(of).toEqual({
    before: 'x\ny\nx\n',
    after: 'z\ny\nw\nz\n',
    whole: true,
    byOthers: false,
    added: 3,
    removed: 2,
  });
});

test('without the whole file only the parts are known, and `whole` is false', () => {
  const of = rebuild([change({ ...swap('y', 'w') }), change({ ...swap('q', 'q\nr') })]);
  expect(of).toMatchObject({ whole: false, before: 'y\n…\nq', after: 'w\n…\nq\nr', added: 2, removed: 1 });
  // The hunks of a patch have more context than the texts of the call.
  expect(
    rebuild([change({ ...swap('y', 'w'), hunks: [{ before: 'a\ny\n', after: 'a\nw\n' }] })]).before,
  ).toBe('a\ny\n');
  // A write to an unknown file: what it replaced is unknown.
  expect(rebuild([change({ content: 'n\n' })])).toMatchObject({ whole: false, added: 1, removed: 0 });
  // From there on the file is known.
  expect(
    rebuild(
      [change({ content: 'n\n' }), change({ ...swap('n', 'm') })],
      ({ replaced }) => replaced.length > 0,
    ),
  ).toMatchObject({ whole: true, before: 'n\n', after: 'm\n' });
});

test('changes by others in between are not counted, and `byOthers` is true', () => {
  const of = rebuild([
    change({ original: 'a\n', ...swap('a', 'b') }),
    change({ original: 'b\nformatted\nmuch\n', ...swap('b', 'c') }),
  ]);
  // The line counts once, however often it was changed; the two that a formatter added do not count.
  expect(of).toMatchObject({ byOthers: true, added: 1, removed: 1, whole: true });
  expect(of.after).toBe('c\nformatted\nmuch\n');
});

test('a replacement that does not stand there is a part; `$&` is text; an empty text replaces in an empty file only', () => {
  expect(rebuild([change({ original: 'a', ...swap('zz', 'y') })])).toMatchObject({ whole: false });
  expect(rebuild([change({ original: 'a', ...swap('a', '$&$1') })]).after).toBe('$&$1');
  expect(rebuild([change({ original: '', ...swap('', 'n') })])).toMatchObject({ whole: true, added: 1 });
  expect(rebuild([change({ original: 'full', ...swap('', 'n') })])).toMatchObject({ whole: false });
});

test('a text that is deleted takes the end of its line with it, as Claude Code deletes it', () => {
  expect(
    rebuild([
      change({ original: 'a\nb\nc\n', ...swap('b', '') }),
      change({ original: 'a\nc\n', ...swap('c', 'd') }),
    ]),
  ).toMatchObject({ after: 'a\nd\n', byOthers: false, added: 1, removed: 2 });
  // A part of a line, a text with its line end, or one at the end of the file.
  const left = (text: string, deleted: string, all = false): string =>
    rebuild([change({ original: text, ...swap(deleted, '', all) })]).after;
  expect(left('a b\nc\n', 'a ')).toBe('b\nc\n');
  expect(left('a\n\nb', 'a\n')).toBe('\nb');
  expect(left('a\nb', 'b')).toBe('a\n');
  expect(left('x\ny x\nx z', 'x', true)).toBe('y x z');
});

test('the file before a MultiEdit has another name in its result', () => {
  const edits = [{ old_string: 'a', new_string: 'b' }];
  const made = { turn: 0, created: false };
  const of = changeOf({ edits }, { toolUseResult: { originalFileContents: 'a\nc\n' } }, made);
  expect(rebuild([of])).toMatchObject({ whole: true, after: 'b\nc\n', added: 1, removed: 1 });
});

test('lines are counted as a diff counts them', () => {
  expect(linesOf('')).toEqual([]);
  expect(linesOf('a\r\nb')).toEqual(['a', 'b']);
  expect(countLines('a\nb\nc', 'a\nc\n')).toEqual({ added: 0, removed: 1 });
  expect(countLines('', 'a\n')).toEqual({ added: 1, removed: 0 });
  expect(countLines('a\nb', 'b\na')).toEqual({ added: 1, removed: 1 });
  const many = Array.from({ length: 3_000 }, (_, i) => `a${i}`).join('\n');
  expect(countLines(many, many.replaceAll('a', 'b'))).toEqual({ added: 3_000, removed: 3_000 });
});
