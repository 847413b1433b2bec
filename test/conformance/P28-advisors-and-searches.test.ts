import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// Calls to an advisor model are missing from the totals and are requests under their own model; web searches cost
// $10 a thousand.
test('an advisor iteration is a request of its model, searches are billed', () => {
  const usage = {
    server_tool_use: { web_search_requests: 2 },
    iterations: [
      { type: 'message', input_tokens: 60, output_tokens: 4 },
      { type: 'advisor_message', model: 'claude-fable-5', input_tokens: 1000, output_tokens: 200 },
      { type: 'message', input_tokens: 40, output_tokens: 6 },
    ],
  };
  const a = one(inspected(folder({ 'a.jsonl': [answer('a', 'x', { usage })] })), 'a');
  expect(a.messages).toBe(1);
  expect(a.usage).toMatchObject([
    // $10 and $50 a million.
    { model: 'claude-fable-5', requests: 1, input: 1000, output: 200, costMicroUsd: 20_000, lowerBound: 0 },
    {
      model: 'claude-opus-4-6',
      requests: 1,
      input: 100,
      output: 10,
      webSearches: 2,
      costMicroUsd: 750 + 20_000,
    },
  ]);
});
