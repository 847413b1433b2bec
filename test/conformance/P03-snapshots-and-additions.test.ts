import { join } from 'node:path';
import { expect, test } from 'vitest';
import { follow } from '../../src/session/follow';
import { scan } from '../../src/signals/scan';
import { answer, folder, inspected, one, toolUse } from '../support/logs';

// The lines of a response may be growing snapshots of it, or pieces added one after the other, also after its end.
// Blocks are united: a repeated one counts once, a text that grew is still one text.
test('growing snapshots count once, additions after the end count too', () => {
  const id = { id: 'msg_0000000001', request: 'req_1' };
  const read = toolUse('Read', { file_path: '/x' }, 'toolu_1');
  const grown = { type: 'text', text: 'Done. Shall I go on? Want me to push?' };
  const root = folder({
    'a.jsonl': [
      answer('a', [{ type: 'text', text: 'Done. Shall I go on?' }], { ...id, stop: null }),
      answer('a', [grown], { ...id, stop: null }),
      answer('a', [grown, read], { ...id, stop: 'end_turn' }),
      answer('a', [toolUse('Grep', {}, 'toolu_2')], id),
    ],
  });
  const a = one(inspected(root), 'a');
  expect(a.messages).toBe(1);
  expect(a.tools.map(({ name, calls }) => [name, calls])).toEqual([
    ['Grep', 1],
    ['Read', 1],
  ]);
  // A tool call follows, so it ends no turn: the marks are looked at as they were read.
  const { reading } = follow(
    { path: join(root, 'a.jsonl'), root, sessionId: 'a', agentId: null },
    null,
    scan,
  );
  const texts = reading.events.filter((event) => event.kind === 'text');
  expect(
    texts.map(({ marks }) => marks.filter(({ by, list }) => by === 'careful' && list === 'stop').length),
  ).toEqual([2]);
});
