/** Where a byte offset of a log lies. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { minute, prompt, put, type Lines } from '../support/logs';
import { openWindow, temporary } from '../engine/rig';

async function opened(lines: Lines) {
  const folder = temporary();
  const log = join(folder, '.claude', 'projects', '-w-app', 'a.jsonl');
  put(log, lines);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(1)));
  await engine.ready;
  return { engine, log };
}

test('the line a byte is on, counted from 1; nothing of a session or file that is not known', async () => {
  const { engine, log } = await opened([prompt('a', 'first'), prompt('a', 'second')]);
  const [, second] = await engine.call('turns', { id: 'a', offset: 0, limit: 9 });
  expect(await engine.call('logLine', { id: 'a', at: 0 })).toEqual({ file: log, line: 1, copy: false });
  expect(await engine.call('logLine', { id: 'a', at: second!.at })).toEqual({
    file: log,
    line: 2,
    copy: false,
  });
  expect(await engine.call('logLine', { id: 'nobody', at: 0 })).toBeNull();
  expect(await engine.call('logLine', { id: 'a', at: 0, file: 1 })).toBeNull();
});
