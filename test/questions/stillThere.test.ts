/** Lines of a session that are still in the files. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, toolUse, type Json } from '../conformance/logs';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const PATH = '/home/ada/project/x.ts';
const edit = (path: string, before: string, after: string, id: string, original: string | null): Json[] => [
  answer('a', [toolUse('Edit', { file_path: path, old_string: before, new_string: after }, id)]),
  result('a', id, 'done', { toolUseResult: { filePath: path, originalFile: original, structuredPatch: [] } }),
];

test('by prompt; a missing file has no lines, a file that may not be read is not counted', async () => {
  const folder = tempFolder();
  put(join(folder, '.claude', 'projects', '-w-app', 'a.jsonl'), [
    prompt('a', 'one'),
    ...edit(PATH, 'b\n', 'b1\nb2\n', 't1', 'a\nb\nc\n'),
    prompt('a', 'two'),
    // A formatter added a line in between, which belongs to no prompt.
    ...edit(PATH, 'c\n', 'c1\nc2\n', 't2', 'a\nb1\nb2\nformatted\nc\n'),
    ...edit('/home/ada/project/parts.ts', 'q', 'r', 't3', null),
  ]);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(1)));
  await engine.ready;
  const of = (text: string | null) =>
    engine.call('stillThere', {
      id: 'a',
      files: [
        { path: PATH, text },
        { path: '/etc/passwd', text: 'b1' },
      ],
    });
  expect(await of('a\r\nb2\r\nformatted\r\nc1\r\nc2\r\nmine\r\n')).toEqual({
    wrote: 4,
    there: 3,
    turns: [
      { turn: 0, wrote: 2, there: 1 },
      { turn: 1, wrote: 2, there: 2 },
    ],
    unknown: 1,
  });
  expect(await of('')).toMatchObject({ wrote: 4, there: 0, unknown: 1 });
  expect(await of(null)).toEqual({ wrote: 0, there: 0, turns: [], unknown: 2 });
});
