import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { follow } from '../../src/session/follow';
import { scan } from '../../src/signals/scan';
import { contextTrend } from '../../src/usage/context';
import { answer, folder, inspected, one, type Json } from '../support/logs';

// Every entry of `usage.iterations` that the totals do not already repeat is a request of its own model, whatever its type.
// Repeated is: the same model (or none stated) and the same figures, or several whose sum the totals are.
const caseLogs = (name: string): string => join(import.meta.dirname, '../fixtures/cases', name, 'logs');
const figures = (input_tokens: number, output_tokens: number, more: Json = {}): Json => ({
  input_tokens,
  output_tokens,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
  ...more,
});
const part = (type: string, input: number, output: number, more: Json = {}): Json => ({
  type,
  ...figures(input, output),
  ...more,
});
const session = (usage: Json, model = 'claude-opus-4-8') =>
  one(inspected(folder({ 'a.jsonl': [answer('a', 'x', { usage, model })] })), 'a');

test('a refused attempt of one model and the attempt of another that served', () => {
  const { totals } = inspected(caseLogs('fallback-iterations'));
  expect(totals.usage).toMatchObject([
    {
      model: 'claude-fable-5',
      requests: 1,
      input: 4,
      output: 500,
      cacheRead: 48_000,
      cacheWrite5m: 12_000,
      costMicroUsd: 223_040,
    },
    {
      model: 'claude-opus-4-8',
      requests: 1,
      input: 4,
      output: 9000,
      cacheRead: 60_000,
      costMicroUsd: 255_020,
    },
  ]);
  expect(totals.costMicroUsd).toBe(478_060);
});
test('a compaction on the server', () => {
  const { totals, sessions } = inspected(caseLogs('compaction-iteration'));
  expect(totals.usage).toMatchObject([
    { model: 'claude-opus-5-5', requests: 2, input: 170_000, output: 3900, costMicroUsd: 758_000 },
  ]);
  expect(sessions[0]!.context?.tokens).toBe(20_000);
});

test.each<[string, Json, [string, number, number, number][]]>([
  [
    'one that repeats the totals',
    { ...figures(10, 5), iterations: [part('message', 10, 5)] },
    [['claude-opus-4-8', 1, 10, 5]],
  ],
  [
    'several whose sum the totals are',
    { ...figures(30, 7), iterations: [part('message', 10, 5), part('message', 20, 2)] },
    [['claude-opus-4-8', 1, 30, 7]],
  ],
  [
    'a refused attempt of the same model',
    { ...figures(10, 90), iterations: [part('message', 10, 5), part('message', 10, 90)] },
    [['claude-opus-4-8', 2, 20, 95]],
  ],
  [
    'the same model by another name',
    {
      ...figures(10, 90),
      iterations: [part('fallback_message', 10, 90, { model: 'claude-opus-4-8-20270101' })],
    },
    [['claude-opus-4-8', 1, 10, 90]],
  ],
  [
    'the same figures of another model',
    {
      ...figures(10, 90),
      iterations: [part('message', 10, 90, { model: 'claude-fable-5' }), part('fallback_message', 10, 90)],
    },
    [
      ['claude-fable-5', 1, 10, 90],
      ['claude-opus-4-8', 1, 10, 90],
    ],
  ],
  [
    'a type nobody knows, on another model and without one',
    {
      ...figures(10, 5),
      iterations: [
        part('message', 10, 5),
        part('dream', 7, 3, { model: 'claude-haiku-4-5' }),
        part('dream', 1, 1),
      ],
    },
    [
      ['claude-haiku-4-5', 1, 7, 3],
      ['claude-opus-4-8', 2, 11, 6],
    ],
  ],
  [
    'a compaction before two own requests',
    {
      ...figures(30, 7),
      iterations: [part('compaction', 500, 50), part('message', 10, 5), part('message', 20, 2)],
    },
    [['claude-opus-4-8', 2, 530, 57]],
  ],
  [
    'a compaction that is in the totals',
    { ...figures(530, 57), iterations: [part('compaction', 500, 50), part('message', 30, 7)] },
    [['claude-opus-4-8', 1, 530, 57]],
  ],
  [
    'totals of zero',
    { ...figures(0, 0), iterations: [part('message', 10, 5)] },
    [['claude-opus-4-8', 1, 10, 5]],
  ],
  ['no iterations', { ...figures(10, 5), iterations: [] }, [['claude-opus-4-8', 1, 10, 5]]],
  [
    'iterations that are no objects',
    { ...figures(10, 5), iterations: [null, 3, 'x', []] },
    [['claude-opus-4-8', 1, 10, 5]],
  ],
])('%s', (_, usage, rows) => {
  expect(
    session(usage).usage.map(({ model, requests, input, output }) => [model, requests, input, output]),
  ).toEqual(rows);
});

test('an unknown type is named in the drift ledger', () => {
  const usage = { ...figures(10, 5), iterations: [part('message', 10, 5), part('dream', 7, 3)] };
  expect(session(usage).parse.drift).toEqual([
    { what: 'iteration', name: 'dream', version: '2.1.230', count: 1 },
  ]);
});
test('a line without iterations leaves those of the line before it', () => {
  const usage = { ...figures(10, 5), iterations: [part('message', 10, 5), part('compaction', 500, 50)] };
  const lines = [usage, figures(10, 5)].map((u) =>
    answer('a', 'x', { id: 'msg_0000000001', request: 'req_1', usage: u }),
  );
  expect(one(inspected(folder({ 'a.jsonl': lines })), 'a').usage).toMatchObject([
    { requests: 2, input: 510 },
  ]);
});

const twoRequests = {
  ...figures(4, 971, { cache_read_input_tokens: 131_273, cache_creation_input_tokens: 1494 }),
  iterations: [
    part('message', 2, 301, { cache_read_input_tokens: 65_402, cache_creation_input_tokens: 469 }),
    part('advisor_message', 67_421, 2546, { model: 'claude-fable-5' }),
    part('message', 2, 670, { cache_read_input_tokens: 65_871, cache_creation_input_tokens: 1025 }),
  ],
};
test('the context after an answer is that of its last own request', () => {
  expect(session(twoRequests).context?.tokens).toBe(66_898);
  const root = folder({ 'a.jsonl': [answer('a', 'x', { usage: twoRequests })] });
  const { reading } = follow(
    { path: join(root, 'a.jsonl'), root, sessionId: 'a', agentId: null },
    null,
    scan,
  );
  expect(contextTrend(reading.responses)).toEqual([66_898]);
});
test.each([
  // Together above the 200,000 tokens from which Sonnet 4.5 costs double, each below: $3 a million.
  [[150_000, 100_000], 250_000 * 3],
  [[150_000, 200_001], 150_000 * 3 + 200_001 * 6],
])('long-context prices go by each own request: %j', (inputs, cost) => {
  const total = inputs.reduce((a, b) => a + b, 0);
  const usage = { ...figures(total, 0), iterations: inputs.map((input) => part('message', input, 0)) };
  expect(session(usage, 'claude-sonnet-4-5').usage).toMatchObject([
    { requests: 1, input: total, costMicroUsd: cost },
  ]);
});

describe('another model takes over while the answer is streamed', () => {
  const asked = 'claude-fable-5';
  const served = 'claude-opus-4-8';
  const refused = {
    type: 'message',
    model: asked,
    input_tokens: 4,
    output_tokens: 500,
    cache_read_input_tokens: 48_000,
  };
  const took = {
    type: 'fallback_message',
    model: served,
    input_tokens: 4,
    output_tokens: 9000,
    cache_read_input_tokens: 60_000,
  };
  const usage = {
    input_tokens: 4,
    output_tokens: 9000,
    cache_read_input_tokens: 60_000,
    iterations: [refused, took],
  };
  const id = { id: 'msg_01Streamed0000000000001', request: 'req_streamed' };
  const start = {
    ...id,
    model: asked,
    stop: null,
    usage: { input_tokens: 4, output_tokens: 1, cache_read_input_tokens: 48_000 },
  };
  const rows = [
    { model: asked, requests: 1, input: 4, output: 500, cacheRead: 48_000 },
    { model: served, requests: 1, input: 4, output: 9000, cacheRead: 60_000 },
  ];
  test.each([
    ['all lines name the one that was asked', asked],
    ['the last names the one that answered', served],
  ])('%s', (_, model) => {
    const lines = [answer('a', 'No', start), answer('a', 'Yes', { ...id, model, usage })];
    expect(one(inspected(folder({ 'a.jsonl': lines })), 'a').usage).toMatchObject(rows);
  });
  test('also where it wrote no more than the first line guessed', () => {
    const begun = { ...start, usage: { ...start.usage, output_tokens: 9000 } };
    const lines = [answer('a', 'No', begun), answer('a', 'Yes', { ...id, model: asked, usage })];
    expect(one(inspected(folder({ 'a.jsonl': lines })), 'a').usage).toMatchObject(rows);
  });
  test('without iterations the model of the line that counts', () => {
    const lines = [
      answer('a', 'No', start),
      answer('a', 'Yes', { ...id, model: served, usage: { ...usage, iterations: undefined } }),
    ];
    expect(one(inspected(folder({ 'a.jsonl': lines })), 'a').usage).toMatchObject([
      { model: served, requests: 1, output: 9000 },
    ]);
  });
});

test('many attempts of two models that say the same end', () => {
  const took = (model: string, n = 1) => ({
    type: 'fallback_message',
    model,
    input_tokens: 5,
    output_tokens: n,
  });
  const iterations = [
    took('claude-opus-4-8'),
    took('claude-opus-5'),
    ...Array.from({ length: 200 }, (_, i) => took('claude-opus-5', 10 + i)),
  ];
  const usage = { input_tokens: 5, output_tokens: 1, iterations };
  expect(
    one(
      inspected(folder({ 'a.jsonl': [answer('a', 'x', { model: 'claude-fable-5', usage })] })),
      'a',
    ).usage.reduce((n, row) => n + row.requests, 0),
  ).toBe(203);
});
