/** The text of a log. */
import { readFileSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { prompt } from '../support/logs';
import { opened } from './sessionRig';

test('the unchanged text of a log; null if it is gone or unknown', async () => {
  const { engine, log } = await opened([prompt('a', 'häßlich 🙂')]);
  expect(await engine.call('logText', { id: 'a', file: 0 })).toBe(readFileSync(log, 'utf8'));
  expect(await engine.call('logText', { id: 'a', file: 1 })).toBeNull();
  expect(await engine.call('logText', { id: 'nobody', file: 0 })).toBeNull();
  rmSync(log);
  expect(await engine.call('logText', { id: 'a', file: 0 })).toBeNull();
});
