import { expect, test } from 'vitest';
import { answer, prompt, toolUse } from '../../conformance/logs';
import { eventsOf, folded } from './lines';

const id = { id: 'msg_0000000001', request: 'req_1' };

test('the lines of one response are one, with the usage and the end of the last', () => {
  const { reading } = folded([
    answer('s', 'a', { ...id, stop: null, usage: { output_tokens: 1 } }),
    answer('s', [toolUse('Read', { file_path: '/x' })], {
      ...id,
      stop: 'tool_use',
      usage: { output_tokens: 40 },
    }),
  ]);
  expect(reading.responses).toHaveLength(1);
  expect(reading.responses[0]).toMatchObject({
    usage: { output: 40 },
    final: true,
    stop: 'tool_use',
    calls: 1,
  });
});

test('the end of a response is that of its texts, also of those before it', () => {
  const state = folded([
    answer('s', 'a', { ...id, stop: null }),
    answer('s', [{ type: 'thinking', thinking: 'b' }], { ...id, stop: 'end_turn' }),
  ]);
  expect(eventsOf(state, 'text')[0]?.stop).toBe('end_turn');
});

test('an id that two answers of a conversation have is counted as drift', () => {
  const { reading } = folded([
    answer('s', 'a', { id: 'relay', request: null, usage: { input_tokens: 5 } }),
    prompt('s', 'go on'),
    answer('s', 'b', { id: 'relay', request: null, usage: { input_tokens: 9 } }),
  ]);
  expect(reading.responses).toHaveLength(2);
  expect(reading.parse.drift).toContainEqual(
    expect.objectContaining({ what: 'id', name: 'message.id', count: 1 }),
  );
});

test('what Claude Code writes in the agent’s place is no response', () => {
  const state = folded([
    answer('s', 'Credit balance is too low', { model: '<synthetic>', more: { isApiErrorMessage: true } }),
  ]);
  expect(state.reading.responses).toEqual([]);
  expect(eventsOf(state, 'apiError')).toHaveLength(1);
});

test('a line without ids stands for itself; one that comes again is the same', () => {
  const line = answer('s', 'a', { id: null, request: null });
  expect(folded([line, line]).reading.responses).toHaveLength(1);
  expect(folded([line, answer('s', 'a', { id: null, request: null })]).reading.responses).toHaveLength(2);
});
