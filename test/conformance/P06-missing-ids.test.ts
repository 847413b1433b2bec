import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// Gateways leave the request id out: the message id alone is the key then. Without a message id every line counts.
// Empty ids, and words that some back ends repeat for every answer, are no ids.
test('a missing request id falls back to the message id', () => {
  const id = 'msg_0000000001';
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          answer('a', 'x', { id, request: null }),
          answer('a', 'y', { id, request: null }),
          answer('a', 'z', { id, request: 'req_1' }),
        ],
      }),
    ),
    'a',
  );
  expect(a.messages).toBe(1);
});
test.each([[null], [''], ['resp']])('message id %j is none: each line is a request', (id) => {
  const a = one(
    inspected(
      folder({
        'a.jsonl': [answer('a', 'x', { id, request: null }), answer('a', 'y', { id, request: null })],
      }),
    ),
    'a',
  );
  expect(a.usage).toMatchObject([{ requests: 2, output: 20 }]);
});
