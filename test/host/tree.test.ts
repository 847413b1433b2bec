import { expect, test } from 'vitest';
import { dayNodes, liveSection, projectNodes, type DayNode } from '../../src/host/treeModel';
import { live, row } from './rig';

test('no live session, no section', () => {
  expect(liveSection([])).toBeNull();
  expect(liveSection([live({ id: 'a' })])).toMatchObject({ kind: 'live', sessions: [{ id: 'live:a' }] });
});

test('projects: this workspace first, then the latest, empty ones not at all', () => {
  const project = (name: string, latest: string | null, sessions = 1) => ({
    project: name,
    latest,
    sessions,
  });
  const nodes = projectNodes(
    [
      project('/old', '2026-01-01'),
      project('/new', '2026-08-01'),
      project('/here', null),
      project('/none', '2027', 0),
    ],
    (name) => name === '/here',
  );
  expect(nodes.map((node) => [node.project.project, node.here])).toEqual([
    ['/here', true],
    ['/new', false],
    ['/old', false],
  ]);
});

test('days in the order of the rows, and what is left', () => {
  const [project] = projectNodes([{ project: '/p', latest: null, sessions: 5 }], () => false);
  const nodes = dayNodes(
    project!,
    [row({ id: 'a', day: '2026-08-02' }), row({ id: 'b' }), row({ id: 'c' }), row({ id: 'd', day: null })],
    6,
  );
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
