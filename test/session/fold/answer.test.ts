import { expect, test } from 'vitest';
import { answer, prompt, toolUse } from '../../conformance/logs';
import { eventsOf, folded } from './lines';

const id = { id: 'msg_0000000001', request: 'req_1' };

test('the lines of a response are one response, with usage and stop reason of the last', () => {
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

test('all texts of a response get its stop reason, also earlier ones', () => {
  const state = folded([
    answer('s', 'a', { ...id, stop: null }),
    answer('s', [{ type: 'thinking', thinking: 'b' }], { ...id, stop: 'end_turn' }),
  ]);
  expect(eventsOf(state, 'text')[0]?.stop).toBe('end_turn');
});

test('an id of two answers of a conversation is counted as drift', () => {
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

test('a synthetic message of Claude Code is no response', () => {
  const state = folded([
    answer('s', 'Credit balance is too low', { model: '<synthetic>', more: { isApiErrorMessage: true } }),
  ]);
  expect(state.reading.responses).toEqual([]);
  expect(eventsOf(state, 'apiError')).toHaveLength(1);
});

test('each line without ids is a response; a repeated line is the same response', () => {
  const line = answer('s', 'a', { id: null, request: null });
  expect(folded([line, line]).reading.responses).toHaveLength(1);
  expect(folded([line, answer('s', 'a', { id: null, request: null })]).reading.responses).toHaveLength(2);
});
