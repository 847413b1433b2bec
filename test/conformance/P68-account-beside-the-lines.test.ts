import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exactDollars, reconcile, reconcileAll } from '../../src/analysis/reconcile';
import { answer, folder, inspected, prompt } from '../support/logs';

const CASES = join(import.meta.dirname, '..', 'fixtures', 'cases');

test('own account $0.977, of it what no line shows; ours $0.901 told as a part of it', () => {
  const { sessions, totals } = inspected(join(CASES, 'cost-state', 'logs'));
  expect(totals.costMicroUsd).toBe(901_200);
  const told = reconcileAll(sessions);
  expect(told.total).toMatchObject({
    accountMicroUsd: 977_000,
    linesMicroUsd: 901_200,
    gapMicroUsd: 75_800,
    // Claude Code's own costs by model are $0.9512.
    unnamedMicroUsd: 25_800,
    linesAdded: 0,
    linesRemoved: 0,
    apiMs: 120_000,
    laterMessages: 0,
  });
  expect(told.total?.models).toEqual([
    {
      model: 'claude-haiku-4-5',
      account: counts(240_000, 12_000, 0, 29, 50_000),
      lines: null,
      gap: counts(240_000, 12_000, 0, 29, 50_000),
    },
    {
      model: 'claude-opus-5-5',
      account: counts(300, 30_000, 1_500_000, 0, 901_200),
      lines: counts(300, 30_000, 1_500_000, 0, 901_200),
      gap: counts(0, 0, 0, 0, 0),
    },
  ]);
  expect(told.total?.words).toEqual([
    'Claude Code counts $0.977; the lines show $0.901, a part of it. $0.076 is on no line.',
    'On no line, claude-haiku-4-5: 240,000 input tokens, 12,000 output tokens, 29 web searches.',
    'Its costs by model add up to $0.026 less than its total.',
  ]);
  expect(told.sessions.map(({ words }) => words)).toEqual([told.total?.words]);
});

const counts = (
  input: number,
  output: number,
  cacheRead: number,
  webSearches: number,
  costMicroUsd: number,
  cacheWrite = 0,
) => ({
  input,
  output,
  cacheRead,
  cacheWrite,
  webSearches,
  costMicroUsd,
});

const state = (session: string, totalCostUSD: number, modelUsage: object = {}) => ({
  type: 'cost-state',
  sessionId: session,
  totalCostUSD,
  totalAPIDuration: 60_000,
  totalLinesAdded: 1,
  totalLinesRemoved: 2,
  modelUsage,
});

test('sub-agents are part of the lines; sessions without an account are counted apart; sums add up', () => {
  const agent = { isSidechain: true, agentId: 'abc' };
  const log = folder({
    'a.jsonl': [prompt('a', 'go'), answer('a', 'x'), state('a', 0.0015)],
    'a/subagents/agent-abc.jsonl': [answer('a', 'y', { more: agent })],
    'b.jsonl': [prompt('b', 'go'), answer('b', 'z'), state('b', 0.002)],
    'c.jsonl': [prompt('c', 'go'), answer('c', 'w')],
  });
  const told = reconcileAll(inspected(log).sessions);
  // 750 µ$ a response.
  expect(told.sessions.map((one) => [one.id, one.linesMicroUsd, one.gapMicroUsd])).toEqual([
    ['a', 1500, 0],
    ['b', 750, 1250],
  ]);
  expect(told.without).toBe(1);
  expect(told.total).toMatchObject({
    accountMicroUsd: 3500,
    linesMicroUsd: 2250,
    gapMicroUsd: 1250,
    linesAdded: 2,
    linesRemoved: 4,
    apiMs: 120_000,
  });
  expect(told.sessions[0]?.words[0]).toBe('Claude Code counts $0.002, and so do the lines.');
});

test('lines that Claude Code does not count are told, and those written after its account', () => {
  const log = folder({ 'a.jsonl': [prompt('a', 'go'), state('a', 0), answer('a', 'x'), answer('a', 'y')] });
  expect(reconcileAll(inspected(log).sessions).total?.words).toEqual([
    'Claude Code counts $0.000; the lines show $0.002, $0.002 more.',
    'Not in Claude Code’s account, claude-opus-4-6: 200 input tokens, 20 output tokens.',
    '2 responses were logged after its last account.',
  ]);
});

test('lines with what the account does not have are no part of it; a gap to a lower bound is the most there is', () => {
  const log = folder({
    'a.jsonl': [
      prompt('a', 'go'),
      answer('a', 'x', { usage: { service_tier: 'priority' } }),
      state('a', 1, { 'claude-opus-4-6': { inputTokens: 100, outputTokens: 9, costUSD: 1 } }),
    ],
  });
  expect(reconcileAll(inspected(log).sessions).total?.words).toEqual([
    'Claude Code counts $1.000; the lines show ≥ $0.001. At most $0.999 more is in the account.',
    'Not in Claude Code’s account, claude-opus-4-6: 1 output token.',
  ]);
});

// 100 input, 10 output, 30 of the cache for five minutes and 70 for an hour: 100·5 + 10·25 + 30·6.25 + 70·10 µ$ = 1,637.5, so 1,638.
test('cache writes of both kinds are one kind beside the account; lines without a price make theirs a lower bound', () => {
  const usage = {
    cache_creation_input_tokens: 100,
    cache_creation: { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 70 },
  };
  const account = { inputTokens: 100, outputTokens: 10, cacheCreationInputTokens: 150, costUSD: 0.01 };
  const log = folder({
    'a.jsonl': [
      prompt('a', 'go'),
      answer('a', 'x', { usage }),
      answer('a', 'y', { model: 'glm-9' }),
      state('a', 0.01, { 'claude-opus-4-6': account }),
    ],
    // Asked, and not answered: a session all the same, without an account.
    'b.jsonl': [prompt('b', 'anyone?')],
  });
  const told = reconcileAll(inspected(log).sessions);
  expect(told.total?.models.find(({ model }) => model === 'claude-opus-4-6')?.gap).toEqual(
    counts(0, 0, 0, 0, 8_362, 50),
  );
  expect(told.total).toMatchObject({ linesMicroUsd: 1_638, linesAtLeast: true });
  expect(told.without).toBe(1);
});

test('models are the same under their names with date, window and provider; what has no price is not zero', () => {
  const usage = { inputTokens: 100, outputTokens: 10, costUSD: 0.5 };
  const log = folder({
    'a.jsonl': [
      prompt('a', 'go'),
      answer('a', 'x', { model: 'glm-9', request: null }),
      state('a', 0.5, { 'GLM-9': usage }),
    ],
  });
  const [session] = inspected(log).sessions;
  const told = reconcile(session!, []);
  expect(told).toMatchObject({ accountMicroUsd: 500_000, linesMicroUsd: null, gapMicroUsd: null });
  expect(told?.models).toMatchObject([{ model: 'glm-9', gap: { input: 0, output: 0, costMicroUsd: null } }]);
  expect(told?.words).toEqual(['Claude Code counts $0.500; the lines have no price.']);
});

// 750 µ$ a response of Opus 4.6. The lines of `b` have no price, the account of `c` no cost.
test('one session whose price or cost is not known does not make the sums unknown', () => {
  const log = folder({
    'a.jsonl': [prompt('a', 'go'), answer('a', 'x'), state('a', 0.001)],
    'b.jsonl': [prompt('b', 'go'), answer('b', 'y', { model: 'glm-9' }), state('b', 0.005)],
    'c.jsonl': [
      prompt('c', 'go'),
      answer('c', 'z'),
      { ...state('c', 0), totalCostUSD: null, totalLinesAdded: null },
    ],
  });
  const { sessions, total } = reconcileAll(inspected(log).sessions);
  expect(sessions.map((one) => [one.accountMicroUsd, one.linesMicroUsd, one.gapMicroUsd])).toEqual([
    [1000, 750, 250],
    [5000, null, null],
    [null, 750, null],
  ]);
  expect(total).toMatchObject({
    accountMicroUsd: 6000,
    linesMicroUsd: 750,
    gapMicroUsd: 5250,
    linesAtLeast: true,
    linesAdded: 2,
    linesRemoved: 6,
  });
  expect(total?.words[0]).toBe(
    'Claude Code counts $0.006; the lines show ≥ $0.001. At most $0.005 more is in the account.',
  );
});

test.each([
  [0, '$0.000'],
  [977_000, '$0.977'],
  [-75_800, '−$0.076'],
  [1_234_567_890, '$1,234.568'],
  [null, 'unknown'],
])('%s is %s', (microUsd, text) => expect(exactDollars(microUsd)).toBe(text));
