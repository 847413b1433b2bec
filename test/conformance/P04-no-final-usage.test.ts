import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

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

// Gateways that drop the usage, and now and then the service itself, end a response without a count of what it wrote.
test('a response that ended without a count of its output is a lower bound too', () => {
  const rowOf = (usage: Record<string, number> | null, stop = 'end_turn', content: unknown = 'words') =>
    one(inspected(folder({ 'a.jsonl': [answer('a', content, { stop, usage })] })), 'a').usage[0];
  expect(rowOf({ input_tokens: 0, output_tokens: 0 })).toMatchObject({
    requests: 1,
    output: 0,
    lowerBound: 1,
  });
  expect(rowOf({ input_tokens: 100, output_tokens: 0 })).toMatchObject({ input: 100, lowerBound: 1 });
  expect(rowOf(null)).toMatchObject({ requests: 1, lowerBound: 1 });
  // A refusal, and an answer without content, wrote nothing.
  expect(rowOf({ output_tokens: 0 }, 'refusal', [])).toMatchObject({ lowerBound: 0 });
  expect(rowOf({ output_tokens: 0 }, 'end_turn', [])).toMatchObject({ lowerBound: 0 });
});
