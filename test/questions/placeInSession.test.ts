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
    { turn: 0, row: 2, step: 0 },
    { turn: 1, row: 3, step: 0 },
  ]);
  expect(await engine.call('placeInSession', { id: 'nobody', at: 0, file: 0 })).toBeNull();
});

test('of a row of several steps the one whose call or result the line is', async () => {
  const { engine } = await opened([
    prompt('a', 'look'),
    call('t1', 'Read', { file_path: '/p/quay.ts' }),
    call('t2', 'Grep', { pattern: 'harbour' }),
    call('t3', 'Read', { file_path: '/p/tide.ts' }),
  ]);
  const { hits } = await engine.call('search', { query: 'harbour' });
  expect(await engine.call('placeInSession', { id: 'a', at: hits[0]!.at!, file: 0 })).toEqual({
    turn: 0,
    row: 1,
    step: 1,
  });
});
