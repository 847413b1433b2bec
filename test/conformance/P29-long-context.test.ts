import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// Only Sonnet 4 and 4.5 cost more above 200,000 tokens, by the whole input of the request, strictly more.
test.each([
  ['claude-sonnet-4-5', 200_000, 3],
  ['claude-sonnet-4-5', 200_001, 6],
  ['claude-sonnet-4-6', 200_001, 3],
])('%s with %i tokens of input costs $%i a million', (model, input_tokens, price) => {
  const a = one(
    inspected(
      folder({ 'a.jsonl': [answer('a', 'x', { model, usage: { input_tokens, output_tokens: 0 } })] }),
    ),
    'a',
  );
  expect(a.usage[0]?.costMicroUsd).toBe(input_tokens * price);
});
