import { expect, test } from 'vitest';
import { answer, folder, inspected, minute, one, prompt, type Json } from '../support/logs';

// A background fork says `sessionKind: "bg"`. That is a claim: it loses what the origin really has, and keeps what
// no other file has.
const said = (session: string, bg: Json) =>
  answer(session, 'hi', { id: 'msg_0000000001', request: 'req_1', more: bg });
const bg = { sessionKind: 'bg', timestamp: minute(0) };

test('the fork loses copies even when its file is first by path and as old', () => {
  const inspection = inspected(
    folder({
      'a-fork.jsonl': [said('a-fork', bg), answer('a-fork', 'own', { more: bg })],
      'b-origin.jsonl': [said('b-origin', { timestamp: minute(0) })],
    }),
  );
  expect(one(inspection, 'a-fork')).toMatchObject({ messages: 1, copies: 1 });
  expect(one(inspection, 'b-origin')).toMatchObject({ messages: 1, copies: 0 });
});
test('without its origin the fork owns what it has', () => {
  const inspection = inspected(folder({ 'a-fork.jsonl': [prompt('a-fork', 'x', bg), said('a-fork', bg)] }));
  expect(one(inspection, 'a-fork')).toMatchObject({ messages: 1, copies: 0, prompts: 1 });
});
test('/branch says `forkedFrom`', () => {
  const forked = { forkedFrom: { sessionId: 'z' }, timestamp: minute(0) };
  const inspection = inspected(
    folder({ 'a.jsonl': [said('a', forked)], 'z.jsonl': [said('z', { timestamp: minute(0) })] }),
  );
  expect([one(inspection, 'a').messages, one(inspection, 'z').messages]).toEqual([0, 1]);
});
