/** The list beside the transcript. */
import { expect, test } from 'vitest';
import { answer, prompt, result, toolUse } from '../conformance/logs';
import { opened } from './sessionRig';

/** An engine on one log. */
test('the list has each prompt’s beginning, cost and failures', async () => {
  const { engine } = await opened([
    prompt('a', 'first\nprompt'),
    answer('a', [toolUse('Bash', { command: 'x' }, 't1')]),
    result('a', 't1', 'no', {}, { is_error: true }),
    prompt('a', 'second'),
    answer('a', 'Hello.'),
  ]);
  const { turns, more } = await engine.call('prompts', { id: 'a' });
  expect(more).toBe(0);
  expect(turns.map(({ text, failed: wrong, costMicroUsd }) => [text, wrong, costMicroUsd])).toEqual([
    ['first prompt', 1, 750],
    ['second', 0, 750],
  ]);
});

test('a long session lists its last prompts and the number of earlier ones; an unknown session has none', async () => {
  const { engine } = await opened(
    Array.from({ length: 405 }, (_, n) => prompt('a', `prompt ${n} ${'long '.repeat(100)}`)),
  );
  const { turns, more } = await engine.call('prompts', { id: 'a' });
  expect([turns.length, more, turns[0]?.turn, turns[0]?.text.startsWith('prompt 5 long')]).toEqual([
    400,
    5,
    5,
    true,
  ]);
  // It is cut with an ellipsis.
  expect(turns[0]?.text).toMatch(/^prompt 5 long .{100,190}…$/);
  expect(await engine.call('prompts', { id: 'none' })).toEqual({ turns: [], more: 0 });
});
