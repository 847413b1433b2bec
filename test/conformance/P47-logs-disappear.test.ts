import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openWindow } from '../engine/rig';
import { expect, test } from 'vitest';
import { answer, prompt, put } from '../support/logs';
import { tempFolder } from '../support/tempFolder';

// Claude Code deletes logs; the archive keeps the figures for each file and says that its log is gone, and a copy
// elsewhere does not take over what the deleted file owned.
test('figures stay, and stay where they were', async () => {
  const home = tempFolder();
  const storage = tempFolder();
  const log = (name: string) => join(home, '.claude', 'projects', 'p', `${name}.jsonl`);
  const shared = { id: 'msg_0000000001', request: 'req_1' };
  put(log('a'), [prompt('a', 'x', { timestamp: '2026-08-01T09:00:00.000Z' }), answer('a', 'hi', shared)]);
  put(log('b'), [prompt('b', 'y'), answer('b', 'hi', shared)]);
  const now = () => Date.parse('2026-08-01T12:00:00.000Z');
  const first = openWindow(home, storage, now);
  await first.engine.ready;
  await first.engine.call('close', null);
  rmSync(log('a'));
  const second = openWindow(home, storage, now);
  await second.engine.ready;
  await second.engine.call('refresh', {});
  const { rows } = await second.engine.call('sessions', { state: 'all', offset: 0, limit: 10 });
  expect(
    rows
      .map(({ id, messages, gone }) => [id, messages, gone])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ).toEqual([
    ['a', 1, true],
    ['b', 0, false],
  ]);
});
