import { expect, test } from 'vitest';
import { minute } from '../../support/logs';
import { eventsOf, folded, record } from './lines';

const system = (subtype: string, more = {}) => record('system', { subtype, ...more });

test('a turn of the main conversation ends with its duration or its hooks', () => {
  expect(eventsOf(folded([system('turn_duration'), system('stop_hook_summary')]), 'turnEnd')).toHaveLength(2);
  expect(eventsOf(folded([system('turn_duration')], 'a1'), 'turnEnd')).toEqual([]);
  expect(eventsOf(folded([system('turn_duration', { isSidechain: true })]), 'turnEnd')).toEqual([]);
});

test('a compaction has the fields of its record, and null for missing ones', () => {
  const said = system('compact_boundary', { compactMetadata: { trigger: 'auto', preTokens: 9 } });
  const state = folded([said, said, system('compact_boundary')]);
  expect(eventsOf(state, 'compaction')).toMatchObject([
    { trigger: 'auto', preTokens: 9, postTokens: null },
    { trigger: null, preTokens: null, postTokens: null },
  ]);
});

test('an error of the service counts after the last retry', () => {
  const error = (retryAttempt: number) => system('api_error', { retryAttempt, maxRetries: 10 });
  expect(eventsOf(folded([error(1), error(9)]), 'apiError')).toEqual([]);
  expect(eventsOf(folded([error(10)]), 'apiError')).toHaveLength(1);
});

test('a reverted fallback swaps the models', () => {
  const models = { originalModel: 'a', fallbackModel: 'b' };
  const state = folded([
    system('model_refusal_fallback', models),
    system('model_refusal_fallback', { ...models, direction: 'revert' }),
  ]);
  expect(eventsOf(state, 'fallback').map(({ from, to }) => `${from} ${to}`)).toEqual(['a b', 'b a']);
});

test('the output of a local command does not end a running turn', () => {
  const local = (content: string) => system('local_command', { content });
  const mcp = () => [
    local('<command-name>/mcp</command-name>'),
    local('<local-command-stdout>x</local-command-stdout>'),
  ];
  const asked = record('user', { message: { role: 'user', content: 'build it' } });
  const kinds = (...lines: (typeof asked)[]) => folded(lines).reading.events.map(({ kind }) => kind);
  expect(kinds(...mcp())).toEqual(['command', 'turnEnd']);
  expect(kinds(asked, ...mcp(), ...mcp())).toEqual(['prompt', 'command', 'command']);
  // Claude Code was stopped in the middle of the turn, and started again later.
  const later = (minutes: number) =>
    [
      { ...asked, timestamp: minute(0) },
      ...mcp().map((line) => ({ ...line, timestamp: minute(minutes) })),
    ] as const;
  expect(kinds(...later(20))).toEqual(['prompt', 'command']);
  expect(kinds(...later(40))).toEqual(['prompt', 'command', 'turnEnd']);
  // The main log is silent while a sub-agent works, however long that takes.
  const content = [{ type: 'tool_use', id: 'toolu_1', name: 'Agent', input: {} }];
  const message = { id: 'msg_1', role: 'assistant', content, stop_reason: 'tool_use' };
  const agent = record('assistant', { timestamp: minute(0), message });
  const answered = record('user', {
    timestamp: minute(1),
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }] },
  });
  const [, ...behind] = later(40);
  expect(kinds(asked, agent, ...behind).at(-1)).toBe('command');
  expect(kinds(asked, agent, answered, ...behind).at(-1)).toBe('turnEnd');
  expect(kinds(asked, agent, ...later(8 * 60).slice(1)).at(-1)).toBe('turnEnd');
  // Its session was ended while it worked, and goes on.
  const again = record('user', { timestamp: minute(2), message: { role: 'user', content: 'go on' } });
  expect(kinds(asked, agent, again, ...behind).at(-1)).toBe('turnEnd');
  expect(kinds(asked, system('turn_duration'), ...mcp())).toEqual([
    'prompt',
    'turnEnd',
    'command',
    'turnEnd',
  ]);
});

test('an unknown system record adds no event', () => {
  expect(folded([system('surprise'), record('system')]).reading.events).toEqual([]);
});
