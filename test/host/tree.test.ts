import { expect, test } from 'vitest';
import { dayNodes, groupNodes, staleGroups, type DayNode } from '../../src/host/treeModel';
import { row } from './rig';

const group = (name: string | null, latest: string | null, sessions = 1) => ({
  group: name,
  latest,
  sessions,
});

test('projects: this workspace first, then the latest, empty ones not at all', () => {
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

test('severities the worst first, days the newest first, whatever was written to last', () => {
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

test('days in the order of the rows, and what is left', () => {
  const [project] = groupNodes([group('/p', null, 5)], 'project', () => false);
  const rows = [
    row({ id: 'a', day: '2026-08-02' }),
    row({ id: 'b' }),
    row({ id: 'c' }),
    row({ id: 'd', day: null }),
  ];
  const nodes = dayNodes(project!, rows, 6);
  expect(
    nodes.map((node) =>
      node.kind === 'day' ? [node.day, node.sessions.length] : [node.kind, 'left' in node ? node.left : 0],
    ),
  ).toEqual([
    ['2026-08-02', 1],
    ['2026-08-01', 2],
    [null, 1],
    ['more', 2],
  ]);
  expect(new Set(nodes.flatMap((node) => (node as DayNode).sessions?.map(({ id }) => id) ?? [])).size).toBe(
    4,
  );
});

test('a group that is a day has its sessions at once', () => {
  const [day] = groupNodes([group('2026-08-01', null, 2)], 'day', () => false);
  const nodes = dayNodes(day!, [row({ id: 'a' }), row({ id: 'b' })], 3);
  expect(nodes.map(({ kind, id }) => [kind, id])).toEqual([
    ['session', 'session:a'],
    ['session', 'session:b'],
    ['more', `more:${day!.id}`],
  ]);
});

test('a loaded group is asked for again when one of its sessions changed, or one came or went', () => {
  const loaded = new Map(
    ['/a', '/b', '/c'].map((name) => [
      `group:${JSON.stringify(name)}`,
      { rows: [row({ id: `in ${name}` })], group: group(name, '2026') },
    ]),
  );
  const now = [group('/a', '2026'), group('/b', '2026'), group('/c', '2026', 2)];
  expect(staleGroups(loaded, now, new Set(['in /a']))).toEqual(['group:"/a"', 'group:"/c"']);
});
