/** The place of a log line in the transcript. */
import { expect, test } from 'vitest';
import { answer, prompt } from '../support/logs';
import { call, opened } from './sessionRig';

test('the row and turn of a line; null for an unknown session', async () => {
  const { engine } = await opened([
    prompt('a', 'first'),
    answer('a', 'Hello.'),
    call('t', 'Bash', { command: 'grep tide' }),
    prompt('a', 'second about the tide'),
  ]);
  const { hits } = await engine.call('search', { query: 'tide' });
  const places = await Promise.all(
    hits.map(({ at, file }) => engine.call('placeInSession', { id: 'a', at: at!, file })),
  );
  expect(hits.map(({ role }) => role)).toEqual(['tool', 'prompt']);
  expect(places).toEqual([
    { turn: 0, row: 2 },
    { turn: 1, row: 3 },
  ]);
  expect(await engine.call('placeInSession', { id: 'nobody', at: 0, file: 0 })).toBeNull();
});
