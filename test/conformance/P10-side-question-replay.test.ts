import { expect, test } from 'vitest';
import { answer, folder, inspected, minute, one } from '../support/logs';

// A /btw question runs in subagents/ and replays the parent's messages with a NEW request id. The copy that is not
// a side-chain owns them; what only the side-chain has is its own.
test('replayed messages belong to the parent, new ones to the side question', () => {
  const side = { isSidechain: true, agentId: 'aside_question-1', timestamp: minute(-5) };
  const inspection = inspected(
    folder({
      'p.jsonl': [answer('p', 'hi', { id: 'msg_0000000001', request: 'req_1' })],
      'p/subagents/agent-aside_question-1.jsonl': [
        answer('p', 'hi', { id: 'msg_0000000001', request: 'req_9', more: side }),
        answer('p', 'aside', { id: 'msg_0000000002', request: 'req_10', more: side }),
      ],
    }),
  );
  expect(one(inspection, 'p')).toMatchObject({ messages: 1, copies: 0 });
  expect(one(inspection, 'p/aside_question-1')).toMatchObject({ messages: 1, copies: 1 });
  expect(inspection.totals.messages).toBe(2);
});
test('in two main conversations different request ids are different responses', () => {
  const inspection = inspected(
    folder({
      'a.jsonl': [answer('a', 'x', { id: 'msg_0000000001', request: 'req_1' })],
      'b.jsonl': [answer('b', 'y', { id: 'msg_0000000001', request: 'req_2' })],
    }),
  );
  expect([one(inspection, 'a').messages, one(inspection, 'b').messages]).toEqual([1, 1]);
});
