import { expect, test } from 'vitest';
import { answer, folder, inspected, minute, one, prompt } from '../support/logs';

// The owner depends on the files, not on the order of reading: earliest first record, else the smallest path.
const shared = { id: 'msg_0000000001', request: 'req_1' };
const owner = (files: Parameters<typeof folder>[0], order: string[]) => {
  const root = folder(files);
  const inspection = inspected(order.map((name) => `${root}/${name}`));
  return inspection.sessions.filter(({ messages }) => messages > 0).map(({ id }) => id);
};
test('the file that began first owns, read first or last', () => {
  const files = {
    'a.jsonl': [prompt('a', 'x', { timestamp: minute(5) }), answer('a', 'hi', shared)],
    'b.jsonl': [prompt('b', 'x', { timestamp: minute(1) }), answer('b', 'hi', shared)],
  };
  expect(owner(files, ['a.jsonl', 'b.jsonl'])).toEqual(['b']);
  expect(owner(files, ['b.jsonl', 'a.jsonl'])).toEqual(['b']);
});
test('of files that began together the smallest path owns', () => {
  const files = { 'c.jsonl': [answer('c', 'hi', shared)], 'b.jsonl': [answer('b', 'hi', shared)] };
  expect(owner(files, ['c.jsonl', 'b.jsonl'])).toEqual(['b']);
  expect(owner(files, ['b.jsonl', 'c.jsonl'])).toEqual(['b']);
});

const half = {
  id: 'msg_01HalfCopied00000000000',
  request: 'req_half',
  stop: null,
  usage: { output_tokens: 3 },
};
const whole = { ...half, stop: 'end_turn', usage: { output_tokens: 500 } };

test('a copy made in the middle of an answer does not own it, whatever its path', () => {
  const asked = { timestamp: minute(1), uuid: '00000000-0000-4000-9000-000000000001' };
  const begun = answer('z', 'First.', { ...half, more: { timestamp: minute(2) } });
  const root = folder({
    'z.jsonl': [prompt('z', 'go', asked), begun, answer('z', 'Then.', whole)],
    'a.jsonl': [prompt('a', 'go', asked), { ...begun, sessionId: 'a' }, answer('a', 'own')],
  });
  const both = inspected(root);
  expect(one(both, 'z').usage).toMatchObject([{ output: 500 }]);
  expect(one(both, 'a').usage).toMatchObject([{ output: 10 }]);
});

test('nor where the origin lies in two folders, of which the second began later', () => {
  const asked = prompt('b', 'go', { timestamp: minute(1) });
  const begun = answer('b', 'First.', { ...half, more: { timestamp: minute(9) } });
  const root = folder({
    'one/b.jsonl': [asked],
    'two/b.jsonl': [prompt('b', 'and?', { timestamp: minute(8) }), begun, answer('b', 'Then.', whole)],
    'one/c.jsonl': [{ ...asked, sessionId: 'c' }, { ...begun, sessionId: 'c' }, answer('c', 'own')],
  });
  const both = inspected(root);
  expect(one(both, 'b').usage).toMatchObject([{ output: 500 }]);
  expect(one(both, 'c').usage).toMatchObject([{ output: 10 }]);
});

test('a copy whose records have uuids of their own adds no prompt, command or answer', () => {
  const lines = (session: string, id: string | null) => [
    prompt(session, 'go', { timestamp: minute(1) }),
    prompt(session, '<command-name>/review</command-name>', { timestamp: minute(2) }),
    answer(session, 'hi', { id, request: null, more: { timestamp: minute(3) } }),
  ];
  for (const id of ['msg_01SharedByTwo0000000000', null]) {
    const own = [prompt('b', 'more', { timestamp: minute(9) }), answer('b', 'own')];
    const both = inspected(folder({ 'a.jsonl': lines('a', id), 'b.jsonl': [...lines('b', id), ...own] }));
    expect(one(both, 'a')).toMatchObject({ prompts: 1, messages: 1 });
    expect(one(both, 'b')).toMatchObject({ prompts: 1, messages: 1, copies: 1 });
    expect(both.sessions.map(({ slashCommands }) => slashCommands)).toEqual([1, 0]);
  }
});

test('the same words at the same moment in two sessions that share no answer are two prompts', () => {
  const lines = (session: string) => [prompt(session, 'go'), answer(session, 'hi')];
  const both = inspected(folder({ 'a.jsonl': lines('a'), 'b.jsonl': lines('b') }));
  expect(both.sessions.map(({ prompts }) => prompts)).toEqual([1, 1]);
});

test('nor does a third session, told the same at the same moment, make a copied prompt count twice', () => {
  const asked = (session: string) => prompt(session, 'go', { timestamp: minute(1) });
  const copied = (session: string) => [
    asked(session),
    answer(session, 'hi', {
      id: 'msg_01SharedByTwo0000000000',
      request: null,
      more: { timestamp: minute(2) },
    }),
  ];
  const other = [prompt('a', 'begin', { timestamp: minute(0) }), asked('a'), answer('a', 'Done.')];
  const root = folder({
    'a.jsonl': other,
    'b.jsonl': copied('b'),
    'c.jsonl': [...copied('c'), answer('c', 'own')],
  });
  expect(inspected(root).sessions.map(({ id, prompts }) => [id, prompts])).toEqual([
    ['a', 2],
    ['b', 1],
    ['c', 0],
  ]);
});
