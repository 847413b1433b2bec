import { expect, test } from 'vitest';
import { answer, folder, inspected, minute, one, prompt, type Json } from '../support/logs';

const state = (session: string, usd: unknown, more: Json = {}): Json => ({
  type: 'cost-state',
  sessionId: session,
  totalCostUSD: usd,
  totalAPIDuration: 1000,
  totalToolDuration: 200,
  totalLinesAdded: 7,
  totalLinesRemoved: 3,
  modelUsage: { 'claude-opus-4-6[1m]': { inputTokens: 5, outputTokens: 6, costUSD: 0.25 } },
  hasUnknownModelCost: false,
  ...more,
});

test('the last one of a session counts: it is cumulative', () => {
  const log = folder({
    'a.jsonl': [prompt('a', 'go'), state('a', 0.1), answer('a', 'x'), state('a', 0.3), answer('a', 'y')],
  });
  expect(one(inspected(log), 'a').account).toMatchObject({
    costMicroUsd: 300_000,
    linesAdded: 7,
    linesRemoved: 3,
    apiMs: 1000,
    toolMs: 200,
    laterMessages: 1,
    models: [
      {
        model: 'claude-opus-4-6[1m]',
        input: 5,
        output: 6,
        cacheRead: 0,
        cacheWrite: 0,
        webSearches: 0,
        costMicroUsd: 250_000,
      },
    ],
  });
});

test('a copy in a fork’s file stays the account of the session it names', () => {
  const log = folder({
    'a.jsonl': [prompt('a', 'go'), answer('a', 'x'), state('a', 0.3)],
    'b.jsonl': [prompt('b', 'go on'), state('a', 0.3), answer('b', 'y'), state('b', 0.9)],
    'c.jsonl': [prompt('c', 'again'), state('a', 0.3), answer('c', 'z')],
  });
  const inspection = inspected(log);
  expect(['a', 'b', 'c'].map((id) => one(inspection, id).account?.costMicroUsd ?? null)).toEqual([
    300_000,
    900_000,
    null,
  ]);
});

test('of two files of one session the later account counts, whichever is read first', () => {
  const early = [prompt('a', 'go', { timestamp: minute(0) }), answer('a', 'x'), state('a', 0.1)];
  const late = [...early, prompt('a', 'more', { timestamp: minute(9) }), state('a', 0.3)];
  const roots = [folder({ 'p/a.jsonl': early }), folder({ 'p/a.jsonl': late })];
  for (const order of [roots, roots.toReversed()])
    expect(one(inspected(order), 'a').account?.costMicroUsd).toBe(300_000);
});

test('figures that are none cost themselves only, and are counted', () => {
  const models = {
    m: { inputTokens: -1, outputTokens: 1e13, cacheReadInputTokens: '5', webSearchRequests: 2, costUSD: NaN },
    __proto__: { inputTokens: 1 },
    n: 'nothing',
  };
  const log = folder({
    'a.jsonl': [
      prompt('a', 'go'),
      // JSON has no NaN and no way to set a prototype: written by hand.
      JSON.stringify(
        state('a', 1e9, { totalLinesAdded: -4, totalAPIDuration: '1', modelUsage: models }),
      ).replace('"costUSD":null', '"costUSD":1e400'),
    ],
  });
  const { account, parse } = one(inspected(log), 'a');
  expect(account).toMatchObject({
    costMicroUsd: null,
    linesAdded: null,
    linesRemoved: 3,
    apiMs: null,
    models: [{ model: 'm', input: 0, output: 0, cacheRead: 0, webSearches: 2, costMicroUsd: null }],
  });
  const told = Object.keys(parse.unknownFields).filter((name) => name.endsWith('(not a figure)'));
  expect(told.sort()).toEqual(
    [
      'cacheReadInputTokens',
      'costUSD',
      'inputTokens',
      'modelUsage',
      'outputTokens',
      'totalAPIDuration',
      'totalCostUSD',
      'totalLinesAdded',
    ].map((name) => `cost-state.${name} (not a figure)`),
  );
});

test.each([
  [
    { type: 'cost-state', sessionId: 'a' },
    { costMicroUsd: null, models: [], apiMs: null },
  ],
  [{ type: 'cost-state', sessionId: 'a', modelUsage: [] }, { models: [] }],
  [{ type: 'cost-state', totalCostUSD: 0 }, { costMicroUsd: 0 }],
])('%o', (record, account) => {
  const log = folder({ 'a.jsonl': [prompt('a', 'go'), record] });
  expect(one(inspected(log), 'a').account).toMatchObject(account);
});

test('a session without one has none', () => {
  expect(one(inspected(folder({ 'a.jsonl': [prompt('a', 'go')] })), 'a').account).toBeNull();
});
