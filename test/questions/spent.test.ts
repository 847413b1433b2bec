/** The Cost tab, with values computed by hand. */
import { expect, test } from 'vitest';
import type { Sources } from '../../src/questions/shared/sources';
import { answer, spentOn } from '../../src/questions/spent';
import { allOf, usage } from '../store/makers';
import { cell, dayOf, NOW, session, sources } from './dashboardRig';

const figures = [
  session('a', '2026-03-10', 110, { project: '/w/api' }),
  session('a/x', '2026-03-10', 50, { parent: 'a', project: '/w/api' }),
  session('b', '2026-03-09', 200, {
    project: '/w/web',
    cells: [
      { ...cell('2026-03-09', 9, 150), branch: 'side' },
      { ...cell('2026-03-09', 9, 50), costMicroUsd: null, cacheRead: 30, cacheWrite5m: 4, cacheWrite1h: 6 },
      cell('2026-01-01', 9, 999),
    ],
    byTool: [{ tool: 'Edit', tokens: 100, costMicroUsd: 1_200, unpricedTokens: 0 }],
  }),
  session('c', '2026-03-08', 7, { project: null }),
];

test('by project and branch, the most expensive first; sub-agents with their session', () => {
  const { projects, branches, tokens } = spentOn('7d', { ...sources, figures });
  expect(projects.map(({ project, costMicroUsd, sessions }) => [project, costMicroUsd, sessions])).toEqual([
    ['/w/api', 1_600, 1],
    ['/w/web', 1_500, 1],
    ['', 70, 1],
  ]);
  expect(projects[1]?.unpricedTokens).toBe(90);
  expect(branches.map(({ project, branch, costMicroUsd }) => [project, branch, costMicroUsd])).toEqual([
    ['/w/api', 'main', 1_600],
    ['/w/web', 'side', 1_500],
    ['', 'main', 70],
    ['/w/web', 'main', null],
  ]);
  expect(tokens).toEqual({ input: 0, cacheWrite: 10, cacheRead: 30, output: 367 });
});

// 5 output tokens are 50 µ$ here.
test('what was done on no branch is in its project, and on no branch', () => {
  const none = { ...cell('2026-03-09', 9, 5), branch: '' };
  const found = spentOn('7d', {
    ...sources,
    figures: [session('n', '2026-03-09', 5, { project: '/w/n', cells: [none] })],
  });
  expect([found.projects[0]?.costMicroUsd, found.branches]).toEqual([50, []]);
});

test('tools by cost, of the sessions that were active', () => {
  const { tools } = spentOn('7d', { ...sources, figures });
  expect(tools[0]).toEqual({ tool: 'Edit', costMicroUsd: 1_200 });
  expect(spentOn('today', { ...sources, figures }).tools.map(({ tool }) => tool)).not.toContain('Edit');
});

test('reasons for lower bounds are those of the range, not of this month', () => {
  const open = session('open', '2026-02-02', 1, { usage: [usage({ lowerBound: 1 })] });
  const of = {
    library: { figures: allOf([...figures, open]) },
    now: () => NOW,
    rules: () => ({ dayOf }),
    settings: () => ({ plan: 'api' }),
  } as unknown as Sources;
  expect(answer({ range: '7d', query: '' }, of).unknown).toEqual({ sessions: 3, unfinished: 0, unpriced: 0 });
  expect(answer({ range: 'all', query: '' }, of).unknown).toEqual({
    sessions: 4,
    unfinished: 1,
    unpriced: 0,
  });
});
