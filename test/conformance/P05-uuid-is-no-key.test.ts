import { expect, test } from 'vitest';
import { answer, folder, inspected, one } from '../support/logs';

// Every line has its own uuid: counting by uuid counts a response once per line.
test('two lines with different uuids and one message id are one request', () => {
  const id = { id: 'msg_0000000001', request: 'req_1' };
  const a = one(inspected(folder({ 'a.jsonl': [answer('a', 'x', id), answer('a', 'y', id)] })), 'a');
  expect(a.usage).toMatchObject([{ requests: 1, input: 100, output: 10 }]);
});
