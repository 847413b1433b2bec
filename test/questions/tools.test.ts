/** Cost › Tools, with values computed by hand. */
import { expect, test } from 'vitest';
import { Tools } from '../../src/questions/tools';
import { tools } from '../../src/questions/tools';
import { all, session, sources } from './dashboardRig';

test('tools, servers and sub-agents of conversations in the range', () => {
  const mcp = {
    name: 'mcp__git__log',
    server: 'git',
    calls: 3,
    errors: 1,
    denied: 0,
    interrupted: 0,
    cancelled: 0,
  };
  const found = Tools.parse(
    tools('7d', { ...sources, figures: [...all, session('e', '2026-03-09', 1, { tools: [mcp] })] }),
  );
  expect(found.tools.map(({ key, calls, errors, denied }) => [key, calls, errors, denied])).toEqual([
    ['Bash', 30, 6, 3],
    ['mcp__git__log', 3, 1, 0],
  ]);
  expect(found.servers.map(({ key, calls }) => [key, calls])).toEqual([['git', 3]]);
  expect(found.agents).toEqual([
    {
      type: 'Explore',
      runs: 1,
      tokens: 50,
      costMicroUsd: 500,
      unpricedTokens: 0,
      lowerBound: false,
      costAtLeast: false,
      calls: 10,
      errors: 2,
    },
  ]);
});

test('tool calls count on their own day', () => {
  const days = (calls: number) => [{ day: '2026-03-09', calls, errors: 1, denied: 0 }];
  const found = tools('7d', {
    ...sources,
    figures: [
      session('a', '2026-03-10', 1, { toolDays: days(3) }),
      session('a/x', '2026-03-10', 1, { toolDays: days(4) }),
    ],
  });
  expect(found.steps).toHaveLength(7);
  expect(found.steps[5]).toMatchObject({ key: '2026-03-09', calls: 7, errors: 2, denied: 0 });
});

test('calls that started a sub-agent are counted, also without its log', () => {
  const row = { server: null, denied: 0, interrupted: 0, cancelled: 0 };
  const started = [
    // One failed, one each was denied, interrupted and cancelled.
    { ...row, name: 'Agent', calls: 6, errors: 1, denied: 1, interrupted: 1, cancelled: 1 },
    { ...row, name: 'Task', calls: 8, errors: 0 },
    { ...row, name: 'Read', calls: 5, errors: 0 },
  ];
  const found = Tools.parse(
    tools('7d', { ...sources, figures: [session('a', '2026-03-09', 1, { tools: started })] }),
  );
  expect([found.started, found.agents]).toEqual([10, []]);
});
