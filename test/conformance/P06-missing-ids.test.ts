import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, result, toolUse, type Json } from '../support/logs';

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

// What was asked by one request is one answer, whatever message ids its lines have.
test.each([
  ['no message id', [null, null]],
  ['a message id of its own on each line', ['msg_z1', 'msg_z2']],
])('%s, and one request id: the lines are one answer', (_, ids) => {
  const line = (n: number, more: Json) =>
    answer('a', [toolUse('Read', { file_path: `/f${n}` }, `toolu_${n}`)], {
      id: ids[n]!,
      request: 'req_1',
      ...more,
    });
  const lines = [
    prompt('a', 'go'),
    line(0, { stop: null, usage: { output_tokens: 1 } }),
    line(1, { stop: 'tool_use', usage: { output_tokens: 80 } }),
    result('a', 'toolu_0', 'x'),
    result('a', 'toolu_1', 'x'),
    answer('a', 'next', { id: ids[0]!, request: 'req_2', usage: { input_tokens: 300 } }),
  ];
  const a = one(inspected(folder({ 'a.jsonl': lines })), 'a');
  expect(a.usage).toMatchObject([{ requests: 2, input: 400, output: 90 }]);
  expect(a.tools).toMatchObject([{ name: 'Read', calls: 2 }]);
});
test('a model that takes over in one request answers anew', () => {
  const by = (model: string, id: string) => answer('a', model, { id, request: 'req_1', model });
  const lines = [prompt('a', 'go'), by('claude-opus-4-6', 'msg_z1'), by('claude-sonnet-4-5', 'msg_z2')];
  expect(one(inspected(folder({ 'a.jsonl': lines })), 'a').usage).toMatchObject([
    { model: 'claude-opus-4-6', requests: 1, output: 10 },
    { model: 'claude-sonnet-4-5', requests: 1, output: 10 },
  ]);
});
test('one request id for all answers is none: what was said in between tells', () => {
  const lines = [1, 2, 3].flatMap((n) => [
    prompt('a', `question ${n}`),
    answer('a', `answer ${n}`, { id: null, request: 'req_same' }),
  ]);
  expect(one(inspected(folder({ 'a.jsonl': lines })), 'a').usage).toMatchObject([{ requests: 3 }]);
});

test('counts that a gateway passes on as another back end wrote them count, unless Claude’s are there', () => {
  const other = {
    prompt_tokens: 500,
    completion_tokens: 20,
    prompt_tokens_details: { cached_tokens: 300 },
  };
  const used = (usage: Json) =>
    inspected(folder({ 'a.jsonl': [answer('a', 'x', { usage })] })).totals.usage[0];
  expect(used({ input_tokens: 0, output_tokens: 0, ...other })).toMatchObject({
    input: 200,
    cacheRead: 300,
    output: 20,
  });
  expect(used({ ...other })).toMatchObject({ input: 100, cacheRead: 0, output: 10 });
  expect(
    used({
      input_tokens: 0,
      output_tokens: 0,
      prompt_tokens: 5,
      prompt_tokens_details: { cached_tokens: 9 },
    }),
  ).toMatchObject({ input: 0, cacheRead: 5 });
});
