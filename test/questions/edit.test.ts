/** Both sides of an edit. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, result, toolUse } from '../support/logs';
import { openWindow, temporary } from '../engine/rig';

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

test('both sides of an edit; of a write the whole', async () => {
  const { folder, path } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const { lines } = await window.engine.call('transcript', { id: 'a', offset: 0, limit: 50 });
  const edits = lines.flatMap(({ items }) => items).filter(({ edit }) => edit);
  const sides = await Promise.all(
    edits.map(({ file, at, tool }) => window.engine.call('edit', { id: 'a', file, at, tool: tool! })),
  );
  expect(sides).toEqual([
    { path: '/w/app/x.ts', before: 'a', after: 'b' },
    { path: '/w/app/y.ts', before: '', after: 'whole' },
  ]);
  expect(await window.engine.call('edit', { id: 'a', file: 0, at: 0, tool: 't1' })).toBeNull();
  rmSync(path);
  const gone = await window.engine.call('transcript', { id: 'a', offset: 0, limit: 1 });
  expect(gone.lines).toEqual([{ turn: 0, items: [] }]);
});
