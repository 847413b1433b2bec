import { expect, test } from 'vitest';
import { answer, folder, inspected, one, toolUse } from '../support/logs';

// Sub-agents and old versions leave responses without a final usage (no stop_reason on any line): the count is a
// lower bound and says so. It is not dropped and not zero.
test('a response without any stop_reason is a lower bound', () => {
  const inspection = inspected(
    folder({
      'a.jsonl': [
        answer('a', 'one', { stop: null, usage: { output_tokens: 3 } }),
        answer('a', 'two', { usage: { output_tokens: 40 } }),
      ],
      'a/subagents/agent-b1.jsonl': [
        answer('a', 'sub', {
          stop: null,
          usage: { output_tokens: 2 },
          more: { isSidechain: true, agentId: 'b1' },
        }),
      ],
    }),
  );
  expect(one(inspection, 'a').usage).toMatchObject([{ requests: 2, output: 43, lowerBound: 1 }]);
  expect(one(inspection, 'a/b1').usage).toMatchObject([{ requests: 1, output: 2, lowerBound: 1 }]);
  expect(inspection.totals.usage).toMatchObject([{ requests: 3, lowerBound: 2 }]);
});

// Gateways end every answer with 0 and 0: nobody asked nothing, and what was written took tokens.
test.each([
  ['counts nothing', { input_tokens: 0, output_tokens: 0 }, 1],
  ['counts no input', { input_tokens: 1 }, 1],
  ['counts no output', { output_tokens: 0 }, 1],
  ['counts both', {}, 0],
])('a response that ended and %s', (_, usage, lowerBound) => {
  const { usage: rows } = one(inspected(folder({ 'a.jsonl': [answer('a', 'Done.', { usage })] })), 'a');
  expect(rows).toMatchObject([{ requests: 1, lowerBound }]);
});
test('a response that ended without any usage is a lower bound, one that was refused or says nothing is not', () => {
  const usage = { output_tokens: 0 };
  const rows = (...answers: Parameters<typeof answer>[]) =>
    one(inspected(folder({ 'a.jsonl': answers.map((parts) => answer(...parts)) })), 'a').usage;
  expect(rows(['a', [toolUse('Read', {})], { stop: 'tool_use', usage: null }])).toMatchObject([
    { lowerBound: 1 },
  ]);
  expect(rows(['a', 'No.', { stop: 'refusal', usage }], ['a', [], { usage }])).toMatchObject([
    { requests: 2, lowerBound: 0 },
  ]);
  // All that was asked went into the cache.
  const written = { ...usage, input_tokens: 0, cache_creation_input_tokens: 20_000 };
  expect(rows(['a', [], { stop: 'refusal', usage: written }], ['a', [], { usage: written }])).toMatchObject([
    { requests: 2, lowerBound: 0 },
  ]);
});
