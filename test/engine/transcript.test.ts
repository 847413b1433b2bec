/** What was said, read from the log when it is asked for. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, toolUse } from '../conformance/logs';
import { openWindow, temporary } from './rig';

const NOW = Date.parse(minute(1));

function home() {
  const folder = temporary();
  const path = join(folder, '.claude', 'projects', '-w-app', 'a.jsonl');
  put(path, [
    prompt('a', 'first'),
    answer('a', 'Hello.'),
    prompt('a', 'second'),
    answer('a', [{ type: 'thinking', thinking: '', signature: 'x' }], { id: 'm', request: 'r', stop: null }),
    answer('a', [toolUse('Edit', { file_path: '/w/app/x.ts', old_string: 'a', new_string: 'b' }, 't1')], {
      id: 'm',
      request: 'r',
    }),
    result('a', 't1', 'not found', {}, { is_error: true }),
    answer('a', [toolUse('Write', { file_path: '/w/app/y.ts', content: 'whole' }, 't2')]),
    answer('a', 'x'.repeat(10_000)),
  ]);
  return { folder, path };
}

test('each turn says what belongs to it, in order, cut where it is long', async () => {
  const { folder } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const said = async (turn: number) => (await window.engine.call('transcript', { id: 'a', turn })).items;
  expect((await said(0)).map(({ kind, text }) => [kind, text])).toEqual([
    ['prompt', 'first'],
    ['reply', 'Hello.'],
  ]);
  const second = await said(1);
  expect(second.map(({ kind, name, failed, edit }) => [kind, name, failed, edit])).toEqual([
    ['prompt', null, false, false],
    ['thinking', null, false, false],
    ['tool', 'Edit', false, true],
    ['result', null, true, false],
    ['tool', 'Write', false, true],
    ['reply', null, false, false],
  ]);
  expect(second[1]?.text).toContain('hidden');
  expect(second.at(-1)?.text).toMatch(/^x{6000}… \(4000 more characters\)$/);
  expect(await said(7)).toEqual([]);
});

test('both sides of an edit; of a write the whole', async () => {
  const { folder, path } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const { items } = await window.engine.call('transcript', { id: 'a', turn: 1 });
  const edits = items.filter(({ edit }) => edit);
  const sides = await Promise.all(
    edits.map(({ file, at, tool }) => window.engine.call('edit', { id: 'a', file, at, tool: tool! })),
  );
  expect(sides).toEqual([
    { path: '/w/app/x.ts', before: 'a', after: 'b' },
    { path: '/w/app/y.ts', before: '', after: 'whole' },
  ]);
  expect(await window.engine.call('edit', { id: 'a', file: 0, at: 0, tool: 't1' })).toBeNull();
  rmSync(path);
  expect((await window.engine.call('transcript', { id: 'a', turn: 0 })).items).toEqual([]);
});
