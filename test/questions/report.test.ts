/** The question for reports; their contents are tested in test/report. */
import { expect, test } from 'vitest';
import { answer, prompt } from '../support/logs';
import { opened } from './sessionRig';

test('a report is text in the requested format; an impossible one is an error with a sentence', async () => {
  const { engine } = await opened([prompt('a', 'go'), answer('a', 'done', { id: 'm', request: 'r' })]);
  const json = await engine.call('report', { kind: 'session', format: 'json', ids: ['a'] });
  expect(JSON.parse(json)).toMatchObject({ schema: 1, session: { id: 'a', prompts: 1 } });
  expect(await engine.call('report', { kind: 'list', format: 'csv' })).toContain('\na,');
  await expect(engine.call('report', { kind: 'session', format: 'json', ids: ['b'] })).rejects.toThrow(
    'There is no session b.',
  );
  await expect(engine.call('report', { kind: 'session', format: 'json' })).rejects.toThrow('Name a session');
});
