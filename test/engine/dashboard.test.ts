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
  const seven = data.Overview.parse(dashboard.overview('7d', sources));
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
  const ever = dashboard.overview('all', sources);
  expect(ever).toMatchObject({ from: null, before: null, now: { sessions: 4, tokens: 1_750 } });
  expect(ever.days[0]).toMatchObject({ day: '2026-01-05', tokens: 1_000 });
});

test('nothing at all is nothing, not an error', () => {
  const none = { figures: [], now: NOW, dayOf };
  expect(dashboard.overview('all', none).now).toMatchObject({ sessions: 0, tokens: 0, costMicroUsd: null });
  expect(data.Trend.parse(dashboard.trend('tokens', 'week', none))).toMatchObject({ points: [], band: null });
  expect(dashboard.tools('all', none)).toEqual({ tools: [], servers: [], agents: [] });
  expect(dashboard.models('30d', none)).toEqual({ models: [], weeks: [] });
  expect(data.Health.parse(dashboard.health([], null))).toMatchObject({ lines: 0, savedAt: null });
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
    unknownKinds: { mystery: 2 },
    versions: { '2.1.0': 10 },
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
    ),
  );
  expect(found).toEqual({
    lines: 20,
    understood: 16,
    malformed: 2,
    unknown: [{ what: 'record mystery', count: 4 }],
    versions: [{ version: '2.1.0', lines: 20 }],
    unpriced: [{ model: 'odd', requests: 3 }],
    savedAt: new Date(NOW).toISOString(),
  });
});
