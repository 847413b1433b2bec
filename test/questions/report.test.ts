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

test('a name from right to left has its own direction in an HTML report, and no mark of it elsewhere; hidden characters are shown', async () => {
  const { engine } = await opened([
    prompt('a', 'go'),
    answer('a', 'done', { id: 'm', request: 'r' }),
    { type: 'custom-title', customTitle: 'תיקון \u202ev2.1', sessionId: 'a' },
  ]);
  const report = (format: 'html' | 'markdown' | 'csv' | 'json' | 'text') =>
    engine.call('report', { kind: 'session', format, ids: ['a'] });
  expect(await report('html')).toContain('<h1>&#x2068;Session תיקון ⟨U+202E⟩v2.1&#x2069;</h1>');
  for (const format of ['markdown', 'csv', 'json', 'text'] as const) {
    expect(await report(format)).toContain('תיקון');
    expect(await report(format)).not.toMatch(/[\u2068\u2069]|U\+206/);
  }
});

test('a report says which sessions it is about, and nothing of it where they are all', async () => {
  const { engine } = await opened([prompt('a', 'go'), answer('a', 'done', { id: 'm', request: 'r' })]);
  const report = (more: object) => engine.call('report', { kind: 'overview', format: 'markdown', ...more });
  const query = { query: 'project:=/home/ada/<tide>', within: 'tool:Bash', filter: { model: 'opus' } };
  for (const kind of ['overview', 'list', 'changes'])
    expect(await report({ ...query, kind })).toContain(
      'Only sessions that match “model:opus tool:Bash project:=/home/ada/&lt;tide&gt;”.',
    );
  expect(await report({ query: 'project:tide' })).toContain('Only sessions that match “project:tide”.');
  // Neither a path of Windows nor a long one is marked up or cut.
  const folders = `in:C:\\work ${'in:/home/ada/some/folder '.repeat(8).trim()}`;
  for (const format of ['html', 'text'])
    expect(await report({ query: folders, format })).toContain(`Only sessions that match “${folders}”.`);
  expect(await report({})).not.toContain('Only sessions');
  // A program reads the same; of all sessions it is told nothing.
  expect(JSON.parse(await report({ ...query, format: 'json' }))).toMatchObject({
    schema: 1,
    query: 'model:opus tool:Bash project:=/home/ada/<tide>',
  });
  expect(JSON.parse(await report({ format: 'json' }))).not.toHaveProperty('query');
});
