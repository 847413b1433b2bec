import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// Context = input + cache read + cache writes of the last response of the main conversation. A trailing <synthetic>
// line (an API error, say) must not make it zero, nor a side-chain's response change it.
test.each([
  ['all counters at 0 but the split of its writes', { cache_creation: { ephemeral_1h_input_tokens: 87 } }, 0],
  ['an input of 1', { input_tokens: 1 }, 20],
])('an answer with %s leaves the context alone', (_, usage, output) => {
  const lines = [
    answer('a', 'x', { usage: { input_tokens: 3, cache_read_input_tokens: 40_000 } }),
    answer('a', 'y', { usage: { input_tokens: 0, output_tokens: output, ...usage } }),
  ];
  expect(one(inspected(folder({ 'a.jsonl': lines })), 'a').context?.tokens).toBe(40_003);
});

test('a synthetic line and a side-chain leave the context alone', () => {
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          answer('a', 'x', {
            usage: { input_tokens: 3, cache_read_input_tokens: 40_000, cache_creation_input_tokens: 500 },
          }),
          answer('a', 'side', { usage: { input_tokens: 9 }, more: { isSidechain: true, agentId: 'b1' } }),
          answer('a', 'No response requested.', {
            model: '<synthetic>',
            usage: { input_tokens: 0, output_tokens: 0 },
          }),
        ],
      }),
    ),
    'a',
  );
  expect(a.context).toEqual({ tokens: 40_503, window: 1_000_000 });
});
