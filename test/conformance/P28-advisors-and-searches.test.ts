import { expect, test } from 'vitest';
import { answer, folder, inspected, one, result, toolUse } from '../support/logs';

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

// The tool searches in a request of its own, of which no line has the tokens. Its result states the searches.
test('the searches of the tool are billed with the answer that called it, each once', () => {
  const call = answer(
    'a',
    [toolUse('WebSearch', { query: 'x' }, 't1'), toolUse('WebSearch', { query: 'y' }, 't2')],
    {
      stop: 'tool_use',
    },
  );
  const found = (id: string, searchCount: unknown) =>
    result('a', id, 'Web search results', { toolUseResult: { query: 'x', results: [], searchCount } });
  const searchesOf = (...lines: ReturnType<typeof result>[]) => {
    const [row] = one(inspected(folder({ 'a.jsonl': [call, ...lines] })), 'a').usage;
    return [row?.webSearches, row?.costMicroUsd];
  };
  expect(searchesOf(found('t1', 1), found('t2', 2))).toEqual([3, 750 + 30_000]);
  // Written again; no number of searches; a tool of somebody else.
  expect(searchesOf(found('t1', 1), found('t1', 1))).toEqual([1, 750 + 10_000]);
  expect(searchesOf(found('t1', 'many'), found('t2', -1))).toEqual([0, 750]);
  const other = answer('a', [toolUse('mcp__web__search', { query: 'x' }, 't3')]);
  const [row] = one(inspected(folder({ 'a.jsonl': [other, found('t3', 4)] })), 'a').usage;
  expect(row).toMatchObject({ webSearches: 0 });
});
