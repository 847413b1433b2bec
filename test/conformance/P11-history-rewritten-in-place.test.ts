import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, result, signal, toolUse } from '../support/logs';

// stream-json input mode and compaction write earlier records again into the same file.
test('the same records twice in one file count once', () => {
  const history = [
    prompt('a', 'go', { uuid: 'p1' }),
    answer('a', [toolUse('Read', { file_path: '/x' }, 'toolu_1')], {
      id: 'msg_0000000001',
      request: 'req_1',
    }),
    result('a', 'toolu_1', 'boom', {}, { is_error: true }),
    answer('a', 'Done. Want me to check it?', { id: 'msg_0000000002', request: 'req_2' }),
  ];
  const a = one(
    inspected(
      folder({
        'a.jsonl': [...history, ...history, prompt('a', 'yes', { uuid: 'p2' }), answer('a', 'more')],
      }),
    ),
    'a',
  );
  expect(a).toMatchObject({ prompts: 2, messages: 3, tools: [{ name: 'Read', calls: 1, errors: 1 }] });
  expect(signal(a, 'stop_phrase').detail).toMatchObject({ hits: 1 });
});
