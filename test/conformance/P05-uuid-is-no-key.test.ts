import { expect, test } from 'vitest';
import { answer, folder, inspected, minute, one, prompt, uuid } from '../support/logs';

// Every line has its own uuid: counting by uuid counts a response once per line.
test('two lines with different uuids and one message id are one request', () => {
  const id = { id: 'msg_0000000001', request: 'req_1' };
  const a = one(inspected(folder({ 'a.jsonl': [answer('a', 'x', id), answer('a', 'y', id)] })), 'a');
  expect(a.usage).toMatchObject([{ requests: 1, input: 100, output: 10 }]);
});

test('prompts that share one uuid are told by their words', () => {
  const shared = { uuid: uuid(), parentUuid: uuid() };
  const said = (n: number, words: string) => prompt('a', words, { ...shared, timestamp: minute(n) });
  const lines = [said(0, 'one'), answer('a', 'x'), said(2, 'two'), answer('a', 'y'), said(4, 'three')];
  const figures = { prompts: 3, rewinds: 0 };
  expect(one(inspected(folder({ 'a.jsonl': lines })), 'a')).toMatchObject(figures);
  // History written again, a copy in another place.
  expect(one(inspected(folder({ 'a.jsonl': [...lines, ...lines] })), 'a')).toMatchObject(figures);
  expect(one(inspected(folder({ 'a.jsonl': lines, 'old/a.jsonl': lines.slice(0, 3) })), 'a')).toMatchObject(
    figures,
  );
  // A copy of the end only, in which later words are the first under the uuid.
  for (const from of [1, 2, 4])
    expect(one(inspected(folder({ 'a.jsonl': lines, 'old/a.jsonl': lines.slice(from) })), 'a')).toMatchObject(
      figures,
    );
  // The same record, changed by hand, is the same prompt.
  expect(one(inspected(folder({ 'a.jsonl': [said(0, 'one'), said(0, '[cut]')] })), 'a').prompts).toBe(1);
});
