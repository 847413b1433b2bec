/** Groups of sessions, and the sessions in them. */
import { expect, test } from 'vitest';
import { answer, minute, prompt } from '../support/logs';
import { homeWith, openWindow } from '../engine/rig';

const NOW = Date.parse(minute(1));

const clock = () => NOW;

test('sessions of a worktree are grouped under their repository', async () => {
  const tree = { cwd: '/home/ada/project/.claude/worktrees/fix' };
  const { folder } = homeWith({ 'a.jsonl': [prompt('a', 'x')], 'b.jsonl': [prompt('b', 'y', tree)] });
  const window = openWindow(folder, null, clock);
  await window.engine.ready;
  expect(await window.engine.call('groups', {})).toMatchObject([{ group: '/home/ada/project', sessions: 2 }]);
  const { rows } = await window.engine.call('sessions', {
    state: 'all',
    group: '/home/ada/project',
    offset: 0,
    limit: 9,
  });
  expect(rows.map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['a', 'b']);
});

test('lists by severity, day and branch of the sessions that match a query', async () => {
  const { folder } = homeWith({
    'a.jsonl': [prompt('a', 'x', { gitBranch: 'main' })],
    'b.jsonl': [
      prompt('b', 'y', { gitBranch: 'side' }),
      answer('b', 'z', { id: 'm', request: 'r', more: { gitBranch: 'side' } }),
    ],
  });
  const { engine } = openWindow(folder, null, clock);
  await engine.ready;
  const groups = async (by: 'severity' | 'day' | 'branch', query = '') =>
    (await engine.call('groups', { by, query })).map(({ group, sessions }) => [group, sessions]);
  expect(await groups('severity')).toEqual(
    expect.arrayContaining([
      ['ok', 1],
      ['unjudged', 1],
    ]),
  );
  expect(await groups('day')).toEqual([[expect.stringMatching(/^\d{4}-\d\d-\d\d$/), 2]]);
  expect(await groups('branch')).toEqual(
    expect.arrayContaining([
      ['main', 1],
      ['side', 1],
    ]),
  );
  expect(await groups('branch', 'branch:side')).toEqual([['side', 1]]);
  const page = { state: 'all' as const, offset: 0, limit: 9 };
  const { rows, total } = await engine.call('sessions', { ...page, by: 'branch', group: 'main' });
  expect([rows.map(({ id }) => id), total]).toEqual([['a'], 1]);
  expect((await engine.call('sessions', { ...page, query: 'branch:side' })).rows).toMatchObject([
    { id: 'b' },
  ]);
  await expect(engine.call('groups', { query: 'colour:red' })).rejects.toThrow('There is no condition');
});
