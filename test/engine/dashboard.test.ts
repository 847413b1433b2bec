/** The dashboard's figures, with values worked out by hand. */
import { expect, test } from 'vitest';
import * as dashboard from '../../src/engine/dashboard';
import * as data from '../../src/engine/dashboardData';
import type { SessionFigures } from '../../src/store/figures';
import type { UsageCell } from '../../src/usage/rows';
import { figures, usage } from '../store/makers';

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
  figures(id, {
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
  expect(seven.models).toEqual([{ model: 'm', tokens: 350, costMicroUsd: 3_500 }]);
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
    costMicroUsd: null,
  });
  expect(dashboard.tools('all', none)).toMatchObject({ tools: [], servers: [], agents: [] });
  expect(dashboard.models('30d', none)).toEqual({ models: [], weeks: [] });
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
    { type: 'Explore', runs: 1, tokens: 50, costMicroUsd: 500, calls: 10, errors: 2 },
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

test('overview names the sessions that cost most', () => {
  expect(
    dashboard.overview('7d', sources, () => false).top.map(({ id, costMicroUsd }) => [id, costMicroUsd]),
  ).toEqual([
    ['b', 2_000],
    ['a', 1_500],
  ]);
});
