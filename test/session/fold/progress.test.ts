import { expect, test } from 'vitest';
import { fingerprint } from '../../../src/session/reading';
import { answer, minute, prompt, result, toolUse, type Json } from '../../conformance/logs';
import { eventsOf, folded, record } from './lines';

const copied = (message: Json) =>
  record('progress', { data: { type: 'agent_progress', agentId: 'a1', message } });

test('a sub-agent’s messages in its parent’s log are a conversation of their own', () => {
  const state = folded([
    copied(prompt('s', 'search', { timestamp: minute(3) })),
    copied(answer('s', [toolUse('Read', { file_path: '/x' }, 't1')], { more: { timestamp: minute(4) } })),
    copied(result('s', 't1', 'content', { timestamp: minute(5) })),
  ]);
  expect(state.reading.events.map(({ kind, thread }) => [kind, thread])).toEqual([
    ['tool', 'a1'],
    ['result', 'a1'],
  ]);
  expect(state.reading.responses.map(({ thread }) => thread)).toEqual(['a1']);
  // The turn is noted for its own conversation only.
  expect(state.reading.memory.turns).toMatchObject({ a1: { asked: fingerprint('search'), since: 'result' } });
  expect(state.reading.memory.turns['']).toBeUndefined();
  expect(state.reading.facts['a1']).toMatchObject({
    copied: true,
    startedAt: Date.parse(minute(3)),
    endedAt: Date.parse(minute(5)),
    opening: { text: 'search' },
  });
});

test('in a sub-agent’s own log they are ignored, as is other progress', () => {
  expect(folded([copied(answer('s', 'x'))], 'b1').reading.responses).toEqual([]);
  const hook = record('progress', { data: { type: 'hook_progress', hookName: 'Stop' } });
  expect(Object.keys(folded([hook]).reading.facts)).toEqual(['']);
  expect(eventsOf(folded([hook]), 'text')).toEqual([]);
});
