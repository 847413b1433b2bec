/** Questions over many sessions, with values computed by hand. */
import { describe, expect, test } from 'vitest';
import { changePoints } from '../../src/analysis/changePoints';
import { cohorts, LEAST_CELL, mainModel } from '../../src/analysis/cohorts';
import { aroundDay, compare } from '../../src/analysis/compare';
import { correlations } from '../../src/analysis/correlations';
import { difference } from '../../src/analysis/difference';
import { conversationsOf, METRICS, type Metric } from '../../src/analysis/metrics';
import { cohortDocument } from '../../src/report/cohorts';
import { sessionDocument } from '../../src/report/session';
import type { SessionFigures } from '../../src/store/figures';
import { utcDay } from '../../src/usage/days';
import { figures, usage } from '../store/makers';

const DAY = 86_400_000;
const metric = (name: string): Metric => METRICS.find((one) => one.name === name)!;

const signal = (name: string, value: number | null): SessionFigures['signals'][number] => ({
  name,
  value,
  measure: value,
  severity: 'ok',
  label: '',
  detail: {},
  evidence: [],
  ceiling: 'critical',
});

/** One session of day `n`, with a read-edit ratio and output tokens. */
const session = (
  id: string,
  n: number,
  ratio: number | null,
  output = 100,
  more: Partial<SessionFigures> = {},
) => {
  const start = new Date(Date.UTC(2026, 0, 1, 10) + n * DAY).toISOString();
  return figures(id, {
    startedAt: start,
    endedAt: start,
    signals: [signal('read_edit_ratio', ratio)],
    usage: [usage({ model: 'm', input: 0, output, costMicroUsd: output * 10 })],
    ...more,
  });
};

describe('metrics', () => {
  test('names are unique, and every signal is one', () => {
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
    expect(METRICS.map(({ name }) => name)).toContain('stop_phrase');
  });

  test('a conversation has the usage of its sub-agents; what is unknown is null, never zero', () => {
    const own = session('a', 0, null, 100, { prompts: 4, tools: [{ ...tool, calls: 9, errors: 9 }] });
    const child = session('a/x', 0, null, 50, { parent: 'a', tools: [] });
    const [one] = conversationsOf([own, child, figures('quiet', { prompts: 0, messages: 0 })]);
    const of = (name: string) => metric(name).of(one!);
    expect([of('tokens'), of('output_tokens'), of('sub_agents')]).toEqual([150, 150, 1]);
    expect([of('cost'), of('cost_per_prompt'), of('output_per_prompt')]).toEqual([1_500, 375, 37.5]);
    expect([of('read_edit_ratio'), of('tool_error_share'), of('cache_hit_share')]).toEqual([
      null,
      null,
      null,
    ]);
    const [dear] = conversationsOf([
      session('b', 0, 1, 10, { prompts: 0, usage: [usage({ costMicroUsd: null })] }),
    ]);
    expect([metric('cost').of(dear!), metric('cost_per_prompt').of(dear!)]).toEqual([null, null]);
    const [busy] = conversationsOf([
      session('c', 0, 1, 10, { tools: [{ ...tool, calls: 20, errors: 5, denied: 1 }] }),
    ]);
    expect([metric('tool_error_share').of(busy!), metric('tool_denied_share').of(busy!)]).toEqual([
      0.25, 0.05,
    ]);
  });
});

// Of a, 150 on each of two days are 300, more than 200 on one day. Of b, both wrote 30. Of c, nothing was written.
test('the model of a session is the one most of its output came from, over all its days', () => {
  const on = (model: string, day: string, output: number) => usage({ model, day, output });
  const of = (...rows: SessionFigures['usage']) => mainModel({ figures: figures('a', { usage: rows }) });
  expect(of(on('a', '2026-03-01', 150), on('b', '2026-03-01', 200), on('a', '2026-03-02', 150))).toBe('a');
  expect(of(on('b', '2026-03-01', 30), on('a', '2026-03-01', 10), on('a', '2026-03-02', 20))).toBe('a');
  expect(of(on('c', '2026-03-01', 0))).toBe('c');
  expect([of(), of(on('', '2026-03-01', 5))]).toEqual(['unknown', 'unknown']);
});

test('tools of sub-agents count with their session, one by one and side by side', () => {
  const read = { ...tool, name: 'Read' };
  const own = session('a', 0, 1, 10, { tools: [{ ...tool, calls: 8, errors: 2, denied: 1 }] });
  const child = session('a/x', 0, 1, 10, {
    parent: 'a',
    tools: [
      { ...tool, calls: 9, errors: 3 },
      { ...read, calls: 3 },
    ],
  });
  const [one, other] = conversationsOf([own, child, session('b', 0, 1, 10, { tools: [] })]);
  const of = (name: string) => metric(name).of(one!);
  expect([of('tool_calls'), of('tool_error_share'), of('tool_denied_share')]).toEqual([20, 0.25, 0.05]);
  expect(difference(one!, other!).tools).toEqual([
    { name: 'Bash', a: { ...tool, calls: 17, errors: 5, denied: 1 }, b: null },
    { name: 'Read', a: { ...read, calls: 3 }, b: null },
  ]);
  // What one session shows: a line for each model and day, and each tool, whoever of them used it.
  const rows = (heading: string) =>
    sessionDocument(one!, { zone: 'UTC', time: String }, () => null).sections.find(
      (section) => section.heading === heading,
    )?.rows;
  expect(rows('Usage by model and day')).toHaveLength(1);
  expect(rows('Usage by model and day')?.[0]?.slice(2, 4)).toEqual([2, '20']);
  expect(rows('Tools')).toEqual([
    ['Bash', 17, 5, 1, 0],
    ['Read', 3, 0, 0, 0],
  ]);
});

const tool = { name: 'Bash', server: null, calls: 0, errors: 0, denied: 0, interrupted: 0, cancelled: 0 };

describe('cohorts', () => {
  test('a report names the small groups once, and no more than can be read', () => {
    const small = Array.from({ length: 14 }, (_, n) => session(`s${n}`, n, 1, 100, { project: `/w/p${n}` }));
    const large = Array.from({ length: 5 }, (_, n) => session(`l${n}`, n, 1, 100, { project: '/w/large' }));
    const table = cohorts('project', conversationsOf([...small, ...large]), utcDay);
    const [first, ...others] = cohortDocument(table, '').sections;
    const text = first!.text!.at(-1);
    expect(text).toMatch(
      /^Groups of fewer than 5 sessions, too few for means: (?:\/w\/p\d+ \(1\),? ){12}and 2 more\.$/,
    );
    expect(JSON.stringify(others)).not.toContain('/w/p');
  });

  const many = (n: number, day: number, from: number) =>
    Array.from({ length: n }, (_, i) => session(`s${day}-${i}`, day, from + i));

  test('mean, sample deviation, median, range; the difference to the row before; what thresholds say', () => {
    // 1 2 3 4 5: mean 3, stdev √2.5; 5 6 7 8 9 10: mean 7.5, stdev √3.5
    const of = conversationsOf([...many(5, 0, 1), ...many(6, 1, 5)]);
    const table = cohorts('day', of, utcDay);
    const [first, second] = table.rows;
    expect(table.rows.map(({ key, sessions }) => [key, sessions])).toEqual([
      ['2026-01-01', 5],
      ['2026-01-02', 6],
    ]);
    expect(first?.cells['read_edit_ratio']).toEqual({
      n: 5,
      mean: 3,
      stdev: Math.sqrt(2.5),
      median: 3,
      min: 1,
      max: 5,
      // No mark on a mean, unless codevigil's are asked for.
      severity: null,
      unusual: 0,
      lowerBound: false,
      delta: null,
    });
    const marked = cohorts('day', of, utcDay, METRICS, true);
    expect(marked.rows.map(({ cells }) => cells['read_edit_ratio']?.severity)).toEqual(['warn', 'ok']);
    expect(second?.cells['read_edit_ratio']).toMatchObject({
      mean: 7.5,
      median: 7.5,
      severity: null,
      delta: 4.5,
    });
  });

  test('a cell of fewer than five is redacted, whatever the row has', () => {
    const few = [...many(4, 0, 1), session('x', 0, null)];
    const { rows } = cohorts('day', conversationsOf(few), utcDay);
    expect(LEAST_CELL).toBe(5);
    expect(rows[0]?.cells['read_edit_ratio']).toEqual({
      n: 4,
      unusual: 0,
      mean: null,
      stdev: null,
      median: null,
      min: null,
      max: null,
      severity: null,
      lowerBound: false,
      delta: null,
    });
    expect(rows[0]?.cells['output_tokens']).toMatchObject({ n: 5, mean: 100 });
  });

  test('versions are in the order of their numbers, what is unknown last', () => {
    const versions = ['2.1.10', '2.1.9', '2.1.100', '10.0.0', '2.1.9-beta'];
    const of = [
      session('none', 0, 1, 1, { claudeVersions: [] }),
      session('both', 0, 1, 1, { claudeVersions: ['2.1.9', '2.1.10'] }),
      ...versions.map((version) => session(version, 0, 1, 1, { claudeVersions: [version] })),
    ];
    expect(cohorts('version', conversationsOf(of), utcDay).rows.map(({ key }) => key)).toEqual([
      '2.1.9',
      '2.1.9-beta',
      '2.1.10',
      '2.1.100',
      '10.0.0',
      'several',
      'unknown',
    ]);
  });

  test('means of what has no price, or no final usage, are lower bounds', () => {
    const five = (more: Partial<SessionFigures>): SessionFigures[] =>
      Array.from({ length: 5 }, (_, i) => session(`s${i}`, 0, 1, 10, i === 0 ? more : {}));
    const bounds = (more: Partial<SessionFigures>): string[] => {
      const cells = cohorts('project', conversationsOf(five(more)), utcDay).rows[0]!.cells;
      return Object.keys(cells).filter((name) => cells[name]?.lowerBound === true);
    };
    const odd = usage({ model: 'odd', costMicroUsd: null });
    expect(bounds({})).toEqual([]);
    expect(bounds({ usage: [usage(), odd] })).toEqual(['cost', 'cost_per_prompt']);
    // Nothing was used of it.
    expect(bounds({ usage: [usage(), { ...odd, input: 0, output: 0 }] })).toEqual([]);
    expect(bounds({ usage: [usage({ lowerBound: 1 })] })).toEqual([
      'tokens',
      'output_tokens',
      'output_per_prompt',
      'cost',
      'cost_per_prompt',
    ]);
    // That session has no cost at all: the mean is exact, of four, which is too few to be told.
    const none = cohorts('project', conversationsOf(five({ usage: [odd] })), utcDay).rows[0]!.cells['cost'];
    expect(none).toMatchObject({ n: 4, mean: null, lowerBound: false });
  });

  test.each([
    ['week', '2026-W01'],
    ['month', '2026-01'],
    ['project', '/repo'],
    ['model', 'm2'],
    ['mode', 'several'],
    ['version', '2.1.0'],
    ['task', 'planning'],
    ['branch', 'unknown'],
  ] as const)('by %s: %s', (by, key) => {
    const one = session('a', 0, 1, 1, {
      repository: '/repo',
      permissionModes: ['default', 'plan'],
      taskType: 'planning',
      usage: [usage({ model: 'm1', output: 5 }), usage({ model: 'm2', output: 6 })],
    });
    expect(cohorts(by, conversationsOf([one]), utcDay).rows.map((row) => row.key)).toEqual([key]);
  });
});

/** `n` sessions over many days, three a day, with values around `middle`. */
const period = (name: string, from: number, n: number, middle: number, more: Partial<SessionFigures> = {}) =>
  Array.from({ length: n }, (_, i) =>
    session(`${name}${i}`, from + Math.floor(i / 3), middle + ((i * 7) % 5) / 10, 100, more),
  );

describe('comparisons', () => {
  const around = (sessions: SessionFigures[], pivot: string) =>
    compare(aroundDay(conversationsOf(sessions), pivot, utcDay), utcDay);
  const PIVOT = '2026-01-11';
  const of = (result: ReturnType<typeof around>, name: string) =>
    result.metrics.find((one) => one.name === name)!;

  test('a real change is called, with its size and direction', () => {
    const result = around([...period('a', 0, 30, 6), ...period('b', 10, 30, 3)], PIVOT);
    const ratio = of(result, 'read_edit_ratio');
    expect(ratio).toMatchObject({ verdict: 'worse', before: { n: 30 }, after: { n: 30 } });
    expect(ratio.delta).toBeCloseTo(-3, 9);
    expect(ratio.relative).toBeCloseTo(-3 / 6.2, 9);
    expect(ratio.rank?.delta).toBe(-1);
    expect(ratio.words).toMatch(/^worse: down by 48 % \(adjusted p 0\.004\)$/);
    expect(ratio.welch!.high).toBeLessThan(-2.8);
    // All the same: nothing to test.
    expect(of(result, 'output_tokens')).toMatchObject({ verdict: 'no evidence', rank: null, welch: null });
  });

  test('too few sessions or days: no verdict, and how many are missing', () => {
    const few = around([...period('a', 0, 30, 6), ...period('b', 10, 12, 1)], PIVOT);
    expect(of(few, 'read_edit_ratio')).toMatchObject({
      verdict: 'too few sessions',
      words: 'too few sessions: 0 more before and 8 more after are needed to judge',
    });
    const oneDay = Array.from({ length: 25 }, (_, i) => session(`c${i}`, 20, 1));
    expect(of(around([...period('a', 0, 30, 6), ...oneDay], PIVOT), 'read_edit_ratio').words).toContain(
      'too few days',
    );
  });

  test('of fewer than five sessions on a side only their number is told', () => {
    const one = of(around([...period('a', 0, 30, 6), ...period('b', 10, 4, 1)], PIVOT), 'read_edit_ratio');
    expect(one).toMatchObject({
      after: { n: 4, mean: null, median: null, stdev: null },
      delta: null,
      relative: null,
      welch: null,
      rank: null,
      hedges: null,
    });
  });

  test('no change: said with its power', () => {
    const same = around([...period('a', 0, 30, 6), ...period('b', 10, 30, 6)], PIVOT);
    // A deviation of 0.14 around 6.2: a fifth of it would be seen.
    expect(of(same, 'read_edit_ratio')).toMatchObject({ verdict: 'no change' });
    const wild = (name: string, from: number) =>
      Array.from({ length: 30 }, (_, i) => session(`${name}${i}`, from + Math.floor(i / 3), 2 ** (i % 6)));
    const noisy = of(around([...wild('a', 0), ...wild('b', 10)], PIVOT), 'read_edit_ratio');
    // Mean 10.5, deviation 11.013 each: 2·(2.8016·11.013/2.1)²·π/3 = 453 a side, 30 there.
    expect(noisy).toMatchObject({ verdict: 'no evidence' });
    expect(noisy.words).toMatch(/^no evidence; 423 more sessions on the smaller side/);
  });

  test('what else changed is named', () => {
    const result = around(
      [
        ...period('a', 0, 30, 6, { project: '/w/one', claudeVersions: ['1'] }),
        ...period('b', 10, 30, 6, { project: '/w/two', claudeVersions: ['1'] }),
      ],
      PIVOT,
    );
    expect(result.confounders).toEqual([
      { dimension: 'project', title: 'Project', group: '/w/one', before: 1, after: 0 },
      { dimension: 'project', title: 'Project', group: '/w/two', before: 0, after: 1 },
    ]);
  });
});

describe('change points', () => {
  test('a drop at a version is found and named by it', () => {
    const sessions = [
      ...period('a', 0, 60, 6, { claudeVersions: ['2.1.0'] }),
      ...period('b', 20, 60, 3, { claudeVersions: ['2.2.0'] }),
    ];
    const found = changePoints(conversationsOf(sessions), utcDay);
    expect(found).toMatchObject([
      { metric: 'read_edit_ratio', kind: 'version', to: '2.2.0', day: '2026-01-21', verdict: 'worse' },
    ]);
    expect(found[0]!.effect).toBe(-1);
  });

  test('a short or steady history has none', () => {
    expect(changePoints([], utcDay)).toEqual([]);
    expect(changePoints(conversationsOf(period('a', 0, 30, 6)), utcDay)).toEqual([]);
    expect(changePoints(conversationsOf(period('a', 0, 120, 6)), utcDay)).toEqual([]);
  });
});

describe('correlations', () => {
  const pairs = (n: number) => Array.from({ length: n }, (_, i) => session(`s${i}`, i, i, 1000 - i * i));

  test('pairs that vary together, the strongest first; too few are left out; what never varies too', () => {
    const found = correlations(conversationsOf(pairs(30)));
    const pair = found.find(({ a, b }) => a === 'read_edit_ratio' && b === 'output_tokens')!;
    expect(pair).toMatchObject({ n: 30 });
    expect(pair.spearman).toBeCloseTo(-1, 9);
    expect(pair.pearson).toBeGreaterThan(-1);
    expect(found.some(({ a, b }) => a === 'compactions' || b === 'compactions')).toBe(false);
    expect(correlations(conversationsOf(pairs(29)))).toEqual([]);
  });
});
