import { expect, test } from 'vitest';
import { answer, toolUse } from '../../conformance/logs';
import { append, eventsOf, folded } from './lines';

const id = { id: 'msg_0000000001', request: 'req_1' };
const said = (text: string) => [{ type: 'text', text }];

test('a longer snapshot replaces a text, another text does not', () => {
  const state = folded([answer('s', said('Hel'), { ...id, stop: null })]);
  append(state, [answer('s', said('Hello'), id)]);
  append(state, [answer('s', said('Hello'), id)]);
  append(state, [answer('s', said('Bye'), id)]);
  expect(eventsOf(state, 'text').map(({ chars, at }) => [chars, at])).toEqual([
    [5, 20_000],
    [3, 30_000],
  ]);
  expect(state.reading.responses[0]?.chars).toBe(8);
});

test('hidden thinking counts its signature, and becomes readable when its text comes', () => {
  const state = folded([
    answer('s', [{ type: 'thinking', thinking: '', signature: 'abcd' }], { ...id, stop: null }),
  ]);
  expect(eventsOf(state, 'thinking')[0]).toMatchObject({ hidden: true, chars: 0, signature: 4 });
  expect(state.reading.responses[0]).toMatchObject({ sealed: 4, chars: 0 });
  append(state, [
    answer('s', [{ type: 'thinking', thinking: 'I see', signature: 'wxyz' }], { id: 'msg_0000000002' }),
  ]);
  expect(eventsOf(state, 'thinking')[1]).toMatchObject({ hidden: false, chars: 5 });
});

test('a call counts once however often it is logged; each call without an id counts', () => {
  const call = toolUse('Read', { file_path: '/x' }, 't1');
  const bare = { type: 'tool_use', name: 'Read', input: {} };
  const state = folded([answer('s', [call, bare, bare], id), answer('s', [call], id)]);
  expect(eventsOf(state, 'tool').map((event) => event.id)).toEqual(['t1', '0.1', '0.2']);
  expect(state.reading.responses[0]?.calls).toBe(3);
});

test('a block of an unknown kind, or a call without a name, is ignored', () => {
  const state = folded([answer('s', [{ type: 'hologram' }, { type: 'tool_use', id: 't' }, 7, null], id)]);
  expect(state.reading.events).toEqual([]);
  expect(state.reading.responses).toHaveLength(1);
});

test('a fallback to another model is added once', () => {
  const block = { type: 'fallback', from: { model: 'a' }, to: { model: 'b' } };
  const state = folded([answer('s', [block], id), answer('s', [block], id)]);
  expect(eventsOf(state, 'fallback').map(({ from, to }) => [from, to])).toEqual([['a', 'b']]);
});
