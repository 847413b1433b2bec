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
  expect(data.Trend.parse(dashboard.trend('tokens', 'week', none))).toMatchObject({ points: [], band: null });
  expect(dashboard.tools('all', none)).toMatchObject({ tools: [], servers: [], agents: [] });
  expect(dashboard.models('30d', none)).toEqual({ models: [], weeks: [] });
  expect(data.Health.parse(dashboard.health([], null, null))).toMatchObject({ lines: 0, savedAt: null });
});

test('trend: cohorts of one metric, the usual band, first uses marked', () => {
  const many = Array.from({ length: 24 }, (_, i) =>
    session(`s${i}`, `2026-03-${String(1 + Math.floor(i / 6)).padStart(2, '0')}`, 100 * (i + 1), {
      claudeVersions: [i < 12 ? '2.1.0' : '2.2.0'],
    }),
  );
  const found = data.Trend.parse(dashboard.trend('output_tokens', 'day', { figures: many, now: NOW, dayOf }));
  // Days of six: means 350, 950, 1550, 2150. p20 of 100…2400 is 560, p80 1940.
  expect(found.points.map(({ key, mean, n }) => [key, mean, n])).toEqual([
    ['2026-03-01', 350, 6],
    ['2026-03-02', 950, 6],
    ['2026-03-03', 1550, 6],
    ['2026-03-04', 2150, 6],
  ]);
  expect(found.band?.low).toBeCloseTo(560, 9);
  expect(found.band?.high).toBeCloseTo(1940, 9);
  expect(found.markers).toEqual([{ key: '2026-03-03', text: 'version 2.2.0' }]);
  expect(found.metrics.length).toBeGreaterThan(20);
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

const reading = (severity: 'ok' | 'warn' | 'critical', measure: number | null = 1) => [
  {
    name: 'stop_phrase',
    value: measure,
    measure,
    severity,
    ceiling: 'critical' as const,
    label: `${measure ?? 0} phrases`,
    detail: {},
    evidence: [],
  },
];

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

test('heatmaps: outcomes of tools, judged sessions by day, means of task types against all', () => {
  const tasks = ['exploration', 'debug_loop'] as const;
  const many = Array.from({ length: 12 }, (_, i) =>
    session(`s${String(i).padStart(2, '0')}`, i < 6 ? '2026-03-09' : '2026-03-10', 100 * (i + 1), {
      taskType: tasks[i < 6 ? 0 : 1] ?? null,
      signals: reading(i === 0 ? 'critical' : i === 1 ? 'warn' : 'ok', i === 2 ? null : 1),
    }),
  );
  const found = data.Heatmaps.parse(dashboard.heatmaps('30d', { ...sources, figures: many }));
  expect(found.tools).toEqual([
    { name: 'Bash', ok: 84, errors: 24, denied: 12, interrupted: 0, cancelled: 0 },
  ]);
  expect(found.buckets).toEqual(['2026-03-09', '2026-03-10']);
  expect(found.signals.find(({ name }) => name === 'stop_phrase')?.cells).toEqual([
    { judged: 5, warn: 1, critical: 1 },
    { judged: 6, warn: 0, critical: 0 },
  ]);
  const at = found.tasks.metrics.findIndex(({ name }) => name === 'cost');
  const rows = Object.fromEntries(found.tasks.rows.map(({ task, cells }) => [task, cells[at]]));
  // Costs 1,000 … 12,000 µ$: the mean of all is 6,500, the sample deviation √13,000,000.
  expect(rows['exploration']).toEqual({ n: 6, mean: 3_500, away: -3_000 / Math.sqrt(13_000_000) });
  expect(rows['debug_loop']?.away).toBeCloseTo(3_000 / Math.sqrt(13_000_000), 12);
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
