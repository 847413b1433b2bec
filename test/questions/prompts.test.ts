/** The rail of prompts. */
import { expect, test } from 'vitest';
import { answer, prompt, result } from '../conformance/logs';
import { bash, failed, opened } from './cardsRig';

test('the rail has each prompt’s beginning, cost and failures', async () => {
  const { engine } = await opened([
    prompt('a', 'first\nprompt'),
    bash('t1', 'x'),
    result('a', 't1', 'no', {}, failed),
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
