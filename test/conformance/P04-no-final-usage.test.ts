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
