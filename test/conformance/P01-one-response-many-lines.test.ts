import { expect, test } from 'vitest';
import { answer, folder, inspected, one, toolUse } from '../support/logs';

// Claude Code writes one line per content block and repeats the usage on each. Adding lines would give three
// times the tokens; keeping one line would lose the tools.
test('three lines of one response are one request with all its blocks', () => {
  const parts = {
    id: 'msg_0000000001',
    request: 'req_1',
    usage: { input_tokens: 3, output_tokens: 50, cache_read_input_tokens: 1000 },
  };
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          answer('a', [{ type: 'thinking', thinking: 'hm', signature: 'sig' }], parts),
          answer('a', [toolUse('Read', { file_path: '/x' })], parts),
          answer('a', [toolUse('Grep', { pattern: 'y' })], parts),
        ],
      }),
    ),
    'a',
  );
  expect(a.messages).toBe(1);
  expect(a.usage).toMatchObject([{ requests: 1, input: 3, output: 50, cacheRead: 1000, lowerBound: 0 }]);
  expect(a.tools.map(({ name, calls }) => [name, calls])).toEqual([
    ['Grep', 1],
    ['Read', 1],
  ]);
});
