/** What Home says, without a page: the calendar, comparisons, money and limits, names of series. */
import { expect, test } from 'vitest';
import {
  axisMoney,
  boundsNote,
  comparison,
  colorsOfGroups,
  colorsOfModels,
  costSummary,
  noAgents,
  seriesOf,
  wholeDollars,
} from '../../webview/dashboard/cost/words';
import { moneyCells } from '../../webview/dashboard/home/moneyCells';
import { stepTo, weeksOf, workedDaysText } from '../../webview/dashboard/home/weeks';
import type { Spend } from '../../src/usage/budget';
import type { Block } from '../../src/usage/blocks';

const used = (costMicroUsd: number | null, more: object = {}) => ({
  tokens: costMicroUsd === 0 ? 0 : 10,
  costMicroUsd,
  unpricedTokens: costMicroUsd === null ? 10 : 0,
  lowerBound: false,
  costAtLeast: false,
  ...more,
});
const totals = (costMicroUsd: number | null) => ({
  ...used(costMicroUsd),
  sessions: 1,
  prompts: 1,
  calls: 0,
  errors: 0,
});
const days = (costs: (number | null)[]) =>
  costs.map((cost, i) => ({ day: `2026-03-${String(i + 2).padStart(2, '0')}`, ...used(cost) }));

test('weeks: from the first with work, equal days have equal shades, a week without a price is not $0', () => {
  // 2026-03-02 is a Monday.
  const none = Array.from({ length: 7 }, () => 0);
  const weeks = weeksOf(days([...none, 1e6, 2e6, 3e6, 4e6, 5e6, 5e6, 0, null, 0]));
  expect(weeks.map(({ monday, costMicroUsd }) => [monday, costMicroUsd])).toEqual([
    ['2026-03-09', 20e6],
    ['2026-03-16', 0],
  ]);
  expect(weeks[0]?.days.map(({ step }) => step)).toEqual([1, 1, 2, 3, 4, 4, 0]);
  expect(weeksOf(days([null]))[0]?.costMicroUsd).toBeNull();
  expect(weeksOf(days(none))).toEqual([]);
  expect(weeksOf(days([7e6]))[0]?.days[0]?.step).toBe(1);
});

test('weeks: of a single day it is not said that somebody worked on one of these 1 days', () => {
  expect(workedDaysText(days([1e6, 0, 2e6]))).toBe('Worked on 2 of these 3 days.');
  expect(workedDaysText(days([1e6]))).toBe('');
});

test('weeks: arrows stay inside', () => {
  expect(stepTo('ArrowLeft', 0, 10)).toBe(0);
  expect(stepTo('ArrowDown', 2, 10)).toBe(9);
  expect(stepTo('ArrowDown', 3, 10)).toBe(3);
  expect(stepTo('ArrowUp', 9, 10)).toBe(2);
  expect(stepTo('Enter', 3, 10)).toBeNull();
});

test('whole dollars', () => {
  expect([0, 400_000, 27_400_000, 1_234_000_000].map((cost) => wholeDollars(used(cost)))).toEqual([
    '–',
    '<$1',
    '$27',
    '$1,234',
  ]);
  expect(wholeDollars(used(null))).toBe('?');
  // Used and free.
  expect(wholeDollars(used(0, { tokens: 5 }))).toBe('$0');
});

test('amounts beside an axis', () => {
  expect([0, 500_000, 20e6, 2_500_000].map(axisMoney)).toEqual(['$0', '$0.50', '$20', '$2.50']);
});

test('the days before are told only where they can be compared', () => {
  const told = (now: number | null, before: number | null, active: [number, number]) =>
    comparison({
      now: totals(now),
      before: before === null ? null : totals(before),
      activeDays: { now: active[0], before: active[1] },
      days: days([1, 2, 3]).map((one) => ({ ...one, sessions: 1 })),
    });
  expect(told(12e6, 10e6, [4, 2])).toBe('20 % more than the 3 days before.');
  expect(told(8e6, 10e6, [4, 4])).toBe('20 % less than the 3 days before.');
  expect(told(10e6, 10e6, [4, 4])).toBe('As much as the 3 days before.');
  expect(told(133.5e6, 10e6, [4, 4])).toBe('13.4 times the 3 days before.');
  // Logs begin there: less than half as many days.
  expect(told(12e6, 10e6, [4, 1])).toBeNull();
  expect(told(12e6, null, [4, 4])).toBeNull();
  expect(told(12e6, 0, [4, 4])).toBeNull();
  expect(told(null, 10e6, [4, 4])).toBeNull();
  expect(told(12e6, 10e6, [0, 0])).toBeNull();
});

test('the sentence on the days: the dearest, what has no price, what is on no day', () => {
  const rows = days([0, 3e6, null]).map((one) => ({ ...one, sessions: 1 }));
  const summary = (of: typeof rows, outside = used(0)) =>
    costSummary({
      days: of,
      over: 'day',
      steps: of.map(({ day, ...one }) => ({ ...one, key: day, from: day, to: day })),
      outside,
      now: totals(3e6),
      before: null,
      activeDays: { now: 2, before: 0 },
    });
  expect(summary(rows)).toMatch(
    /^\$3\.00 in these days, the most on .+: \$3\.00\. Some tokens of 1 day have no price\.$/,
  );
  expect(summary(rows.slice(0, 1))).toBe('No cost in these days.');
  expect(summary(rows.slice(2))).toMatch(/^Nothing in these days is known to have cost anything\./);
  expect(summary(rows.slice(0, 1), used(5e6))).toMatch(
    /no readable time puts it on a day: 10 tokens, \$5\.00\.$/,
  );
});

const sum = (costMicroUsd: number | null, unpricedTokens = 0) => ({
  tokens: 1,
  costMicroUsd,
  unpricedTokens,
  lowerBound: 1,
  conditions: [],
});
const AT = Date.UTC(2026, 2, 10, 12);
const spend = (more: Partial<Spend> = {}): Spend => ({
  block: null,
  limits: [],
  official: [],
  day: sum(null),
  week: sum(2e6),
  month: sum(null, 7),
  budgets: [],
  ...more,
});
const block = (more: Partial<Block>): Block => ({
  start: AT - 3_600_000,
  end: AT + 2 * 3_600_000,
  known: 'estimated',
  reachedAt: null,
  firstAt: AT,
  lastAt: AT,
  requests: 1,
  tokens: 1,
  costMicroUsd: 1,
  unpricedRequests: 0,
  costAtLeast: false,
  active: true,
  leftMs: 1,
  burn: null,
  projection: null,
  ...more,
});

test('money: nothing used is $0, what has no price is not, and no sign of a bound', () => {
  expect(moneyCells(spend(), AT).map(({ name, value, under }) => [name, value, under])).toEqual([
    ['Today', '$0.00', 'no budget'],
    ['This week', '$2.00', 'no budget'],
    ['This month', 'unpriced', 'no budget'],
  ]);
});

test('money: budgets strain from 80 %, and that of a project stands beside', () => {
  const budget = (per: 'day' | 'week' | 'month', share: number, project?: string) => ({
    budget: { per, usd: 10, ...(project === undefined ? {} : { project }) },
    spentMicroUsd: share * 10e6,
    share,
  });
  const cells = moneyCells(
    spend({
      budgets: [
        budget('day', 0.799),
        budget('week', 0.8),
        budget('week', 1.2),
        budget('month', 1, '/w/tide'),
      ],
    }),
    AT,
  );
  expect(cells.map(({ name, share, strain, under }) => [name, share, strain, under])).toEqual([
    ['Today', 0.799, 'none', '80 % of $10'],
    ['This week', 1.2, 'critical', '120 % of $10'],
    ['This month', null, 'none', 'no budget'],
    ['This month, tide', 1, 'critical', '100 % of $10'],
  ]);
});

test('limits: an estimate says so, what was reached says so, what is past is not told', () => {
  const limit = (window: 'weekly' | 'fiveHour', resetsAt: number | null) => ({
    t: AT,
    window,
    reached: true,
    resetsAt,
    at: 0,
    len: 1,
  });
  const told = (more: Partial<Spend>) =>
    moneyCells(spend(more), AT)
      .slice(3)
      .map(({ name, value, under }) => [name, value, under.replace(/ \d.*?(?=,|$)/, ' …')]);
  expect(told({ block: block({}) })).toEqual([
    ['5-hour limit', '2 h 00 min left', 'resets at about …, estimated'],
  ]);
  expect(
    told({ block: block({ known: 'log', reachedAt: AT }), limits: [limit('fiveHour', AT + 2 * 3_600_000)] }),
  ).toEqual([['5-hour limit', 'reached', 'resets …']]);
  expect(told({ block: block({ end: AT }), limits: [limit('weekly', AT), limit('weekly', null)] })).toEqual(
    [],
  );
  expect(told({ limits: [limit('weekly', AT + 3_600_000)] })).toEqual([
    ['Weekly limit', 'reached', 'resets …'],
  ]);
});

test('limits: what Claude Code itself said goes before our estimate, and says so', () => {
  const official = [
    { window: 'fiveHour' as const, share: 0.385, resetsAt: AT + 3_600_000, at: AT - 60_000 },
    { window: 'weekly' as const, share: 0.9, resetsAt: AT - 1, at: AT - 60_000 },
  ];
  const cells = moneyCells(spend({ official, block: block({}) }), AT).slice(3);
  expect(cells.map(({ name, value, share, strain }) => [name, value, share, strain])).toEqual([
    ['5-hour limit', '39 % used', 0.385, 'none'],
  ]);
  expect(cells[0]?.under).toMatch(/^resets \d.*; said by Claude Code at \d/);
});

test('series: projects as short as tells them apart, the rest in grey', () => {
  const stack = {
    series: [
      { name: '/a/api', totalMicroUsd: 3 },
      { name: '/b/api', totalMicroUsd: 2 },
      { name: '', totalMicroUsd: 1 },
    ],
    rest: { count: 1, totalMicroUsd: 1 },
    steps: [],
  };
  expect(seriesOf(stack, 'project').map(({ name, color }) => [name, color])).toEqual([
    ['a/api', 0],
    ['b/api', 1],
    ['no folder', 2],
    ['1 other', 6],
  ]);
  // A project that ends alike is listed elsewhere on the page.
  const one = { ...stack, series: [{ name: '/c/web', totalMicroUsd: 1 }] };
  expect(seriesOf(one, 'project', ['/c/web', '/d/web'])[0]?.name).toBe('c/web');
  const model = {
    series: [{ name: 'claude-\u202eopus', totalMicroUsd: 1 }],
    rest: { count: 0, totalMicroUsd: 0 },
    steps: [],
  };
  expect(seriesOf(model, 'model').map(({ name }) => name)).toEqual(['claude-⟨U+202E⟩opus']);
  // Two that would be called the same keep their ids.
  const alike = ['claude-sonnet-4', 'claude-sonnet-4-20250514', 'claude-opus-4-6'];
  const models = { ...model, series: alike.map((name) => ({ name, totalMicroUsd: 1 })) };
  expect(seriesOf(models, 'model').map(({ name }) => name)).toEqual([alike[0], alike[1], 'Opus 4.6']);
});

test('a model has the same colour in cost over time as among models, whatever tokens it used', () => {
  const costs = { opus: 9e6, haiku: 1e6, sonnet: 5e6, free: null, fable: 5e6, old: 1 };
  const all = Object.entries(costs).map(([model, costMicroUsd]) => ({ model, costMicroUsd }));
  const colors = colorsOfModels(all as Parameters<typeof colorsOfModels>[0], [
    'haiku',
    'free',
    'opus',
    'sonnet',
  ]);
  const stack = {
    series: ['opus', 'fable', 'sonnet'].map((name) => ({ name, totalMicroUsd: 1 })),
    rest: { count: 2, totalMicroUsd: 1 },
    steps: [],
  };
  for (const [i, { color }] of seriesOf(stack, 'model').slice(0, 3).entries())
    expect([color, undefined]).toContain(colors.get(['opus', 'fable', 'sonnet'][i] ?? ''));
  expect([...colors]).toEqual([
    ['haiku', 4],
    ['free', 7],
    ['opus', 0],
    ['sonnet', 2],
  ]);
  // In Trends, too, whose groups are in an order of their own; groups of something else go by theirs.
  const models = all as Parameters<typeof colorsOfModels>[0];
  expect([...colorsOfGroups(['sonnet', 'opus'], models)]).toEqual([
    ['sonnet', 2],
    ['opus', 0],
  ]);
  expect([...colorsOfGroups(['main', 'next'], null)]).toEqual([
    ['main', 0],
    ['next', 1],
  ]);
});

test('the note says once why amounts are at least what they are', () => {
  const note = (unfinished: number, unpriced: number, flatRate = false) =>
    boundsNote({ unknown: { sessions: 9, unfinished, unpriced }, flatRate });
  expect(note(0, 0)).toBe('At API prices.');
  expect(note(4, 0)).toBe(
    'At API prices. At least: 4 of 9 sessions come from Claude Code versions that did not log all output.',
  );
  expect(note(0, 2, true)).toBe(
    'At API prices; your plan is a flat rate. Without a known price in part: 2 of 9 sessions.',
  );
});

test('sub-agents without logs are not told as none', () => {
  expect([0, 1, 10].map(noAgents)).toEqual([
    'No sub-agent was started.',
    '1 sub-agent was started, but has no log of its own.',
    '10 sub-agents were started, but none has a log of its own.',
  ]);
});

test('one session of many is one', () => {
  expect(boundsNote({ unknown: { sessions: 2, unfinished: 1, unpriced: 0 }, flatRate: false })).toBe(
    'At API prices. At least: 1 of 2 sessions comes from a Claude Code version that did not log all output.',
  );
});
