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

// Forks that the SDK makes give every record a new uuid and name the one it copies: `forkedFrom.messageUuid`.
test('records with new uuids are known by those they were copied from', () => {
  const uuids = [1, 2, 3].map((n) => `00000000-0000-4000-9000-00000000000${n}`);
  const copied = (n: number): Json => ({
    uuid: `00000000-0000-4000-a000-00000000000${n}`,
    forkedFrom: { sessionId: 'z', messageUuid: uuids[n] },
  });
  // Two answers of a gateway that gives neither ids nor request ids.
  const history = (session: string, of: (n: number) => Json): Json[] => [
    prompt(session, 'hello', { ...of(0), timestamp: minute(0) }),
    answer(session, 'hi', { id: null, request: null, more: { ...of(1), timestamp: minute(1) } }),
    answer(session, 'ho', { id: null, request: null, more: { ...of(2), timestamp: minute(2) } }),
  ];
  const original = history('z', (n) => ({ uuid: uuids[n] }));
  const fork = [
    ...history('a', copied),
    prompt('a', 'hello', { timestamp: minute(3) }),
    answer('a', 'own', { more: { timestamp: minute(3) } }),
  ];
  const both = inspected(folder({ 'a.jsonl': fork, 'z.jsonl': original }));
  expect(one(both, 'z')).toMatchObject({ prompts: 1, messages: 2, copies: 0 });
  expect(one(both, 'a')).toMatchObject({ prompts: 1, messages: 1, copies: 2 });
  expect(one(inspected(folder({ 'a.jsonl': fork })), 'a')).toMatchObject({ prompts: 2, messages: 3 });
});
// A fork of a fork names records of the fork. What the first one copied is then known by its time.
test('interruptions and compactions of a fork of a fork count once', () => {
  const later = (n: number, more: Json = {}): Json => ({ timestamp: minute(n), ...more });
  const history: Json[] = [
    prompt('z', 'go', later(0)),
    answer('z', 'hi', { id: 'msg_01AAAAAAAAAAAAAAAAAAAAAA', request: 'req_1', more: later(1) }),
    prompt('z', [{ type: 'text', text: '[Request interrupted by user]' }], later(2)),
    { ...prompt('z', '', later(3)), type: 'system', subtype: 'compact_boundary', message: undefined },
  ];
  const forkOf = (lines: Json[], sessionId: string, n: number): Json[] =>
    lines.map((line, i) => ({
      ...line,
      sessionId,
      uuid: `00000000-0000-4000-a000-0000000000${n}${i}`,
      forkedFrom: { sessionId: line['sessionId'], messageUuid: line['uuid'] },
    }));
  const first = forkOf(history, 'a', 1);
  const logs = { 'z.jsonl': history, 'a.jsonl': first, 'b.jsonl': forkOf(first, 'b', 2) };
  const { sessions } = inspected(folder(logs));
  expect(
    sessions.map(({ id, prompts, interrupts, compactions }) => [id, prompts, interrupts, compactions]),
  ).toEqual([
    ['a', 0, 0, 0],
    ['b', 0, 0, 0],
    ['z', 1, 1, 1],
  ]);
});
test('what names no record leaves each its own', () => {
  const forkedFrom = { sessionId: 'z', messageUuid: 'x' };
  const log = [prompt('a', 'one', { forkedFrom }), prompt('a', 'two', { forkedFrom })];
  expect(one(inspected(folder({ 'a.jsonl': log })), 'a').prompts).toBe(2);
});
