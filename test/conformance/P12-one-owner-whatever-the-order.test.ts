import { expect, test } from 'vitest';
import { answer, folder, inspected, minute, prompt } from '../support/logs';

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
