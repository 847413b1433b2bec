/** Home's figures, with values computed by hand. */
import { expect, test } from 'vitest';
import { join } from 'node:path';
import { conversationsOf } from '../../src/analysis/metrics';
import { Overview, overview, reply, unknownIn } from '../../src/questions/overview';
import { dayRangesOf } from '../../src/questions/shared/dashboard/ranges';
import { answer, minute, prompt, put, result, toolUse } from '../conformance/logs';
import { openWindow } from '../engine/rig';
import { usage } from '../store/makers';
import { tempFolder } from '../support/tempFolder';
import { all, cell, dayOf, session, sources } from './dashboardRig';

test('the days of the range, the same number before, and days without work', () => {
  const seven = Overview.parse(overview('7d', sources, () => false));
  expect([seven.from, seven.to]).toEqual(['2026-03-04', '2026-03-10']);
  expect(seven.now).toEqual({
    sessions: 2,
    prompts: 4,
    tokens: 350,
    costMicroUsd: 3_500,
    unpricedTokens: 0,
    lowerBound: false,
    costAtLeast: false,
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
  // 2026-03-10 is a Tuesday, 2026-03-05 a Thursday.
  expect(seven.hours).toEqual(
    expect.arrayContaining([
      { weekday: 1, hour: 10, requests: 2 },
      { weekday: 3, hour: 10, requests: 1 },
    ]),
  );
  expect(seven.models).toEqual([
    {
      model: 'm',
      tokens: 350,
      costMicroUsd: 3_500,
      unpricedTokens: 0,
      lowerBound: false,
      costAtLeast: false,
    },
  ]);
  // A call counts on its own day, although its session was active on both.
  const long = session('l', '2026-03-03', 1, {
    endedAt: '2026-03-04T01:00:00.000Z',
    toolDays: [
      { day: '2026-03-03', calls: 9, errors: 2, denied: 0 },
      { day: '2026-03-04', calls: 1, errors: 1, denied: 0 },
    ],
  });
  const over = overview('7d', { ...sources, figures: [...all, long] }, () => false);
  expect(over.now).toMatchObject({ sessions: 3, calls: 31, errors: 7 });
  expect(over.before).toMatchObject({ sessions: 2, calls: 19, errors: 4 });
  const ever = overview('all', sources, () => false);
  expect(ever).toMatchObject({ from: null, before: null, now: { sessions: 4, tokens: 1_750 } });
  expect(ever.days[0]).toMatchObject({ day: '2026-01-05', tokens: 1_000 });
});

test('the most expensive sessions', () => {
  expect(overview('7d', sources, () => false).top.map(({ id, costMicroUsd }) => [id, costMicroUsd])).toEqual([
    ['b', 2_000],
    ['a', 1_500],
  ]);
});

test('six whole weeks up to today, whatever the range; days with work are counted', () => {
  // 2026-03-10 is a Tuesday.
  const { weeks, activeDays } = overview('7d', sources, () => false);
  expect([weeks[0]?.day, weeks.at(-1)?.day, weeks.length]).toEqual(['2026-02-02', '2026-03-10', 37]);
  expect(
    weeks.filter(({ tokens }) => tokens > 0).map(({ day, costMicroUsd }) => [day, costMicroUsd]),
  ).toEqual([
    ['2026-03-01', 4_000],
    ['2026-03-05', 2_000],
    ['2026-03-10', 1_500],
  ]);
  expect(activeDays).toEqual({ now: 2, before: 1 });
  expect(overview('all', sources, () => false).activeDays).toEqual({ now: 4, before: 0 });
});

test('reasons for lower bounds: in the range, this week and this month, sub-agents included', () => {
  const open = (id: string, day: string, more: object = {}) => {
    const row = { ...usage({ model: 'm', day, output: 1, costMicroUsd: 10 }), ...more };
    return session(id, day, 1, { usage: [row] });
  };
  const figures = [
    open('fine', '2026-03-10'),
    open('open', '2026-03-09', { lowerBound: 2 }),
    open('of-child', '2026-03-09'),
    open('of-child/x', '2026-03-09', { lowerBound: 1 }),
    open('month', '2026-03-01', { costMicroUsd: null }),
    open('condition', '2026-03-08', { unknownConditions: { speed_fast: 1 } }),
    open('long-ago', '2026-02-20', { lowerBound: 1 }),
  ];
  const of = { ...sources, figures };
  const unknown = (range: '7d' | '30d') =>
    unknownIn(conversationsOf(figures), dayRangesOf(range, of).now.from, '2026-03-10', dayOf);
  expect(unknown('7d')).toEqual({ sessions: 5, unfinished: 2, unpriced: 2 });
  expect(unknown('30d')).toEqual({ sessions: 6, unfinished: 3, unpriced: 2 });
});

test('stacks: the three largest series, and the rest as one; unpriced usage and usage without a day is in none', () => {
  const of = (model: string, day: string | null, costMicroUsd: number | null) => ({
    ...cell('2026-03-10', 10, 1, model),
    day,
    costMicroUsd,
  });
  const cells = [
    of('a', '2026-03-10', 50),
    of('a', '2026-03-09', 1),
    of('b', '2026-03-10', 40),
    of('c', '2026-03-09', 30),
    of('d', '2026-03-10', 20),
    of('e', '2026-03-09', 10),
    of('f', '2026-03-09', null),
    of('g', null, 99),
    of('h', '2026-03-01', 99),
  ];
  const figures = [session('s', '2026-03-10', 1, { cells })];
  const { stacks } = overview('7d', { ...sources, figures }, () => false);
  expect(stacks.model.series).toEqual([
    { name: 'a', totalMicroUsd: 51 },
    { name: 'b', totalMicroUsd: 40 },
    { name: 'c', totalMicroUsd: 30 },
  ]);
  expect(stacks.model.rest).toEqual({ count: 2, totalMicroUsd: 30 });
  expect(stacks.model.steps.slice(-2)).toEqual([
    [1, 0, 30, 10],
    [50, 40, 0, 20],
  ]);
  expect(stacks.project.series).toEqual([{ name: '/home/a/project', totalMicroUsd: 151 }]);
  const homeless = [session('s', '2026-03-10', 1, { project: null, cells: cells.slice(0, 1) })];
  expect(overview('7d', { ...sources, figures: homeless }, () => false).stacks.project.series).toEqual([
    { name: '', totalMicroUsd: 50 },
  ]);
});

test('home: live sessions, waiting ones first, and alerts with the text of their evidence', async () => {
  const home = tempFolder();
  const at = (id: string): string => join(home, '.claude', 'projects', '-w-app', `${id}.jsonl`);
  const [waits, works] = ['waits', 'works'];
  put(at(waits), [prompt(waits, 'Mend the gate'), answer(waits, 'Which one?')]);
  put(at(works), [
    prompt(works, 'Commit it'),
    answer(works, [toolUse('Bash', { command: 'git commit --no-verify -m x' }, 'c1')], { stop: 'tool_use' }),
    result(works, 'c1', '[main 1] x'),
    answer(works, [toolUse('Read', { file_path: '/w/a' }, 'c2')], {
      stop: 'tool_use',
      more: { timestamp: minute(2) },
    }),
  ]);
  const { engine } = openWindow(home, null, () => Date.parse(minute(4)));
  await engine.ready;
  const told = reply.parse(await engine.call('overview', { range: '7d' }));
  expect(told.at).toBe(Date.parse(minute(4)));
  expect(told.known).toBe(2);
  expect(told.live.map(({ row, branch, model }) => [row.id, row.state, branch, model])).toEqual([
    [waits, 'waiting', 'main', 'claude-opus-4-6'],
    [works, 'active', 'main', 'claude-opus-4-6'],
  ]);
  expect(told.live[1]?.finding?.severity).toBe('warn');
  const [look] = told.looks;
  expect([told.looks.length, look?.session, look?.sentence]).toEqual([
    1,
    works,
    told.live[1]?.finding?.sentence,
  ]);
  expect(look?.proof).not.toBe('');
  expect(look?.proof).not.toBe(look?.detail);
  // For another folder there is nothing, but the number of all sessions is still there.
  const other = await engine.call('overview', { range: '7d', query: 'in:/elsewhere' });
  expect([other.known, other.live, other.looks, other.now.tokens]).toEqual([2, [], [], 0]);
  const here = await engine.call('overview', { range: '7d', query: 'in:/home/ada' });
  expect([here.live.length, here.looks.length, here.now]).toEqual([2, 1, told.now]);
  await expect(engine.call('overview', { range: '7d', query: 'colour:red' })).rejects.toThrow('colour:');
});

// The 2nd and the 9th are Mondays: a request at ten on the one, two on the other.
test('requests of the same hour and weekday are one number', () => {
  const figures = [
    session('a', '2026-03-02', 1),
    session('b', '2026-03-09', 1, { cells: [{ ...cell('2026-03-09', 10, 1), requests: 2 }] }),
  ];
  expect(overview('30d', { ...sources, figures }, () => false).hours).toEqual([
    { weekday: 0, hour: 10, requests: 3 },
  ]);
});
