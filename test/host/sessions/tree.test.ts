import { expect, test } from 'vitest';
import { dayNodes, groupNodes, renewGroups, staleGroups } from '../../../src/host/sessions/treeModel';
import type { SessionRow } from '../../../src/library/sessionRow';
import { row } from '../rig';

const group = (name: string | null, latest: string | null, sessions = 1) => ({
  group: name,
  latest,
  sessions,
});

test('projects: those of this workspace first, then the latest, without empty ones', () => {
  const nodes = groupNodes(
    [
      group('/old', '2026-01-01'),
      group('/new', '2026-08-01'),
      group('/here', null),
      group('/none', '2027', 0),
    ],
    'project',
    (name) => name === '/here',
  );
  expect(nodes.map((node) => [node.group.group, node.here])).toEqual([
    ['/here', true],
    ['/new', false],
    ['/old', false],
  ]);
});

test('severities worst first, days newest first, independent of the last write', () => {
  const names = (by: 'severity' | 'day', ...keys: (string | null)[]) =>
    groupNodes(
      keys.map((key, i) => group(key, `2026-08-0${i + 1}`)),
      by,
      () => true,
    ).map((node) => [node.group.group, node.here]);
  expect(names('severity', 'ok', 'critical', 'warn').map(([key]) => key)).toEqual(['critical', 'warn', 'ok']);
  expect(names('day', '2026-08-01', null, '2026-08-03')).toEqual([
    ['2026-08-03', false],
    ['2026-08-01', false],
    [null, false],
  ]);
});

/** The nodes below a group: days with their sessions, sessions, and how many more. */
const under = (by: 'project' | 'day' | 'recency', rows: SessionRow[], total: number) => {
  const [node] = groupNodes([group('/p', null, total)], by, () => false);
  const nodes = dayNodes(node!, rows, total);
  return {
    ids: nodes.flatMap((one) => (one.kind === 'day' ? one.sessions : [one])).map(({ id }) => id),
    shown: nodes.map((one) =>
      one.kind === 'day' ? [one.day, one.sessions.length] : [one.kind, 'left' in one ? one.left : 0],
    ),
  };
};
const rows = [
  row({ id: 'a', lastDay: '2026-08-02' }),
  row({ id: 'b' }),
  row({ id: 'c' }),
  row({ id: 'd', lastDay: null }),
];

test('a large project has folders for days in the order of its rows, none for a single session', () => {
  const { shown, ids } = under('project', rows, 20);
  expect(shown).toEqual([
    ['session', 0],
    ['2026-08-01', 2],
    ['session', 0],
    ['more', 16],
  ]);
  expect(new Set(ids).size).toBe(5);
});

test('groups with fewer than twenty sessions, and lists by recency, have no folders for days', () => {
  for (const { shown } of [under('project', rows, 19), under('recency', rows, 400)])
    expect(shown.map(([kind]) => kind)).toEqual(['session', 'session', 'session', 'session', 'more']);
});

test('by recency: starred first, hidden last, independent of the last write', () => {
  const names = ['older', 'hidden', 'today', 'starred', 'week'];
  const nodes = groupNodes(
    names.map((name, i) => group(name, `2026-08-0${i + 1}`)),
    'recency',
    () => true,
  );
  expect(nodes.map((node) => node.group.group)).toEqual(['starred', 'today', 'week', 'older', 'hidden']);
});

test('a group that is the only one with sessions is known as such: it is shown open', () => {
  const alone = (...sessions: number[]) =>
    groupNodes(
      sessions.map((count, i) => group(`/p${i}`, null, count)),
      'project',
      () => false,
    ).map((node) => node.alone);
  expect(alone(3, 0)).toEqual([true]);
  expect(alone(3, 1)).toEqual([false, false]);
});

test('a group that is a day has no folders for days', () => {
  const [day] = groupNodes([group('2026-08-01', null, 2)], 'day', () => false);
  const nodes = dayNodes(day!, [row({ id: 'a' }), row({ id: 'b' })], 3);
  expect(nodes.map(({ kind, id }) => [kind, id])).toEqual([
    ['session', 'session:a'],
    ['session', 'session:b'],
    ['more', `more:${day!.id}`],
  ]);
});

test('a loaded group is asked for again if a session in it changed, was added or removed', () => {
  const loaded = new Map(
    ['/a', '/b', '/c', '/d'].map((name) => [
      `group:${JSON.stringify(name)}`,
      { rows: [row({ id: `in ${name}` })], group: group(name, '2026') },
    ]),
  );
  // In the last one a session replaced another.
  const now = [group('/a', '2026'), group('/b', '2026'), group('/c', '2026', 2), group('/d', '2027')];
  expect(staleGroups(loaded, now, new Set(['in /a']))).toEqual(['group:"/a"', 'group:"/c"', 'group:"/d"']);
});

test('a drawn group is updated with its current number of sessions without redrawing the tree', () => {
  const nodes = groupNodes([group('older', '2026-01-01'), group('week', null, 2)], 'recency', () => true);
  const drawn = new Map(nodes.map((node) => [node.id, node]));
  renewGroups(drawn, [group('older', '2026-02-01', 317), group('today', null, 4)]);
  expect(nodes.map((node) => [node.group.group, node.group.sessions, node.group.latest])).toEqual([
    ['week', 2, null],
    ['older', 317, '2026-02-01'],
  ]);
});
