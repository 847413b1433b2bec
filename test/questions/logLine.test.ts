/** The line of a byte offset. */
import { expect, test } from 'vitest';
import { prompt } from '../support/logs';
import { opened } from './sessionRig';

test('the line of a byte, counted from 1; null for an unknown session or file', async () => {
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
