/** Rules for several tabs of the dashboard, with values computed by hand. */
import { describe, expect, test } from 'vitest';
import { Health } from '../../src/questions/health';
import { Models } from '../../src/questions/models';
import { Overview } from '../../src/questions/overview';
import { Range } from '../../src/questions/shared/dashboard/ranges';
import { Tools } from '../../src/questions/tools';
import { find } from '../../src/questions/findSessions';
import { health } from '../../src/questions/health';
import { models as modelsOf } from '../../src/questions/models';
import { overview } from '../../src/questions/overview';
import { tools as toolsOf } from '../../src/questions/tools';
import type { SessionFigures } from '../../src/store/figures';
import type { UsageCell } from '../../src/usage/rows';
import { namedQuery } from '../../webview/dashboard/queries';
import { usage } from '../store/makers';
import { cell, dayOf, NOW, session, sources } from './dashboardRig';

test('without sessions the answers are empty, no error', () => {
  const none = { figures: [], now: NOW, dayOf };
  expect(overview('all', none, () => false).now).toMatchObject({
    sessions: 0,
    tokens: 0,
    costMicroUsd: 0,
  });
  expect(toolsOf('all', none)).toMatchObject({ tools: [], servers: [], agents: [] });
  expect(modelsOf('30d', none)).toMatchObject({ models: [], outside: 0 });
  expect(Health.parse(health([], null, null))).toMatchObject({ lines: 0, savedAt: null });
});

describe('missing prices and usage', () => {
  const priced = { ...cell('2026-03-09', 9, 100) };
  const free = { ...cell('2026-03-09', 9, 300, 'x'), costMicroUsd: null };
  const of = (id: string, cells: UsageCell[], more: Partial<SessionFigures> = {}): SessionFigures =>
    session(id, '2026-03-09', 1, { cells, usage: cells, ...more });
  const seen = (figures: SessionFigures[], range: Range = '7d') =>
    Overview.parse(overview(range, { ...sources, figures }, () => false));

  test('unpriced tokens have no cost, not $0, and an unpriced part makes a lower bound', () => {
    // 100 tokens for 1,000 µ$ and 300 without a price.
    const both = {
      tokens: 400,
      costMicroUsd: 1_000,
      unpricedTokens: 300,
      lowerBound: false,
      costAtLeast: false,
    };
    const none = {
      tokens: 300,
      costMicroUsd: null,
      unpricedTokens: 300,
      lowerBound: false,
      costAtLeast: false,
    };
    const mixed = seen([of('a', [priced, free])]);
    expect(mixed.now).toMatchObject(both);
    expect(mixed.days[5]).toEqual({ day: '2026-03-09', sessions: 1, ...both });
    expect(mixed.top[0]).toMatchObject(both);
    expect(mixed.models).toEqual([
      {
        model: 'm',
        tokens: 100,
        costMicroUsd: 1_000,
        unpricedTokens: 0,
        lowerBound: false,
        costAtLeast: false,
      },
      { model: 'x', ...none },
    ]);
    const nothing = seen([of('a', [free])]);
    expect([nothing.now, nothing.days[5], nothing.top[0]]).toMatchObject([none, none, none]);
    // Without usage the cost is 0.
    const idle = { tokens: 0, costMicroUsd: 0, unpricedTokens: 0, lowerBound: false, costAtLeast: false };
    expect([nothing.days[4], nothing.before]).toMatchObject([idle, idle]);
    // An unpriced model without tokens costs nothing.
    expect(seen([of('a', [{ ...free, output: 0 }])]).now).toMatchObject(idle);
    const models = Models.parse(modelsOf('7d', { ...sources, figures: [of('a', [priced, free])] }));
    expect(models.models).toMatchObject(mixed.models);
  });

  test('a missing final usage is not counted as a missing price', () => {
    const open = seen([of('a', [{ ...priced, lowerBound: 1 }])]);
    const bound = {
      tokens: 100,
      costMicroUsd: 1_000,
      unpricedTokens: 0,
      lowerBound: true,
      costAtLeast: true,
    };
    expect([open.now, open.days[5], open.models[0], open.top[0]]).toMatchObject([bound, bound, bound, bound]);
    expect(toolsOf('7d', { ...sources, figures: [of('a', [{ ...priced, lowerBound: 3 }])] }).lowerBound).toBe(
      3,
    );
  });

  test('tools and types of sub-agents', () => {
    const byTool = [
      { tool: 'Bash', tokens: 300, costMicroUsd: 0, unpricedTokens: 300 },
      { tool: '', tokens: 50, costMicroUsd: 20, unpricedTokens: 30 },
    ];
    const found = Tools.parse(
      toolsOf('7d', {
        ...sources,
        figures: [of('a', [priced], { byTool }), of('a/x', [priced, free], { parent: 'a', tools: [] })],
      }),
    );
    expect(found.tools.map(({ key, costMicroUsd }) => [key, costMicroUsd])).toEqual([
      ['Bash', null],
      ['(no tool)', 20],
    ]);
    expect(found.agents).toMatchObject([
      { type: '(type unknown)', tokens: 400, costMicroUsd: 1_000, unpricedTokens: 300 },
    ]);
  });

  test('a wrong clock does not extend the days; its usage is counted outside', () => {
    const lost = [
      of('old', [{ ...cell('1970-01-01', 0, 70) }], {
        toolDays: [{ day: '1970-01-01', calls: 4, errors: 0, denied: 0 }],
      }),
      of('new', [{ ...cell('2031-01-01', 0, 5) }], { tools: [], toolDays: [] }),
      of('none', [{ ...cell('', 0, 8), day: null }], { tools: [], toolDays: [] }),
    ];
    const figures = [session('d', '2026-03-01', 1_000), ...lost];
    const ever = seen(figures, 'all');
    expect([ever.days.length, ever.days[0]?.day, ever.now.tokens]).toEqual([10, '2026-03-01', 1_083]);
    expect(ever.outside).toEqual({
      tokens: 83,
      costMicroUsd: 830,
      unpricedTokens: 0,
      lowerBound: false,
      costAtLeast: false,
    });
    expect(ever.hours).toEqual([{ weekday: 6, hour: 10, requests: 1 }]);
    // For a range of days, only usage without any time may belong to them.
    expect(seen(figures).outside.tokens).toBe(8);
    const tools = toolsOf('all', { ...sources, figures });
    // 4 calls of 1970, and the 6 of its 10 that have no day.
    expect([tools.steps.length, tools.outside]).toEqual([10, 10]);
    const models = modelsOf('all', { ...sources, figures });
    const used = models.steps.flatMap(({ key, tokens }) =>
      tokens['m'] === undefined ? [] : [[key, tokens]],
    );
    expect([models.steps.length, used, models.outside]).toEqual([10, [['2026-03-01', { m: 1_000 }]], 83]);
  });
});

describe('sub-agents', () => {
  const asked = (figures: SessionFigures[]) => ({ ...sources, figures });
  const list = (query: string, figures: SessionFigures[]) =>
    find({ query, sort: 'errors', descending: true, offset: 0, limit: 10 }, asked(figures), () => false);

  test('a session is active while a sub-agent of it is', () => {
    const figures = [
      session('a', '2026-03-08', 100),
      session('a/x', '2026-03-09', 50, { startedAt: '2026-03-08T23:45:00.000Z' }),
    ];
    const { days } = overview('7d', asked(figures), () => false);
    expect(days.flatMap((one) => (one.sessions > 0 ? [[one.day, one.sessions, one.tokens]] : []))).toEqual([
      ['2026-03-08', 1, 100],
      ['2026-03-09', 1, 50],
    ]);
    expect(list('since:2026-03-09 until:2026-03-09', figures).total).toBe(1);
    expect(list('since:2026-03-10', figures).total).toBe(0);
  });

  test('their failed calls count', () => {
    const figures = [session('a', '2026-03-09', 1, { tools: [] }), session('a/x', '2026-03-09', 1)];
    expect(list('errors:2', figures).rows.map(({ id, errors }) => [id, errors])).toEqual([['a', 2]]);
  });

  test('one of an unknown session counts in tokens and calls, not in sessions', () => {
    const figures = [session('a', '2026-03-09', 100), session('gone/x', '2026-03-10', 50)];
    const found = Overview.parse(overview('7d', asked(figures), () => false));
    expect(found.now).toMatchObject({ sessions: 1, tokens: 150, costMicroUsd: 1_500, calls: 20 });
    expect(found.days.slice(-2).map((one) => [one.sessions, one.tokens])).toEqual([
      [1, 100],
      [0, 50],
    ]);
    expect(found.orphans).toEqual({
      runs: 1,
      tokens: 50,
      costMicroUsd: 500,
      unpricedTokens: 0,
      lowerBound: false,
      costAtLeast: false,
      calls: 10,
    });
    const tools = Tools.parse(toolsOf('7d', asked(figures)));
    expect(tools.tools.map(({ key, calls }) => [key, calls])).toEqual([['Bash', 20]]);
    expect(tools.steps.reduce((sum, { calls }) => sum + calls, 0)).toBe(20);
    expect(overview('7d', sources, () => false).orphans.runs).toBe(0);
  });
});

test('the order of reading changes nothing', () => {
  const many = [
    ...Array.from({ length: 15 }, (_, i) => session(`s${String(i).padStart(2, '0')}`, '2026-03-09', 100)),
    session('z', '2026-03-06', 100, { cells: [cell('2026-03-06', 3, 100, 'other')] }),
  ];
  const read = (figures: SessionFigures[]) => {
    const of = { ...sources, figures };
    return JSON.stringify([overview('all', of, () => false), toolsOf('all', of), modelsOf('all', of)]);
  };
  expect(read(many.toReversed())).toBe(read(many));
  expect(
    overview('7d', { ...sources, figures: many.toReversed() }, () => false)
      .top.slice(0, 3)
      .map(({ id }) => id),
  ).toEqual(['s00', 's01', 's02']);
});

test('the query of a model, tool, server or type of sub-agent finds the sessions that used it', () => {
  const tool = (name: string, server: string | null = null) => [
    { name, server, calls: 1, errors: 0, denied: 0, interrupted: 0, cancelled: 0 },
  ];
  const figures = [
    session('a', '2026-03-09', 100),
    session('a/x', '2026-03-09', 50, {
      usage: [usage({ model: 'm-2' })],
      cells: [cell('2026-03-09', 1, 50, 'm-2')],
      tools: tool('mcp__git hub__log', 'git hub'),
      agentType: 'Explore',
    }),
    session('b', '2026-03-09', 1, {
      usage: [usage({ model: '' })],
      cells: [cell('2026-03-09', 1, 50, '')],
      tools: tool('BashOutput'),
    }),
    session('c', '2026-01-09', 1),
  ];
  const days = overview('7d', { ...sources, figures }, () => false);
  const listed = (field: 'model' | 'tool' | 'server' | 'agent', name: string) => {
    const query = namedQuery(field, name, days)!;
    const page = { query, sort: 'title', descending: true, offset: 0, limit: 10 } as const;
    return find(page, { ...sources, figures }, () => false).rows.map(({ id }) => id);
  };
  expect(days.models.map(({ model }) => [model, listed('model', model)])).toEqual([
    ['m', ['a']],
    ['(no model named)', ['b']],
    ['m-2', ['a']],
  ]);
  const { tools, servers, agents } = toolsOf('7d', { ...sources, figures });
  expect(tools.map(({ key }) => [key, listed('tool', key)])).toEqual([
    ['Bash', ['a']],
    ['BashOutput', ['b']],
    ['mcp__git hub__log', ['a']],
  ]);
  expect(servers.map(({ key }) => listed('server', key))).toEqual([['a']]);
  expect(agents.map(({ type }) => listed('agent', type))).toEqual([['a']]);
  expect(namedQuery('model', 'say "hi" now', days)).toBeNull();
});
