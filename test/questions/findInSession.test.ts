/** A text in the transcript of a session. */

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

test('a text is found in the lines that say it, whatever its case, in what is cut off too', async () => {
  const { folder } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const { lines } = await window.engine.call('transcript', { id: 'a', offset: 0, limit: 50 });
  const seek = (text: string, from = 0) => window.engine.call('findInSession', { id: 'a', text, from });
  const saying = (text: string) =>
    lines.flatMap(({ items }, i) => (items.some((item) => item.text.includes(text)) ? [i] : []));
  expect(await seek('HELLO')).toMatchObject({ found: saying('Hello'), next: null, unread: 0 });
  expect((await seek('x'.repeat(200))).found).toEqual([lines.length - 1]);
  expect((await seek('/w/app', 4)).found).toEqual(saying('/w/app').filter((at) => at >= 4));
  // Names of fields in the log are not what was said.
  expect((await seek('sessionId')).found).toEqual([]);
});
