/** A session as its panel shows it. */
import { expect, test } from 'vitest';
import { answer, prompt } from '../support/logs';
import { opened } from './sessionRig';

test('a session with its row, its turns and what they used; nothing of one that is not known', async () => {
  const { engine } = await opened([
    prompt('a', 'first'),
    answer('a', 'done', { id: 'm1', request: 'r1' }),
    prompt('a', 'second'),
  ]);
  const detail = await engine.call('session', { id: 'a' });
  expect(detail).toMatchObject({ row: { id: 'a', prompts: 2 }, turns: 2, subAgents: [], reconciled: null });
  expect(detail?.chart.map(({ line }) => line)).toEqual([0, 2]);
  expect(detail?.chart.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(detail?.amounts.output);
  expect(await engine.call('session', { id: 'nobody' })).toBeNull();
});
