import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// The input side may be a placeholder 0 or 1 on a line; a third-party model may never say more than 0.
test('a placeholder on the last line does not erase what an earlier one said', () => {
  const id = { id: 'msg_0000000001', request: 'req_1' };
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          answer('a', 'x', {
            ...id,
            usage: { input_tokens: 12, output_tokens: 1, cache_read_input_tokens: 900 },
            stop: null,
          }),
          answer('a', 'y', {
            ...id,
            usage: { input_tokens: 0, output_tokens: 80, cache_read_input_tokens: 0 },
          }),
        ],
      }),
    ),
    'a',
  );
  expect(a.usage).toMatchObject([{ requests: 1, input: 12, output: 80, cacheRead: 900 }]);
});
test('zeros of a third-party model are a request of zeros, unpriced', () => {
  const a = one(
    inspected(
      folder({
        'a.jsonl': [answer('a', 'x', { model: 'glm-4.7', usage: { input_tokens: 0, output_tokens: 0 } })],
      }),
    ),
    'a',
  );
  expect(a.usage).toMatchObject([{ model: 'glm-4.7', requests: 1, input: 0, output: 0, costMicroUsd: null }]);
});
