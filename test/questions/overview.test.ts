/** The Overview tab's figures, with values worked out by hand. */
import { found } from '../host/rig';
import { expect, test } from 'vitest';
import { Overview } from '../../src/questions/overview';
import { overview } from '../../src/questions/overview';
import { all, session, sources } from './dashboardRig';

test('overview: the days, the same number before, a day without work is a day', () => {
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
    {
      model: 'm',
      tokens: 350,
      costMicroUsd: 3_500,
      unpricedTokens: 0,
      lowerBound: false,
      costAtLeast: false,
    },
  ]);
  // A call counts on the day it was made on, though its session was active on both.
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

test('overview names the sessions that cost most', () => {
  expect(overview('7d', sources, () => false).top.map(({ id, costMicroUsd }) => [id, costMicroUsd])).toEqual([
    ['b', 2_000],
    ['a', 1_500],
  ]);
});

test('attention: the worst first, of those the newest; only of seven days; who waits is told', () => {
  const at = (id: string, severity: 'ok' | 'warn' | 'critical', endedAt: string, waiting = false) =>
    session(id, '2026-03-01', 1, {
      endedAt,
      waiting,
      severity,
      findings: severity === 'ok' ? [] : [found({ severity, sentence: `Found in ${id}` })],
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
  const { attention } = Overview.parse(
    overview(
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
  expect(attention.rows[0]?.finding).toEqual({ sentence: 'Found in bad', at: 70, file: 0 });
  const few = overview(
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
