/** A session as its panel shows it. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put, type Lines } from '../support/logs';
import { openWindow, temporary } from '../engine/rig';

async function opened(lines: Lines) {
  const folder = temporary();
  const log = join(folder, '.claude', 'projects', '-w-app', 'a.jsonl');
  put(log, lines);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(1)));
  await engine.ready;
  return { engine, log };
}

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
