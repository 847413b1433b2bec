import { calendarOf } from '../../src/usage/days';
import { expect, test } from 'vitest';
import { usageBy } from '../../src/analysis/usage';
import { reportOf } from '../../src/report/report';
import { placesOfWork } from '../../src/session/paths';
import { answer, folder, inspected, one, prompt } from '../support/logs';

const ALWAYS = { from: null, to: null };
const at = (cwd: string | undefined, output: number) =>
  answer('s', 'x', { usage: { input_tokens: 0, output_tokens: output }, more: { cwd } });
const billed = (...lines: object[]) => {
  const inspection = inspected(folder({ 'p/s.jsonl': lines as Record<string, unknown>[] }));
  return {
    session: one(inspection, 's'),
    by: Object.fromEntries(
      usageBy('project', inspection.sessions, ALWAYS).map(({ key, output }) => [key, output]),
    ),
    inspection,
  };
};

// Usage by project goes by the folder a response was asked for in; the session keeps the project it says it belongs to.
test('after a change of folder the work is billed there', () => {
  const { session, by, inspection } = billed(
    prompt('s', 'x', { cwd: '/home/kim/app' }),
    at('/home/kim/app', 1),
    at('/home/kim/lib', 10),
    at('/home/kim/app', 100),
  );
  expect(by).toEqual({ '/home/kim/app': 101, '/home/kim/lib': 10 });
  expect(session).toMatchObject({ project: '/home/kim/app', repository: '/home/kim/app' });
  expect(session.usage.reduce((sum, row) => sum + row.output, 0)).toBe(111);
  expect(session.cells.map(({ project, output }) => [project, output])).toEqual([
    [undefined, 101],
    ['/home/kim/lib', 10],
  ]);
  const { byProject, total } = reportOf({
    sessions: inspection.sessions,
    ...ALWAYS,
    dayOf: String,
    clock: calendarOf('UTC').clock,
  });
  expect(byProject).toMatchObject([
    { project: '/home/kim/app', sessions: 1, requests: 2 },
    { project: '/home/kim/lib', sessions: 0, requests: 1 },
  ]);
  expect(byProject.reduce((sum, row) => sum + row.costMicroUsd, 0)).toBe(total.costMicroUsd);
});

test.each([
  ['a sub-folder is its project', ['/a/app', '/a/app/web', '/a/app/web/src'], ['/a/app']],
  ['so is it in another spelling', ['C:\\Work\\App', 'c:\\work\\app\\web'], ['C:\\Work\\App']],
  [
    'a worktree is its repository',
    ['/a/app', '/a/app/.claude/worktrees/x', '/a/app/.worktrees/y/src'],
    ['/a/app'],
  ],
  ['a folder whose name begins alike is another', ['/a/app', '/a/app2'], ['/a/app', '/a/app2']],
  ['the folder above is another', ['/a/app/web', '/a/app'], ['/a/app/web', '/a/app']],
  [
    'sub-folders of a folder elsewhere are that folder',
    ['/a/app', '/b/lib', '/b/lib/src'],
    ['/a/app', '/b/lib'],
  ],
  ['a worktree of another repository is that', ['/a/app', '/b/lib/.worktrees/x'], ['/a/app', '/b/lib']],
])('%s', (_, folders, expected) => {
  expect([...new Set(placesOfWork(folders).values())]).toEqual(expected);
});

test('a response that names no folder is of the session’s project, and without any the project is unknown', () => {
  expect(billed(prompt('s', 'x', { cwd: '/a/app' }), at(undefined, 5)).by).toEqual({ '/a/app': 5 });
  expect(billed(prompt('s', 'x', { cwd: undefined }), at(undefined, 5)).by).toEqual({ unknown: 5 });
});

test('the folder is that of the first line of a response', () => {
  const line = (cwd: string) =>
    answer('s', 'x', { id: 'msg_1', request: 'req_1', usage: { output_tokens: 7 }, more: { cwd } });
  expect(billed(prompt('s', 'x', { cwd: '/a/app' }), line('/b'), line('/a/app')).by).toEqual({ '/b': 7 });
});

test('a sub-agent in a folder of its parent’s project is billed to it; in a folder elsewhere to that', () => {
  const side = (cwd: string, output: number) =>
    answer('s', 'x', { usage: { output_tokens: output }, more: { cwd, isSidechain: true, agentId: 'b' } });
  const { sessions } = inspected(
    folder({
      'p/s.jsonl': [prompt('s', 'x', { cwd: '/a/app' })],
      'p/s/subagents/agent-b.jsonl': [side('/a/app/web', 3), side('/c', 4)],
    }),
  );
  expect(usageBy('project', sessions, ALWAYS).map(({ key, output }) => [key, output])).toEqual([
    ['/c', 4],
    ['/a/app', 3],
  ]);
});
