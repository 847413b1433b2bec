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
  const { lines, total } = await window.engine.call('transcript', { id: 'a', offset: 0, limit: 50 });
  expect(total).toBe(lines.length);
  const said = (turn: number) => lines.filter((line) => line.turn === turn).flatMap(({ items }) => items);
  expect(said(0).map(({ kind, text }) => [kind, text])).toEqual([
    ['prompt', 'first'],
    ['reply', 'Hello.'],
  ]);
  const second = said(1);
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
  expect(second.map(({ path }) => path)).toEqual([null, null, '/w/app/x.ts', null, '/w/app/y.ts', null]);
  const page = await window.engine.call('transcript', { id: 'a', offset: 3, limit: 1 });
  expect(page).toEqual({ total, lines: [lines[3]] });
  expect((await window.engine.call('transcript', { id: 'a', offset: 99, limit: 5 })).lines).toEqual([]);
});

test('a text is found in the lines that say it, whatever its case, in what is cut off too', async () => {
  const { folder } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const { lines } = await window.engine.call('transcript', { id: 'a', offset: 0, limit: 50 });
  const seek = (text: string, from = 0) => window.engine.call('seek', { id: 'a', text, from });
  const saying = (text: string) =>
    lines.flatMap(({ items }, i) => (items.some((item) => item.text.includes(text)) ? [i] : []));
  expect(await seek('HELLO')).toEqual({ found: saying('Hello'), next: null });
  expect((await seek('x'.repeat(200))).found).toEqual([lines.length - 1]);
  expect((await seek('/w/app', 4)).found).toEqual(saying('/w/app').filter((at) => at >= 4));
  // Names of fields in the log are not what was said.
  expect((await seek('sessionId')).found).toEqual([]);
});

test('turns know the line they begin on and how the signals stood', async () => {
  const { folder } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const detail = await window.engine.call('session', { id: 'a' });
  const { lines } = await window.engine.call('transcript', { id: 'a', offset: 0, limit: 50 });
  expect(detail?.chart.map(({ line }) => line)).toEqual([0, lines.findIndex(({ turn }) => turn === 1)]);
  expect(detail?.chart.map(({ calls, errors }) => [calls, errors])).toEqual([
    [0, 0],
    [2, 1],
  ]);
  expect((await window.engine.call('course', { id: 'a' }))?.turns).toHaveLength(2);
});

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
