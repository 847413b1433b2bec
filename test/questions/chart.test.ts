/** A session turn by turn. */
import { expect, test } from 'vitest';
import { answer, prompt } from '../support/logs';
import { opened } from './sessionRig';

test('each turn with its usage; null for an unknown session', async () => {
  const { engine } = await opened([
    prompt('a', 'first'),
    answer('a', 'done', { id: 'm1', request: 'r1' }),
    prompt('a', 'second'),
  ]);
  const chart = await engine.call('chart', { id: 'a' });
  expect(chart?.map(({ asksModel }) => asksModel)).toEqual([true, false]);
  const detail = await engine.call('session', { id: 'a' });
  expect(chart?.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(detail?.amounts.output);
  expect(await engine.call('chart', { id: 'nobody' })).toBeNull();
});
