/** The text of a log. */
import { readFileSync, rmSync } from 'node:fs';
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

test('the text of a log as it is; nothing when it has gone or is not known', async () => {
  const { engine, log } = await opened([prompt('a', 'häßlich 🙂')]);
  expect(await engine.call('logText', { id: 'a', file: 0 })).toBe(readFileSync(log, 'utf8'));
  expect(await engine.call('logText', { id: 'a', file: 1 })).toBeNull();
  expect(await engine.call('logText', { id: 'nobody', file: 0 })).toBeNull();
  rmSync(log);
  expect(await engine.call('logText', { id: 'a', file: 0 })).toBeNull();
});
