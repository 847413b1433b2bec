import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, type Json } from '../support/logs';

// Other back ends estimate the input on the first line and know it on the last: the last counts, larger or smaller. Only a
// placeholder of 0 or 1 does not (P7).
const usageOf = (...lines: (readonly [usage: Json, stop: string | null])[]) =>
  one(
    inspected(
      folder({
        'a.jsonl': [
          prompt('a', 'go'),
          ...lines.map(([usage, stop], i) =>
            answer('a', `part ${i}`, { id: 'msg_0000000001', request: null, usage, stop }),
          ),
        ],
      }),
    ),
    'a',
  ).usage.map(({ requests, input, output, cacheRead }) => [requests, input, output, cacheRead]);

test.each<[string, Json, Json, number[]]>([
  [
    'smaller',
    { input_tokens: 25_541, output_tokens: 1 },
    { input_tokens: 9164, output_tokens: 80 },
    [1, 9164, 80, 0],
  ],
  [
    'larger',
    { input_tokens: 9164, output_tokens: 1 },
    { input_tokens: 25_541, output_tokens: 80 },
    [1, 25_541, 80, 0],
  ],
  [
    'moved to the cache',
    { input_tokens: 25_541, output_tokens: 0 },
    { input_tokens: 41, output_tokens: 80, cache_read_input_tokens: 9000 },
    [1, 41, 80, 9000],
  ],
  [
    'placeholder 0',
    { input_tokens: 25_541, output_tokens: 1 },
    { input_tokens: 0, output_tokens: 80 },
    [1, 25_541, 80, 0],
  ],
  [
    'placeholder 1',
    { input_tokens: 25_541, output_tokens: 1 },
    { input_tokens: 1, output_tokens: 80 },
    [1, 25_541, 80, 0],
  ],
  [
    'smaller, with less output',
    { input_tokens: 25_541, output_tokens: 90 },
    { input_tokens: 9164, output_tokens: 80 },
    [1, 9164, 90, 0],
  ],
])('%s', (_, first, last, row) => {
  expect(usageOf([first, null], [last, 'end_turn'])).toEqual([row]);
});
test('a stale line after the final one changes nothing', () => {
  const final = { input_tokens: 9164, output_tokens: 80 };
  expect(usageOf([final, 'end_turn'], [{ input_tokens: 9164, output_tokens: 2 }, null])).toEqual([
    [1, 9164, 80, 0],
  ]);
});
test('a line without usage changes nothing', () => {
  const line = answer('a', 'y', { id: 'msg_0000000001', request: 'req_1', usage: null });
  const first = answer('a', 'x', { id: 'msg_0000000001', request: 'req_1', usage: { input_tokens: 40 } });
  expect(one(inspected(folder({ 'a.jsonl': [first, line] })), 'a').usage).toMatchObject([
    { requests: 1, input: 40 },
  ]);
});
