/** Trends, with values computed by hand. */
import { describe, expect, test } from 'vitest';
import { usageBy } from '../../src/analysis/usage';
import { Trend } from '../../src/questions/trends';
import { Split } from '../../src/questions/shared/dashboard/trendFigures';
import { overview } from '../../src/questions/overview';
import { tools } from '../../src/questions/tools';
import { trend, type TrendArgs } from '../../src/questions/trends';
import type { SessionFigures } from '../../src/store/figures';
import { dayFormatter, utcDay } from '../../src/usage/days';
import type { UsageCell } from '../../src/usage/rows';
import { figures, usage } from '../store/makers';

const NOW = Date.UTC(2026, 2, 10, 12);
const cell = (day: string | null, output: number, more: Partial<UsageCell> = {}): UsageCell => ({
  ...usage({ model: 'm', day, input: 0, output, costMicroUsd: output * 10 }),
  hour: day === null ? null : 10,
  branch: 'main',
  ...more,
});
/** A session of an hour on a day, with this output at 10 micro-dollars per token, and 1 of 4 calls failed. */
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
    cells: [cell(day, output)],
    tools: [{ name: 'Bash', server: null, calls: 4, errors: 1, denied: 1, interrupted: 0, cancelled: 0 }],
    toolDays: [{ day, calls: 4, errors: 1, denied: 1 }],
    ...more,
  });

const asked = (args: Partial<TrendArgs>, of: readonly SessionFigures[], now = NOW, marks = false): Trend =>
  Trend.parse(
    trend(
      { metric: 'total_tokens', over: 'day', split: 'none', range: 'all', ...args },
      { figures: of, now, dayOf: utcDay, marks },
    ),
  );
const keys = ({ buckets }: Trend): string[] => buckets.map(({ key }) => key);
/** Values by bucket, by default of the first series. */
const values = (found: Trend, key = found.series[0]?.key ?? ''): (number | null)[] =>
  found.series.find((one) => one.key === key)?.points.map(({ value }) => value) ?? [];

const few = [
  session('a', '2026-03-06', 100),
  session('a/x', '2026-03-06', 50, { parent: 'a', prompts: 0 }),
  session('b', '2026-03-08', 200, { prompts: 3 }),
  session('c', '2026-03-08', 400),
];

describe('totals', () => {
  test.each([
    ['total_tokens', [150, 0, 600, 0, 0]],
    ['total_output', [150, 0, 600, 0, 0]],
    ['total_cost', [1_500, 0, 6_000, 0, 0]],
    ['total_sessions', [1, 0, 2, 0, 0]],
    ['total_prompts', [1, 0, 4, 0, 0]],
    ['total_calls', [8, 0, 8, 0, 0]],
    ['total_errors', [2, 0, 2, 0, 0]],
  ])('%s: every day from the first to today, with sub-agents', (metric, expected) => {
    const found = asked({ metric }, few);
    expect(keys(found)).toEqual(['2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10']);
    expect(values(found)).toEqual(expected);
    expect(found.metric.total).toBe(true);
    expect(found.series[0]?.whole.value).toBe(expected.reduce((sum, n) => sum + n, 0));
    expect(found.outside).toMatchObject({ n: 0, value: 0 });
  });

  test('the day is that of the response and of the call, not that of the session', () => {
    const long = session('a', '2026-03-08', 0, {
      cells: [cell('2026-03-08', 100), cell('2026-03-09', 300)],
      toolDays: [
        { day: '2026-03-08', calls: 3, errors: 0, denied: 0 },
        { day: '2026-03-10', calls: 1, errors: 1, denied: 1 },
      ],
    });
    expect(values(asked({}, [long]))).toEqual([100, 300, 0]);
    expect(values(asked({ metric: 'total_calls' }, [long]))).toEqual([3, 0, 1]);
    expect(values(asked({ metric: 'total_sessions' }, [long]))).toEqual([1, 0, 0]);
  });

  test('a missing price or final usage makes a lower bound; if nothing is priced, the value is null, not 0', () => {
    const of = [
      session('a', '2026-03-08', 0, {
        cells: [
          cell('2026-03-08', 100),
          cell('2026-03-08', 5, { model: 'odd', costMicroUsd: null }),
          cell('2026-03-09', 5, { model: 'odd', costMicroUsd: null }),
          cell('2026-03-10', 7, { lowerBound: 1 }),
        ],
      }),
    ];
    const bounds = (metric: string) =>
      asked({ metric }, of).series[0]?.points.map(({ value, lowerBound }) => [value, lowerBound]);
    expect(bounds('total_cost')).toEqual([
      [1_000, true],
      [null, true],
      [70, true],
    ]);
    expect(bounds('total_tokens')).toEqual([
      [105, false],
      [5, false],
      [7, true],
    ]);
  });

  test('entries without a day, or with an impossible one, are outside the axis', () => {
    const of = [
      ...few,
      session('d', '2026-03-08', 0, { cells: [cell(null, 11)], toolDays: [] }),
      session('e', '1970-01-01', 22),
      session('f', '2031-01-01', 33),
    ];
    const found = asked({}, of);
    expect(found.buckets).toHaveLength(5);
    expect(found.outside).toMatchObject({ n: 3, value: 66 });
    expect(asked({ range: '7d' }, of).outside).toMatchObject({ n: 1, value: 11 });
    // Four calls of d have no day.
    expect(asked({ metric: 'total_calls', range: '7d' }, of).outside).toMatchObject({ n: 1, value: 4 });
    expect(asked({ metric: 'total_sessions' }, of).outside.value).toBe(2);
  });

  test('the usual range is p20 to p80 of all complete days, whatever the range', () => {
    // Six days with 100 to 600 tokens, and today.
    const of = Array.from({ length: 7 }, (_, i) =>
      session(`s${i}`, utcDay(NOW - (6 - i) * 86_400_000), 100 * (i + 1)),
    );
    const found = asked({ range: '7d' }, of);
    expect(values(found)).toEqual([100, 200, 300, 400, 500, 600, 700]);
    expect(found.band).toEqual({ low: 200, high: 500, lowerBound: false });
    expect(asked({ over: 'week' }, of).band).toBeNull();
  });
});

describe('agreement', () => {
  // Some of everything: sub-agents, one without a parent, models, days, no day, no price.
  const many = Array.from({ length: 90 }, (_, i) => {
    const day = utcDay(NOW - ((i * 17) % 80) * 86_400_000);
    const next = utcDay(Date.parse(day) + 86_400_000);
    return session(i % 5 === 0 ? `s${i - 1}/agent` : `s${i}`, day, 0, {
      repository: `/repo${i % 3}`,
      cells: [
        cell(day, 10 + i),
        cell(next <= utcDay(NOW) ? next : day, 3 * i, {
          model: `m${i % 8}`,
          branch: i % 2 === 0 ? 'main' : '',
        }),
        ...(i % 10 === 0 ? [cell(null, 1)] : []),
        ...(i % 7 === 0 ? [cell(day, 9, { model: 'odd', costMicroUsd: null })] : []),
      ],
      tools: [{ name: 'Bash', server: null, calls: 5, errors: 2, denied: 0, interrupted: 0, cancelled: 0 }],
      toolDays: [{ day, calls: i % 4 === 0 ? 4 : 5, errors: 2, denied: 0 }],
    });
  });
  many.push(session('gone/agent', '2026-03-05', 40));
  const sources = { figures: many, now: NOW, dayOf: utcDay };
  const sum = (found: Trend): number =>
    found.series.flatMap(({ points }) => points).reduce((all, { value }) => all + (value ?? 0), 0);

  test.each(['7d', '30d', '90d', 'all'] as const)('totals are those of the overview: %s', (range) => {
    const { now } = overview(range, sources, () => false);
    for (const over of ['day', 'week', 'month'] as const)
      for (const split of ['none', 'model', 'branch', 'project'] as const) {
        const total = (metric: string): number => {
          const found = trend({ metric, over, split, range }, sources);
          return sum(found) + (range === 'all' ? (found.outside.value ?? 0) : 0);
        };
        expect(total('total_tokens')).toBe(now.tokens);
        expect(total('total_cost')).toBe(now.costMicroUsd);
        expect(total('total_calls')).toBe(now.calls);
        expect(total('total_errors')).toBe(now.errors);
      }
    // Prompts and sessions count on the day they began; the overview counts those active in the days.
    const all = (metric: string): number =>
      sum(trend({ metric, over: 'week', split: 'none', range: 'all' }, sources));
    const ever = overview('all', sources, () => false).now;
    expect([all('total_sessions'), all('total_prompts')]).toEqual([ever.sessions, ever.prompts]);
  });

  test.each(['day', 'week', 'month'] as const)('totals are those of usage by %s', (over) => {
    const groups = usageBy(over, many, { from: null, to: null }).filter(({ key }) => key !== 'unknown');
    // A point includes sub-agents of unknown sessions; usage counts no session for them.
    const lost = many
      .filter(({ parent }) => parent !== null && many.every(({ id }) => id !== parent))
      .map((one) => usageBy(over, [one], { from: null, to: null }).map(({ key }) => key));
    const lostIn = (key: string): number => lost.filter((all) => all.includes(key)).length;
    const found = (metric: string) => {
      const { series, buckets } = trend({ metric, over, split: 'none', range: 'all' }, sources);
      return buckets.map(({ key }, at) => ({ key, ...series[0]!.points[at]! })).filter(({ n }) => n > 0);
    };
    expect(found('total_tokens').map(({ key, value, n }) => [key, value, n])).toEqual(
      groups.map(({ key, tokens, sessions }) => [key, tokens, sessions + lostIn(key)]),
    );
    expect(found('total_output').map(({ value }) => value)).toEqual(groups.map(({ output }) => output));
    expect(found('total_cost').map(({ value, lowerBound }) => [value, lowerBound])).toEqual(
      groups.map(({ costMicroUsd, unpricedTokens }) => [costMicroUsd, unpricedTokens > 0]),
    );
  });

  test('tool calls by day are those of Cost › Tools', () => {
    const found = trend({ metric: 'total_calls', over: 'day', split: 'none', range: '30d' }, sources);
    expect(values(found)).toEqual(tools('30d', sources).steps.map(({ calls }) => calls));
  });

  test('the largest models are those of usage by model', () => {
    const found = trend({ metric: 'total_tokens', over: 'month', split: 'model', range: '30d' }, sources);
    const { from, to } = found;
    const largest = usageBy('model', many, { from, to })
      .toSorted((a, b) => b.tokens - a.tokens)
      .slice(0, 5);
    expect(found.series.slice(0, 5).map(({ key, whole }) => [key, whole.value])).toEqual(
      largest.map(({ key, tokens }) => [key, tokens]),
    );
  });
});

describe('means', () => {
  const many = Array.from({ length: 24 }, (_, i) =>
    session(`s${i}`, `2026-03-0${1 + Math.floor(i / 6)}`, 100 * (i + 1), {
      claudeVersions: [i < 12 ? '2.1.0' : '2.2.0'],
    }),
  );

  test('means of the sessions that began in each bucket, with the usual range of all', () => {
    const found = asked({ metric: 'output_tokens' }, many);
    // Days of six: means 350, 950, 1550, 2150. p20 of 100…2400 is 560, p80 1940.
    expect(found.series[0]?.points.map(({ value, median, n }) => [value, median, n])).toEqual([
      [350, 350, 6],
      [950, 950, 6],
      [1550, 1550, 6],
      [2150, 2150, 6],
      ...Array.from({ length: 6 }, () => [null, null, 0]),
    ]);
    expect(found.series[0]?.points[0]?.stdev).toBeCloseTo(Math.sqrt(35_000), 9);
    expect(found.band?.low).toBeCloseTo(560, 9);
    expect(found.band?.high).toBeCloseTo(1940, 9);
    expect(found.metrics.length).toBeGreaterThan(27);
    // The usual range is that of all sessions, also for a range of few days.
    const week = asked({ metric: 'output_tokens', range: '7d' }, many);
    expect([week.from, week.to, week.band]).toEqual(['2026-03-04', '2026-03-10', found.band]);
    expect(values(week)).toEqual([2150, null, null, null, null, null, null]);
  });

  test('means of fewer than five sessions are shown and marked, without a severity', () => {
    const reading = { ...figures('x').signals[0]!, name: 'stop_phrase', value: 1_000, measure: 1_000 };
    const of = Array.from({ length: 9 }, (_, i) =>
      session(`s${i}`, i < 5 ? '2026-03-09' : '2026-03-10', 1, {
        signals: i === 8 ? [] : [{ ...reading, value: i < 5 ? 1_000 : i, severity: i === 2 ? 'warn' : 'ok' }],
      }),
    );
    // No mark on a mean: how many of the sessions are unusual by their own thresholds.
    expect(asked({ metric: 'stop_phrase' }, of).series[0]?.points).toMatchObject([
      { n: 5, value: 1_000, few: false, severity: null, unusual: 1 },
      // 5, 6 and 7; the ninth session has no value.
      { n: 3, value: 6, median: 6, few: true, severity: null, unusual: 0 },
    ]);
    expect(asked({ metric: 'stop_phrase' }, of, NOW, true).series[0]?.points).toMatchObject([
      { severity: 'critical', unusual: 1 },
      { severity: null, unusual: 0 },
    ]);
    expect(asked({ metric: 'cost' }, of).series[0]?.whole.unusual).toBeNull();
    // With fewer than five there is no usual range.
    expect(asked({ metric: 'stop_phrase' }, of.slice(0, 4)).band).toBeNull();
  });

  test('with a missing price or final usage, means and the usual range are lower bounds', () => {
    const of = Array.from({ length: 10 }, (_, i) =>
      session(`s${i}`, i < 5 ? '2026-03-09' : '2026-03-10', 10, {
        usage:
          i === 0
            ? [
                usage({ input: 0, output: 10, costMicroUsd: 100 }),
                usage({ model: 'odd', output: 90, costMicroUsd: null }),
              ]
            : [usage({ input: 0, output: 10, costMicroUsd: 100 })],
      }),
    );
    const bounds = (metric: string, all = of) => {
      const { series, band } = asked({ metric }, all);
      return [...series[0]!.points.map(({ value, lowerBound }) => [value, lowerBound]), band?.lowerBound];
    };
    expect(bounds('cost')).toEqual([[100, true], [100, false], true]);
    // (10 + 10 + 90 + 4 × 10) ÷ 5
    expect(bounds('tokens')).toEqual([[30, false], [10, false], false]);
    const unfinished = of.map((one, i) =>
      i === 9 ? { ...one, usage: [usage({ input: 0, output: 10, costMicroUsd: 100, lowerBound: 1 })] } : one,
    );
    expect(bounds('tokens', unfinished)).toEqual([[30, false], [10, true], true]);
    expect(bounds('tool_calls', unfinished)).toEqual([[4, false], [4, false], false]);
  });

  test('a mean does not depend on the order of reading', () => {
    const of = Array.from({ length: 50 }, (_, i) =>
      session(`s${i}`, '2026-03-10', i, { activeMs: 1_000 * (i * 7.3 + 1) }),
    );
    expect(asked({ metric: 'active_minutes' }, of.toReversed())).toEqual(
      asked({ metric: 'active_minutes' }, of),
    );
  });

  test('a session without a time is outside the axis', () => {
    const found = asked({ metric: 'cost' }, [...few, session('d', '2026-03-08', 1, { startedAt: null })]);
    expect(values(found)).toEqual([1_500, null, 3_000, null, null]);
    expect(found.outside).toMatchObject({ n: 1, value: 10, few: true });
  });
});

describe('split', () => {
  const project = (n: number, day: string, output: number, i: number): SessionFigures =>
    session(`p${n}-${i}`, day, output, { project: `/p${n}` });
  /** Project n has n sessions of 10 * n tokens each on the 8th, and one of 1,000 on the 9th if n is 1. */
  const of = [
    ...[1, 2, 3, 4, 5, 6, 7].flatMap((n) =>
      Array.from({ length: n }, (_, i) => project(n, '2026-03-08', 10 * n, i)),
    ),
    project(1, '2026-03-09', 1_000, 9),
  ];

  test('means: the five groups with most sessions, and all others in one', () => {
    const found = asked({ metric: 'tokens', split: 'project' }, of);
    expect(
      found.series.map(({ key, other, whole }) => [key, other, whole.n, whole.value, whole.few]),
    ).toEqual([
      ['/p7', false, 7, 70, false],
      ['/p6', false, 6, 60, false],
      ['/p5', false, 5, 50, false],
      ['/p4', false, 4, 40, true],
      ['/p3', false, 3, 30, true],
      // Projects 1 and 2: 10, 1000 and twice 20.
      ['', true, 4, 262.5, true],
    ]);
    expect(values(found, '/p7')).toEqual([70, null, null]);
    expect(values(found, '')).toEqual([50 / 3, 1_000, null]);
    expect(found.band).toBeNull();
  });

  test('totals: the largest, and all others in one', () => {
    const found = asked({ split: 'project' }, of);
    expect(found.series.map(({ key, other, whole }) => [key, other, whole.value])).toEqual([
      ['/p1', false, 1_010],
      ['/p7', false, 490],
      ['/p6', false, 360],
      ['/p5', false, 250],
      ['/p4', false, 160],
      // 3 × 30 and 2 × 20
      ['', true, 130],
    ]);
    expect(values(found, '/p1')).toEqual([10, 1_000, 0]);
    expect(values(found, '')).toEqual([130, 0, 0]);
  });

  test('five groups need no other; tokens are of the model and branch of the response', () => {
    const one = session('a', '2026-03-10', 0, {
      cells: [
        cell('2026-03-10', 10, { model: 'big' }),
        cell('2026-03-10', 30, { model: 'small', branch: 'side' }),
        cell('2026-03-10', 5, { model: '', branch: '' }),
      ],
    });
    const by = (split: Split, metric = 'total_tokens') =>
      asked({ metric, split }, [one]).series.map(({ key, other, whole }) => [key, other, whole.value]);
    expect(by('model')).toEqual([
      ['small', false, 30],
      ['big', false, 10],
      ['unknown', false, 5],
    ]);
    expect(by('branch')).toEqual([
      ['side', false, 30],
      ['main', false, 10],
      ['unknown', false, 5],
    ]);
    expect(by('version')).toEqual([['2.1.0', false, 45]]);
    // A session has one model: that of most of its output.
    expect(by('model', 'total_sessions')).toEqual([['m', false, 1]]);
  });

  test('a sub-agent belongs to the group of its conversation', () => {
    const found = asked({ split: 'task' }, [
      session('a', '2026-03-10', 10, { taskType: 'planning' }),
      session('a/x', '2026-03-10', 5, { parent: 'a' }),
      session('gone/x', '2026-03-10', 1, { parent: 'gone' }),
    ]);
    expect(found.series.map(({ key, whole }) => [key, whole.value])).toEqual([
      ['planning', 15],
      ['unknown', 1],
    ]);
  });
});

describe('markers', () => {
  const use = (id: string, day: string, model: string, version: string): SessionFigures =>
    session(id, day, 10, {
      claudeVersions: [version],
      usage: [usage({ model, day, output: 10 })],
    });
  const days = (n: number, day: string, model: string, version: string): SessionFigures[] =>
    Array.from({ length: n }, (_, i) => use(`${day}-${i}`, day, model, version));
  const of = [
    ...days(6, '2026-02-02', 'claude-opus-4-5', '2.1.1'),
    ...days(4, '2026-02-10', 'claude-opus-4-5', '2.1.9'),
    ...days(5, '2026-03-03', 'claude-opus-4-6-20260205', '2.1.172'),
    ...days(1, '2026-03-05', 'claude-opus-4-6-20260205', '2.1.172'),
  ];

  test('first uses of versions and models used by five sessions, by bucket; none on the very first day', () => {
    const both = (key: string) => [
      { key, day: '2026-03-03', text: 'version 2.1.172', label: '2.1.172' },
      { key, day: '2026-03-03', text: 'model Opus 4.6', label: 'Opus 4.6' },
    ];
    expect(asked({}, of).markers).toEqual(both('2026-03-03'));
    expect(asked({ over: 'week' }, of).markers).toEqual(both('2026-W10'));
    expect(asked({ over: 'month', split: 'model' }, of).markers).toEqual(both('2026-03'));
    // Not on the axis, not marked.
    expect(asked({ range: '7d' }, of).markers).toEqual([]);
  });

  test('on the same day versions come before models, each by number, in any order of reading', () => {
    const many = (version: string, model: string): SessionFigures[] =>
      Array.from({ length: 5 }, (_, i) => use(`${version}-${i}`, '2026-03-09', model, version));
    const read = [
      use('old', '2026-01-01', 'm', '1.0.0'),
      ...many('2.1.10', 'claude-opus-4-9'),
      ...many('2.1.9', 'claude-opus-4-10'),
      ...many('2.1.100', 'claude-haiku-4-5'),
    ];
    const expected = ['2.1.9', '2.1.10', '2.1.100', 'Haiku 4.5', 'Opus 4.9', 'Opus 4.10'];
    for (const all of [read, read.toReversed()])
      expect(asked({}, all).markers.map(({ label }) => label)).toEqual(expected);
  });

  test('groups of the same size are sorted by name, versions by number', () => {
    const all = ['2.1.10', '2.1.9', '2.1.8'].map((version) =>
      session(version, '2026-03-10', 10, { claudeVersions: [version] }),
    );
    for (const metric of ['total_tokens', 'tokens'])
      expect(asked({ metric, split: 'version' }, all).series.map(({ key }) => key)).toEqual([
        '2.1.8',
        '2.1.9',
        '2.1.10',
      ]);
  });

  test('a model is first used with its first response, also in a session that began before', () => {
    const resumed = session('old', '2026-02-20', 10, {
      claudeVersions: ['2.1.1', '2.1.172'],
      usage: [
        usage({ model: 'claude-opus-4-5', day: '2026-02-20', output: 5 }),
        usage({ model: 'claude-opus-4-6-20260205', day: '2026-03-01', output: 50 }),
      ],
    });
    expect(asked({}, [...of, resumed]).markers.map(({ day, label }) => [day, label])).toEqual([
      ['2026-03-01', 'Opus 4.6'],
      ['2026-03-03', '2.1.172'],
    ]);
  });
});

describe('the axis', () => {
  test('it has weeks and months without work, and marks incomplete ones', () => {
    const of = [session('a', '2025-12-24', 1), session('b', '2026-01-30', 1), session('c', '2026-03-10', 1)];
    const weeks = asked({ over: 'week' }, of);
    expect(keys(weeks)).toEqual([
      '2025-W52',
      ...Array.from({ length: 11 }, (_, i) => `2026-W${String(i + 1).padStart(2, '0')}`),
    ]);
    expect(weeks.buckets.filter(({ inPart }) => inPart).map(({ key }) => key)).toEqual(['2026-W11']);
    const months = asked({ over: 'month' }, of);
    expect(keys(months)).toEqual(['2025-12', '2026-01', '2026-02', '2026-03']);
    expect(values(months)).toEqual([1, 1, 0, 1]);
    // 30 days from 2026-02-09, a Monday; 90 from 2025-12-11, which is before all sessions.
    const thirty = asked({ over: 'month', range: '30d' }, of);
    expect([thirty.from, thirty.buckets]).toEqual([
      '2026-02-09',
      [
        { key: '2026-02', from: '2026-02-09', to: '2026-02-28', inPart: true },
        { key: '2026-03', from: '2026-03-01', to: '2026-03-10', inPart: true },
      ],
    ]);
    expect(asked({ over: 'week', range: '30d' }, of).buckets[0]).toEqual({
      key: '2026-W07',
      from: '2026-02-09',
      to: '2026-02-15',
      inPart: false,
    });
    const ninety = asked({ over: 'month', range: '90d' }, of);
    expect([ninety.from, ninety.buckets[0]]).toEqual([
      '2025-12-11',
      { key: '2025-12', from: '2025-12-11', to: '2025-12-31', inPart: false },
    ]);
  });

  test.each([
    // Summer time begins on 2026-03-29 and ends on 2026-10-25: days of 23 and 25 hours.
    ['2026-03-31T22:30:00Z', '2026-03-26', '2026-04-01'],
    ['2026-10-27T22:30:00Z', '2026-10-21', '2026-10-27'],
  ])('seven days are seven days when clocks change: %s', (now, from, to) => {
    const found = trend(
      { metric: 'total_tokens', over: 'day', split: 'none', range: '7d' },
      { figures: few, now: Date.parse(now), dayOf: dayFormatter('Europe/Berlin') },
    );
    expect([found.from, found.to]).toEqual([from, to]);
    expect(new Set(keys(found)).size).toBe(7);
    expect(found.buckets).toHaveLength(7);
  });

  test('an empty history gives an empty answer; an unknown figure means the first', () => {
    for (const metric of ['total_cost', 'cost', 'no such figure'])
      expect(asked({ metric, over: 'week', range: '30d' }, [])).toMatchObject({
        buckets: [],
        series: [{ key: '', points: [], whole: { n: 0 } }],
        band: null,
        markers: [],
      });
    expect(asked({ split: 'model' }, []).series).toEqual([]);
    const found = asked({ metric: 'no such figure' }, few);
    expect(found.metric).toEqual(found.metrics[0]);
  });
});
