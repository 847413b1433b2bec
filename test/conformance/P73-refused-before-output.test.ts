import { expect, test } from 'vitest';
import { answer, folder, inspected, one, type Json } from '../support/logs';

// Anthropic does not bill a request that a classifier refused before any output, from 2026-06-02 on; from 2026-09-24 on it
// does again for some policies. Its tokens are in the log all the same. Where the policy is not said, the cost is a
// lower bound. Below 1,000 input at $5 a million: 5,000 µ$.
const refused = (day: string, usage: Json = {}, model = 'claude-opus-4-8'): Json =>
  answer('a', [], {
    model,
    stop: 'refusal',
    usage: { input_tokens: 1000, output_tokens: 0, ...usage },
    more: { timestamp: `${day}T10:00:00.000Z` },
  });
const withDetails = (record: Json, category: unknown): Json => ({
  ...record,
  message: { ...(record['message'] as Json), stop_details: { type: 'refusal', category } },
});
const usageOf = (record: Json) => one(inspected(folder({ 'a.jsonl': [record] })), 'a').usage;

test.each<[string, unknown, number, Record<string, number>]>([
  ['2026-06-01', null, 5000, {}],
  ['2026-06-02', null, 0, {}],
  ['2026-06-01', 'cyber', 5000, {}],
  ['2026-06-01', 'tomorrows', 5000, {}],
  ['2026-07-01', 'tomorrows', 0, {}],
  ['2026-09-23', 'bio', 0, {}],
  ['2026-09-24', 'bio', 5000, {}],
  ['2026-09-24', 'frontier_llm', 5000, {}],
  ['2026-09-24', 'reasoning_extraction', 5000, {}],
  ['2026-09-24', 'Cyber', 0, {}],
  ['2026-09-24', 'general_harms', 0, {}],
  ['2026-09-24', null, 0, { refusal: 1 }],
  ['2026-09-24', 'tomorrows', 0, { 'refusal tomorrows': 1 }],
  ['2026-09-24', { no: 'word' }, 0, { refusal: 1 }],
])('on %s by policy %j: %i µ$, not known: %j', (day, category, costMicroUsd, unknownConditions) => {
  expect(usageOf(withDetails(refused(day), category))).toMatchObject([
    { requests: 1, input: 1000, output: 0, costMicroUsd, unknownConditions },
  ]);
});

test('what was written before the refusal is billed, and so is another end without output', () => {
  expect(usageOf(refused('2026-07-01', { output_tokens: 100 }))).toMatchObject([{ costMicroUsd: 7500 }]);
  const ended = answer('a', [], {
    model: 'claude-opus-4-8',
    usage: { input_tokens: 1000, output_tokens: 0 },
  });
  expect(usageOf(ended)).toMatchObject([{ costMicroUsd: 5000 }]);
});

test('what another platform or model asks for a refusal is not known to be nothing', () => {
  for (const model of ['global.anthropic.claude-opus-4-8', 'glm-4.7'])
    expect(usageOf(refused('2026-07-01', {}, model))).toMatchObject([
      { costMicroUsd: model === 'glm-4.7' ? null : 5000, unknownConditions: {} },
    ]);
});

test('searches that ran before it are billed', () => {
  const usage = { server_tool_use: { web_search_requests: 2 } };
  expect(usageOf(refused('2026-07-01', usage))).toMatchObject([{ costMicroUsd: 20_000 }]);
});

// One answer: refused by two models, one of them in the middle of its text, served by the third.
const attempt = (type: string, model: string, output_tokens: number): Json => ({
  type,
  model,
  input_tokens: 1000,
  output_tokens,
});
const chain = (timestamp: string): Json =>
  answer('a', 'x', {
    model: 'claude-opus-4-8',
    usage: {
      input_tokens: 1000,
      output_tokens: 100,
      iterations: [
        attempt('message', 'claude-fable-5', 0),
        attempt('fallback_message', 'claude-opus-5', 20),
        attempt('fallback_message', 'claude-opus-4-8', 100),
      ],
    },
    more: { timestamp },
  });

test('of attempts in a row each is billed by what it wrote', () => {
  expect(usageOf(chain('2026-07-01T10:00:00.000Z'))).toMatchObject([
    { model: 'claude-fable-5', requests: 1, input: 1000, costMicroUsd: 0, unknownConditions: {} },
    { model: 'claude-opus-4-8', requests: 1, input: 1000, output: 100, costMicroUsd: 7500 },
    { model: 'claude-opus-5', requests: 1, input: 1000, output: 20, costMicroUsd: 5500 },
  ]);
  // Iterations do not say the policy.
  expect(usageOf(chain('2026-10-01T10:00:00.000Z'))[0]).toMatchObject({
    costMicroUsd: 0,
    unknownConditions: { refusal: 1 },
  });
});

test('an adviser and a compaction without output were not refused', () => {
  const usage = {
    iterations: [
      { type: 'advisor_message', model: 'claude-opus-5', input_tokens: 1000, output_tokens: 0 },
      { type: 'message', input_tokens: 100, output_tokens: 10 },
      { type: 'compaction', model: 'claude-opus-4-8', input_tokens: 1000, output_tokens: 0 },
    ],
  };
  expect(
    usageOf(answer('a', 'x', { model: 'claude-sonnet-5', usage })).map(({ costMicroUsd }) => costMicroUsd),
  ).toEqual([5000, 5000, 300]);
});
