/** Grouped usage, on sessions derived from hand-written logs; amounts computed by hand. */
import { expect, test } from 'vitest';
import { toolsBy, totalOf, usageBy, wholeSessions } from '../../src/analysis/usage';
import { DIMENSIONS, type Dimension } from '../../src/analysis/cohortNames';
import { dayFormatter, weekOf } from '../../src/usage/days';
import { answer, folder, inspected, prompt, result, toolUse } from '../support/logs';

const at = (time: string, line: object, more: object = {}) => ({ ...line, timestamp: time, ...more });
const ALL = { from: null, to: null };
const DAY = dayFormatter('UTC');

/**
 * Opus 4.6: 5 µ$ an input token, 25 an output token. Session a: 750 µ$ on main, 750 on `fix` the day after; its sub-agent
 * 750. Session b: a model without a price.
 */
const logs = () =>
  folder({
    'projects/p/a.jsonl': [
      at('2026-08-01T10:00:00Z', prompt('a', 'go')),
      at(
        '2026-08-01T23:30:00Z',
        answer('a', [
          toolUse('Read', { file_path: '/x' }, 'toolu_1'),
          toolUse('Edit', { file_path: '/x' }, 'toolu_2'),
        ]),
      ),
      at('2026-08-01T23:31:00Z', result('a', 'toolu_2', 'no such text', {}, { is_error: true })),
      at('2026-08-02T00:10:00Z', answer('a', [toolUse('Agent', { subagent_type: 'Explore' }, 'toolu_3')]), {
        gitBranch: 'fix',
      }),
      at('2026-08-02T00:20:00Z', result('a', 'toolu_3', 'done', { toolUseResult: { agentId: 'x1' } })),
    ],
    'projects/p/a/subagents/agent-x1.jsonl': [
      at('2026-08-02T00:15:00Z', {
        ...answer('a', [toolUse('mcp__docs__find', {}, 'toolu_4')]),
        isSidechain: true,
        agentId: 'x1',
      }),
    ],
    'projects/p/b.jsonl': [
      at('2026-09-01T08:00:00Z', prompt('b', 'go')),
      at('2026-09-01T08:00:01Z', answer('b', 'hi', { model: 'glm-4.7' })),
    ],
  });

const groups = (by: Exclude<Dimension, 'tool' | 'server'>, days = ALL) =>
  usageBy(by, inspected(logs()).sessions, days).map(({ key, requests, costMicroUsd }) => [
    key,
    requests,
    costMicroUsd,
  ]);

test.each([
  [
    'day',
    [
      ['2026-08-01', 1, 750],
      ['2026-08-02', 2, 1500],
      ['2026-09-01', 1, null],
    ],
  ],
  [
    'week',
    [
      ['2026-W31', 3, 2250],
      ['2026-W36', 1, null],
    ],
  ],
  [
    'month',
    [
      ['2026-08', 3, 2250],
      ['2026-09', 1, null],
    ],
  ],
  [
    'hour',
    [
      ['00:00', 2, 1500],
      ['08:00', 1, null],
      ['23:00', 1, 750],
    ],
  ],
  [
    'model',
    [
      ['claude-opus-4-6', 3, 2250],
      ['glm-4.7', 1, null],
    ],
  ],
  ['project', [['/home/ada/project', 4, 2250]]],
  [
    'branch',
    [
      ['/home/ada/project main', 3, 1500],
      ['/home/ada/project fix', 1, 750],
    ],
  ],
  [
    'session',
    [
      ['a', 3, 2250],
      ['b', 1, null],
    ],
  ],
  [
    'agent',
    [
      ['(main conversation)', 3, 1500],
      ['Explore', 1, 750],
    ],
  ],
] as const)('by %s', (by, expected) => expect(groups(by)).toEqual(expected));

test('sub-agents are in their session and shown apart; what has no price is counted in tokens', () => {
  const { sessions } = inspected(logs());
  expect(usageBy('session', sessions, ALL)).toMatchObject([
    { key: 'a', sessions: 1, tokens: 330, subAgentTokens: 110, subAgentMicroUsd: 750, unpricedTokens: 0 },
    { key: 'b', tokens: 110, unpricedTokens: 110 },
  ]);
  expect(totalOf(sessions, ALL, DAY)).toMatchObject({
    sessions: 2,
    requests: 4,
    tokens: 440,
    costMicroUsd: 2250,
  });
});

test('whatever it is grouped by, the total is that of the inspection', () => {
  const { sessions, totals } = inspected(logs());
  for (const by of DIMENSIONS) {
    const rows = by === 'tool' || by === 'server' ? toolsBy(by, sessions) : usageBy(by, sessions, ALL);
    const sum = (of: (row: (typeof rows)[number]) => number | null) =>
      rows.reduce((all, row) => all + (of(row) ?? 0), 0);
    expect([by, sum(({ costMicroUsd }) => costMicroUsd), sum(({ tokens }) => tokens)]).toEqual([
      by,
      totals.costMicroUsd,
      440,
    ]);
  }
});

test('days bound it, both included; a request without a time is in none', () => {
  expect(groups('day', { from: '2026-08-02', to: '2026-08-31' } as never)).toEqual([['2026-08-02', 2, 1500]]);
  expect(totalOf(inspected(logs()).sessions, { from: '2026-08-02', to: null }, DAY)).toMatchObject({
    requests: 3,
  });
});

test('tools: calls, failures and refusals apart; their share of tokens and money', () => {
  const { sessions } = inspected(logs());
  expect(
    toolsBy('tool', sessions).map(({ key, calls, errors, tokens, costMicroUsd }) => [
      key,
      calls,
      errors,
      tokens,
      costMicroUsd,
    ]),
  ).toEqual([
    ['Agent', 1, 0, 110, 750],
    ['mcp__docs__find', 1, 0, 110, 750],
    ['Edit', 1, 1, 55, 375],
    ['Read', 1, 0, 55, 375],
    ['(no tool)', 0, 0, 110, 0],
  ]);
  expect(toolsBy('server', sessions).map(({ key, calls }) => [key, calls])).toEqual([
    ['(built in)', 3],
    ['docs', 1],
    ['(no tool)', 0],
  ]);
});

test.each([
  ['2026-01-01', '2026-W01'],
  ['2027-01-01', '2026-W53'],
  ['2024-12-30', '2025-W01'],
  ['2026-11-22', '2026-W47'],
  ['2026-11-23', '2026-W48'],
])('%s is in %s', (day, week) => expect(weekOf(day)).toBe(week));

test('of some days: the whole sessions that were active on them, with their sub-agents', () => {
  const { sessions } = inspected(logs());
  const ids = (days: typeof ALL) => wholeSessions(sessions, days, DAY).map(({ id }) => id);
  expect(wholeSessions(sessions, ALL, DAY)).toBe(sessions);
  expect(ids({ from: '2020-01-01', to: '2020-12-31' } as never)).toEqual([]);
  expect(ids({ from: '2026-08-02', to: '2026-08-02' } as never)).toEqual(
    sessions.filter(({ id, parent }) => (parent ?? id) === 'a').map(({ id }) => id),
  );
});

// 750 µ$ of a sub-agent whose session is not there: use, but of no session that a person had.
test('sub-agents without their session are used, and no session', () => {
  const { sessions } = inspected(
    folder({
      'projects/p/lost/subagents/agent-x.jsonl': [
        at('2026-08-01T10:00:00Z', { ...answer('lost', 'found'), isSidechain: true, agentId: 'x' }),
      ],
    }),
  );
  expect(usageBy('session', sessions, ALL)).toMatchObject([
    { key: 'lost', requests: 1, costMicroUsd: 750, subAgentMicroUsd: 750, sessions: 0 },
  ]);
});
