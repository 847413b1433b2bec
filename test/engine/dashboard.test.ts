/** The dashboard's figures, with values worked out by hand. */
import { describe, expect, test } from 'vitest';
import { COHORTS } from '../../src/analysis/dimensions';
import * as dashboard from '../../src/engine/dashboard';
import * as data from '../../src/engine/dashboardData';
import { writeReport } from '../../src/engine/reports';
import type { SessionFigures } from '../../src/store/figures';
import type { UsageCell } from '../../src/usage/rows';
import { groupQuery, namedQuery } from '../../webview/dashboard/queries';
import { figures as figuresOf, usage } from '../store/makers';

const NOW = Date.UTC(2026, 2, 10, 12);
const dayOf = (t: number): string => new Date(t).toISOString().slice(0, 10);
const cell = (day: string, hour: number, output: number, model = 'm'): UsageCell => ({
  ...usage({ model, day, input: 0, output, costMicroUsd: output * 10 }),
  hour,
  branch: 'main',
});
const session = (
  id: string,
  day: string,
  output: number,
  more: Partial<SessionFigures> = {},
): SessionFigures =>
  figuresOf(id, {
    startedAt: `${day}T10:00:00.000Z`,
    endedAt: `${day}T11:00:00.000Z`,
    usage: [usage({ model: 'm', day, input: 0, output, costMicroUsd: output * 10 })],
    cells: [cell(day, 10, output)],
    tools: [{ name: 'Bash', server: null, calls: 10, errors: 2, denied: 1, interrupted: 0, cancelled: 0 }],
    toolDays: [{ day, calls: 10, errors: 2, denied: 1 }],
    ...more,
  });
const all = [
  session('a', '2026-03-10', 100),
  session('a/x', '2026-03-10', 50, { parent: 'a', agentType: 'Explore' }),
  session('b', '2026-03-05', 200, { prompts: 3 }),
  session('c', '2026-03-01', 400),
  session('d', '2026-01-05', 1_000),
];
const sources = { figures: all, now: NOW, dayOf };

test('overview: the days, the same number before, a day without work is a day', () => {
  const seven = data.Overview.parse(dashboard.overview('7d', sources, () => false));
  expect([seven.from, seven.to]).toEqual(['2026-03-04', '2026-03-10']);
  expect(seven.now).toEqual({
    sessions: 2,
    prompts: 4,
    tokens: 350,
    costMicroUsd: 3_500,
    unpricedTokens: 0,
    lowerBound: false,
    calls: 30,
    errors: 6,
  });
  // 2026-02-25 to 2026-03-03
  expect(seven.before).toMatchObject({ sessions: 1, tokens: 400, costMicroUsd: 4_000 });
  expect(seven.days.map(({ day, tokens }) => [day.slice(8), tokens])).toEqual([
    ['04', 0],
    ['05', 200],
    ['06', 0],
    ['07', 0],
    ['08', 0],
    ['09', 0],
    ['10', 150],
  ]);
  expect(seven.activity).toHaveLength(90);
  expect(seven.activity.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(1_750);
  // 2026-03-10 is a Tuesday, 2026-03-05 a Thursday.
  expect(seven.hours).toEqual(
    expect.arrayContaining([
      { weekday: 1, hour: 10, requests: 2 },
      { weekday: 3, hour: 10, requests: 1 },
    ]),
  );
  expect(seven.models).toEqual([
    { model: 'm', tokens: 350, costMicroUsd: 3_500, unpricedTokens: 0, lowerBound: false },
  ]);
  // A call counts on the day it was made on, though its session was active on both.
  const long = session('l', '2026-03-03', 1, {
    endedAt: '2026-03-04T01:00:00.000Z',
    toolDays: [
      { day: '2026-03-03', calls: 9, errors: 2, denied: 0 },
      { day: '2026-03-04', calls: 1, errors: 1, denied: 0 },
    ],
  });
  const over = dashboard.overview('7d', { ...sources, figures: [...all, long] }, () => false);
  expect(over.now).toMatchObject({ sessions: 3, calls: 31, errors: 7 });
  expect(over.before).toMatchObject({ sessions: 2, calls: 19, errors: 4 });
  const ever = dashboard.overview('all', sources, () => false);
  expect(ever).toMatchObject({ from: null, before: null, now: { sessions: 4, tokens: 1_750 } });
  expect(ever.days[0]).toMatchObject({ day: '2026-01-05', tokens: 1_000 });
});

test('nothing at all is nothing, not an error', () => {
  const none = { figures: [], now: NOW, dayOf };
  expect(dashboard.overview('all', none, () => false).now).toMatchObject({
    sessions: 0,
    tokens: 0,
    costMicroUsd: 0,
  });
  expect(dashboard.tools('all', none)).toMatchObject({ tools: [], servers: [], agents: [] });
  expect(dashboard.models('30d', none)).toMatchObject({ models: [], weeks: [], outside: 0 });
  expect(data.Health.parse(dashboard.health([], null, null))).toMatchObject({ lines: 0, savedAt: null });
});

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
  const found = data.Tools.parse(
    dashboard.tools('7d', { ...sources, figures: [...all, session('e', '2026-03-09', 1, { tools: [mcp] })] }),
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
      calls: 10,
      errors: 2,
    },
  ]);
});

test('models by week', () => {
  const found = data.Models.parse(dashboard.models('all', sources));
  expect(found.models).toMatchObject([{ model: 'm', requests: 5, output: 1_750, costMicroUsd: 17_500 }]);
  expect(found.weeks).toEqual([
    { week: '2026-W02', tokens: { m: 1_000 } },
    { week: '2026-W09', tokens: { m: 400 } },
    { week: '2026-W10', tokens: { m: 200 } },
    { week: '2026-W11', tokens: { m: 150 } },
  ]);
});

test('finding: query, order, pages, and what is wrong with a query', () => {
  const find = (query: string, sort: data.Sort, descending = true, offset = 0, limit = 10) =>
    data.Found.parse(
      dashboard.find({ query, sort, descending, offset, limit }, sources, (file) => file.includes('/c')),
    );
  expect(find('', 'started').rows.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  expect(find('', 'cost', false).rows.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  expect(find('', 'cost').rows.map(({ id, costMicroUsd }) => [id, costMicroUsd])[0]).toEqual(['d', 10_000]);
  expect(find('', 'started', true, 1, 2)).toMatchObject({
    total: 4,
    rows: [{ id: 'b' }, { id: 'c', gone: true }],
  });
  expect(find('cost:>0.003', 'started').total).toBe(2);
  expect(find('x:y', 'started')).toMatchObject({
    rows: [],
    total: 0,
    error: expect.stringContaining('“x:”') as string,
  });
});

test('health: what was not understood, by how often', () => {
  const parse = {
    ...all[0]!.parse,
    lines: 10,
    understood: 8,
    malformed: 1,
    versions: { '2.1.0': 10 },
    drift: [{ version: '2.1.0', what: 'kind' as const, name: 'mystery', count: 2 }],
  };
  const found = data.Health.parse(
    dashboard.health(
      [
        session('a', '2026-03-10', 1, { parse }),
        session('b', '2026-03-10', 1, {
          parse,
          usage: [usage({ model: 'odd', costMicroUsd: null, requests: 3 })],
        }),
      ],
      NOW,
      { mine: true, pid: 7, host: 'here', until: NOW + 60_000 },
    ),
  );
  expect(found).toEqual({
    lines: 20,
    understood: 16,
    malformed: 2,
    drift: [
      {
        version: '2.1.0',
        what: 'kind',
        name: 'mystery',
        count: 4,
        share: 0.2,
        affects: expect.stringContaining('prompts') as string,
      },
    ],
    versions: [{ version: '2.1.0', lines: 20 }],
    unpriced: [{ model: 'odd', requests: 3 }],
    savedAt: new Date(NOW).toISOString(),
    writer: { mine: true, pid: 7, host: 'here', until: new Date(NOW + 60_000).toISOString() },
  });
});

test('tool calls by day are those of the day they were made on', () => {
  const days = (calls: number) => [{ day: '2026-03-09', calls, errors: 1, denied: 0 }];
  const found = dashboard.tools('7d', {
    ...sources,
    figures: [
      session('a', '2026-03-10', 1, { toolDays: days(3) }),
      session('a/x', '2026-03-10', 1, { toolDays: days(4) }),
    ],
  });
  expect(found.days).toHaveLength(7);
  expect(found.days[5]).toEqual({ day: '2026-03-09', calls: 7, errors: 2, denied: 0 });
});

test('cohort: the metrics that were chosen, small groups redacted', () => {
  const many = Array.from({ length: 7 }, (_, i) =>
    session(`s${i}`, '2026-03-10', 100 * (i + 1), { gitBranches: [i < 5 ? 'main' : 'side'] }),
  );
  const found = data.Cohort.parse(dashboard.cohort('branch', ['cost'], '7d', { ...sources, figures: many }));
  expect(found.metrics.map(({ name }) => name)).toEqual(['cost']);
  expect(found.all.length).toBeGreaterThan(20);
  expect(found.rows.map(({ key, cells }) => [key, cells[0]?.n, cells[0]?.mean])).toEqual([
    ['main', 5, 3_000],
    ['side', 2, null],
  ]);
});

test('cohort: the sessions that began in the days, as in its report; each row leads to its own', () => {
  const many = [
    session('before', '2026-03-01', 1, { endedAt: '2026-03-09T11:00:00.000Z', repository: '/w/api' }),
    session('unknown', '2026-03-09', 1, { startedAt: null, endedAt: null }),
    session('future', '2026-04-01', 1),
    ...Array.from({ length: 5 }, (_, i) =>
      session(`s${i}`, `2026-03-0${5 + i}`, 1, {
        repository: i < 3 ? '/w/api' : '/w/api v2',
        claudeVersions: i < 2 ? ['2.1.1', '2.1.10'] : [i < 4 ? '2.1.1' : '2.1.10'],
        gitBranches: i === 0 ? [] : i === 1 ? ['main'] : ['main-2'],
        permissionModes: i < 3 ? ['plan'] : [],
      }),
    ),
  ];
  const of = { ...sources, figures: many };
  const report = (from: string | null, to: string | null): number => {
    const text = writeReport(
      {
        kind: 'cohort',
        format: 'json',
        by: 'project',
        metrics: ['cost'],
        from,
        to,
        pivot: null,
        periods: null,
        ids: [],
        filter: {},
        query: '',
      },
      { figures: many, session: () => null, rules: { dayOf } as never },
    );
    return (JSON.parse(text) as { sessions: number }).sessions;
  };
  const week = dashboard.cohort('project', ['cost'], '7d', of);
  expect([week.sessions, report(week.from, week.to)]).toEqual([5, 5]);
  const ever = dashboard.cohort('project', ['cost'], 'all', of);
  expect([ever.from, ever.sessions, report(null, null)]).toEqual([null, 8, 8]);
  for (const range of ['7d', '30d', 'all'] as const)
    for (const by of COHORTS) {
      const found = dashboard.cohort(by, ['cost'], range, of);
      for (const { key, sessions } of found.rows) {
        const query = groupQuery(by, key, found)!;
        const listed = dashboard.find(
          { query, sort: 'started', descending: true, offset: 0, limit: 1 },
          of,
          () => false,
        );
        expect([query, listed.error, listed.total]).toEqual([query, null, sessions]);
      }
    }
});

test('overview names the sessions that cost most', () => {
  expect(
    dashboard.overview('7d', sources, () => false).top.map(({ id, costMicroUsd }) => [id, costMicroUsd]),
  ).toEqual([
    ['b', 2_000],
    ['a', 1_500],
  ]);
});

describe('what is not known', () => {
  const priced = { ...cell('2026-03-09', 9, 100) };
  const free = { ...cell('2026-03-09', 9, 300, 'x'), costMicroUsd: null };
  const of = (id: string, cells: UsageCell[], more: Partial<SessionFigures> = {}): SessionFigures =>
    session(id, '2026-03-09', 1, { cells, usage: cells, ...more });
  const seen = (figures: SessionFigures[], range: data.Range = '7d') =>
    data.Overview.parse(dashboard.overview(range, { ...sources, figures }, () => false));

  test('tokens without a price are no $0, and a part without one makes a lower bound', () => {
    // 100 tokens for 1,000 µ$ and 300 without a price.
    const both = { tokens: 400, costMicroUsd: 1_000, unpricedTokens: 300, lowerBound: false };
    const none = { tokens: 300, costMicroUsd: null, unpricedTokens: 300, lowerBound: false };
    const mixed = seen([of('a', [priced, free])]);
    expect(mixed.now).toMatchObject(both);
    expect(mixed.days[5]).toEqual({ day: '2026-03-09', sessions: 1, ...both });
    expect(mixed.top[0]).toMatchObject(both);
    expect(mixed.models).toEqual([
      { model: 'm', tokens: 100, costMicroUsd: 1_000, unpricedTokens: 0, lowerBound: false },
      { model: 'x', ...none },
    ]);
    const nothing = seen([of('a', [free])]);
    expect([nothing.now, nothing.days[5], nothing.top[0]]).toMatchObject([none, none, none]);
    // Where nothing was used nothing was paid.
    const idle = { tokens: 0, costMicroUsd: 0, unpricedTokens: 0, lowerBound: false };
    expect([nothing.days[4], nothing.before]).toMatchObject([idle, idle]);
    // A model without a price that was asked for nothing costs nothing.
    expect(seen([of('a', [{ ...free, output: 0 }])]).now).toMatchObject(idle);
    const models = data.Models.parse(
      dashboard.models('7d', { ...sources, figures: [of('a', [priced, free])] }),
    );
    expect(models.models).toMatchObject(mixed.models);
  });

  test('a missing final usage is another thing than a missing price', () => {
    const open = seen([of('a', [{ ...priced, lowerBound: 1 }])]);
    const bound = { tokens: 100, costMicroUsd: 1_000, unpricedTokens: 0, lowerBound: true };
    expect([open.now, open.days[5], open.models[0], open.top[0]]).toMatchObject([bound, bound, bound, bound]);
    expect(
      dashboard.tools('7d', { ...sources, figures: [of('a', [{ ...priced, lowerBound: 3 }])] }).lowerBound,
    ).toBe(3);
  });

  test('tools and types of sub-agents', () => {
    const byTool = [
      { tool: 'Bash', tokens: 300, costMicroUsd: 0, unpricedTokens: 300 },
      { tool: '', tokens: 50, costMicroUsd: 20, unpricedTokens: 30 },
    ];
    const found = data.Tools.parse(
      dashboard.tools('7d', {
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

  test('a clock that went wrong does not stretch the days, and what it put outside is told', () => {
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
    expect(ever.outside).toEqual({ tokens: 83, costMicroUsd: 830, unpricedTokens: 0, lowerBound: false });
    expect(ever.hours).toEqual([{ weekday: 6, hour: 10, requests: 1 }]);
    // Of some days only what has no time at all may be of them.
    expect(seen(figures).outside.tokens).toBe(8);
    const tools = dashboard.tools('all', { ...sources, figures });
    // 4 calls of 1970, and the 6 of its 10 that have no day.
    expect([tools.days.length, tools.outside]).toEqual([10, 10]);
    const models = dashboard.models('all', { ...sources, figures });
    expect([models.weeks, models.outside]).toEqual([[{ week: '2026-W09', tokens: { m: 1_000 } }], 83]);
  });
});

describe('sub-agents', () => {
  const asked = (figures: SessionFigures[]) => ({ ...sources, figures });
  const list = (query: string, figures: SessionFigures[]) =>
    dashboard.find(
      { query, sort: 'errors', descending: true, offset: 0, limit: 10 },
      asked(figures),
      () => false,
    );

  test('a session is active while a sub-agent of it is', () => {
    const figures = [
      session('a', '2026-03-08', 100),
      session('a/x', '2026-03-09', 50, { startedAt: '2026-03-08T23:45:00.000Z' }),
    ];
    const { days } = dashboard.overview('7d', asked(figures), () => false);
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

  test('one whose session is not known counts in tokens and calls, not in sessions', () => {
    const figures = [session('a', '2026-03-09', 100), session('gone/x', '2026-03-10', 50)];
    const found = data.Overview.parse(dashboard.overview('7d', asked(figures), () => false));
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
      calls: 10,
    });
    const tools = data.Tools.parse(dashboard.tools('7d', asked(figures)));
    expect(tools.tools.map(({ key, calls }) => [key, calls])).toEqual([['Bash', 20]]);
    expect(tools.days.reduce((sum, { calls }) => sum + calls, 0)).toBe(20);
    expect(dashboard.overview('7d', sources, () => false).orphans.runs).toBe(0);
  });
});

test('the order of reading changes nothing', () => {
  const many = [
    ...Array.from({ length: 15 }, (_, i) => session(`s${String(i).padStart(2, '0')}`, '2026-03-09', 100)),
    session('z', '2026-03-06', 100, { cells: [cell('2026-03-06', 3, 100, 'other')] }),
  ];
  const read = (figures: SessionFigures[]) => {
    const of = { ...sources, figures };
    return JSON.stringify([
      dashboard.overview('all', of, () => false),
      dashboard.tools('all', of),
      dashboard.models('all', of),
    ]);
  };
  expect(read(many.toReversed())).toBe(read(many));
  expect(
    dashboard
      .overview('7d', { ...sources, figures: many.toReversed() }, () => false)
      .top.slice(0, 3)
      .map(({ id }) => id),
  ).toEqual(['s00', 's01', 's02']);
});

test('attention: the worst first, of those the newest; only of seven days; who waits is told', () => {
  const at = (id: string, severity: 'ok' | 'warn' | 'critical', endedAt: string, waiting = false) =>
    session(id, '2026-03-01', 1, {
      endedAt,
      waiting,
      signals: [
        {
          name: 'stop_phrase',
          value: 1,
          measure: 1,
          severity,
          ceiling: 'critical',
          label: '',
          detail: {},
          evidence: [],
        },
      ],
    });
  const figures = [
    at('old', 'critical', '2026-03-03T11:59:59.000Z'),
    at('edge', 'warn', '2026-03-03T12:00:00.000Z'),
    at('fine', 'ok', '2026-03-10T11:00:00.000Z'),
    at('waits', 'ok', '2026-03-10T11:50:00.000Z', true),
    at('left', 'ok', '2026-03-09T11:50:00.000Z', true),
    at('bad', 'critical', '2026-03-05T11:00:00.000Z'),
    ...Array.from({ length: 7 }, (_, i) =>
      at(`w${i}`, 'warn', `2026-03-${String(i + 4).padStart(2, '0')}T10:00:00.000Z`),
    ),
  ];
  const looked: string[] = [];
  const { attention } = data.Overview.parse(
    dashboard.overview(
      '7d',
      { ...sources, figures },
      () => false,
      ({ id }) => (looked.push(id), id === 'waits'),
    ),
  );
  // 9 at WARN or CRITICAL, and one that waits, which is well and comes last.
  expect(attention.total).toBe(10);
  expect(attention.rows.map(({ id }) => id)).toEqual(['bad', 'w6', 'w5', 'w4', 'w3', 'w2', 'w1', 'w0']);
  expect(looked).toEqual(['waits', 'left']);
  const few = dashboard.overview(
    '7d',
    { ...sources, figures: figures.slice(0, 5) },
    () => false,
    () => true,
  );
  expect(few.attention.rows.map(({ id, severity, waiting }) => [id, severity, waiting])).toEqual([
    ['edge', 'warn', false],
    ['waits', 'ok', true],
    ['left', 'ok', true],
  ]);
});

test('a model, tool, server or type of sub-agent leads to the sessions that used it', () => {
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
  const days = dashboard.overview('7d', { ...sources, figures }, () => false);
  const listed = (field: 'model' | 'tool' | 'server' | 'agent', name: string) => {
    const query = namedQuery(field, name, days)!;
    const page = { query, sort: 'title', descending: true, offset: 0, limit: 10 } as const;
    return dashboard.find(page, { ...sources, figures }, () => false).rows.map(({ id }) => id);
  };
  expect(days.models.map(({ model }) => [model, listed('model', model)])).toEqual([
    ['m', ['a']],
    ['(no model named)', ['b']],
    ['m-2', ['a']],
  ]);
  const { tools, servers, agents } = dashboard.tools('7d', { ...sources, figures });
  expect(tools.map(({ key }) => [key, listed('tool', key)])).toEqual([
    ['Bash', ['a']],
    ['BashOutput', ['b']],
    ['mcp__git hub__log', ['a']],
  ]);
  expect(servers.map(({ key }) => listed('server', key))).toEqual([['a']]);
  expect(agents.map(({ type }) => listed('agent', type))).toEqual([['a']]);
  expect(namedQuery('model', 'say "hi" now', days)).toBeNull();
});
