/** Sessions for the Sessions view. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { minute, prompt, put } from '../support/logs';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

test('pages, newest first; live sessions are those that have not ended', async () => {
  const folder = tempFolder();
  const log = (id: string) => join(folder, '.claude', 'projects', '-w-app', `${id}.jsonl`);
  for (const [id, n] of [
    ['old', 0],
    ['newer', 30],
    ['newest', 60],
  ] as const)
    put(log(id), [prompt(id, 'x', { timestamp: minute(n) })]);
  const { engine } = openWindow(folder, null, () => Date.parse(minute(61)));
  await engine.ready;
  const list = async (state: 'live' | 'all', offset: number, limit: number) => {
    const { rows, total } = await engine.call('sessions', { state, offset, limit });
    return [rows.map(({ id }) => id), total];
  };
  expect(await list('all', 0, 2)).toEqual([['newest', 'newer'], 3]);
  expect(await list('all', 2, 2)).toEqual([['old'], 3]);
  // A session ends 35 minutes after its last line.
  expect(await list('live', 0, 9)).toEqual([['newest', 'newer'], 2]);
  expect(await list('live', 1, 9)).toEqual([['newer'], 2]);
});
