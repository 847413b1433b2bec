import { expect, test } from 'vitest';
import { answer, folder, inspected, one, signal, toolUse } from './logs';

// The lines of a response may be growing snapshots of it, or pieces added one after the other, also after its end.
// Blocks are united: a repeated one counts once, a text that grew is still one text.
test('growing snapshots count once, additions after the end count too', () => {
  const id = { id: 'msg_0000000001', request: 'req_1' };
  const read = toolUse('Read', { file_path: '/x' }, 'toolu_1');
  const grown = { type: 'text', text: 'This is out of scope. And future work.' };
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          answer('a', [{ type: 'text', text: 'This is out of scope.' }], { ...id, stop: null }),
          answer('a', [grown], { ...id, stop: null }),
          answer('a', [grown, read], { ...id, stop: 'end_turn' }),
          answer('a', [toolUse('Grep', {}, 'toolu_2')], id),
        ],
      }),
    ),
    'a',
  );
  expect(a.messages).toBe(1);
  expect(a.tools.map(({ name, calls }) => [name, calls])).toEqual([
    ['Grep', 1],
    ['Read', 1],
  ]);
  expect(signal(a, 'stop_phrase').detail).toMatchObject({ hits: 2, messages: 1 });
});
