/** Shapes of unknown parts of a log. */
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { minute, prompt } from '../support/logs';
import { opened } from './sessionRig';

test('keys and types of unknown records without their content; null if the log is gone', async () => {
  const odd = { type: 'brand-new-kind', sessionId: 'a', secret: 'do not tell', timestamp: minute(0) };
  const { engine, log } = await opened([prompt('a', 'hello'), odd]);
  const shapes = await engine.call('unknownShapes', { id: 'a' });
  expect(JSON.parse(shapes!)).toMatchObject({
    shapes: [{ unknown: ['kind brand-new-kind', 'field brand-new-kind.secret'] }],
  });
  expect(shapes).toContain('"secret"');
  expect(shapes).not.toContain('do not tell');
  expect(shapes).not.toContain('hello');
  expect(await engine.call('unknownShapes', { id: 'nobody' })).toBeNull();
  rmSync(log);
  expect(await engine.call('unknownShapes', { id: 'a' })).toBeNull();
});
