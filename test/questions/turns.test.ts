/** The turns of a session. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, minute, prompt, put } from '../support/logs';
import { openWindow, until } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';
import { opened } from './sessionRig';

const NOW = Date.parse(minute(1));

test('a response that another log turns out to own is removed from the turns', async () => {
  const folder = tempFolder();
  const project = join(folder, '.claude', 'projects', '-w-app');
  const shared = answer('a', 'Said once.', { id: 'msg_1', request: 'req_1' });
  put(join(project, 'a.jsonl'), [prompt('a', 'go', { timestamp: minute(0) }), shared]);
  const { engine, touch } = openWindow(folder, null, () => NOW);
  await engine.ready;
  const requests = async () =>
    (await engine.call('turns', { id: 'a', offset: 0, limit: 9 })).map((turn) => turn.requests);
  expect(await requests()).toEqual([1]);
  const earlier = join(project, 'b.jsonl');
  put(earlier, [prompt('b', 'before', { timestamp: minute(-5) }), { ...shared, sessionId: 'b' }]);
  touch(earlier);
  await until(async () => (await engine.call('session', { id: 'b' })) !== null);
  expect(await requests()).toEqual([0]);
});

test('a turn with a request without final usage is a lower bound', async () => {
  const { engine } = await opened([
    [prompt('a', 'one'), answer('a', 'Whole.')],
    [prompt('a', 'two'), answer('a', 'Cut off.', { stop: null })],
  ]);
  expect((await engine.call('chart', { id: 'a' }))?.map(({ lowerBound }) => lowerBound)).toEqual([
    false,
    true,
  ]);
});

test('turns add up to the session: answers without a block, and calls made while answering', async () => {
  const iterations = [
    { type: 'message', input_tokens: 100, output_tokens: 10 },
    { type: 'advisor_message', model: 'claude-fable-5', input_tokens: 1000, output_tokens: 200 },
  ];
  const { engine } = await opened([
    [
      prompt('a', 'one'),
      answer('a', 'Done.', { usage: { input_tokens: 100, output_tokens: 10, iterations } }),
    ],
    [
      prompt('a', 'two', { timestamp: minute(1) }),
      answer('a', [], { stop: 'refusal', more: { timestamp: minute(1) } }),
    ],
    [
      prompt('a', 'three', { timestamp: minute(2) }),
      answer('a', 'Well.', { more: { timestamp: minute(2) } }),
    ],
  ]);
  const turns = await engine.call('turns', { id: 'a', offset: 0, limit: 9 });
  const detail = await engine.call('session', { id: 'a' });
  expect(turns.map(({ requests }) => requests)).toEqual([2, 1, 1]);
  expect(turns[0]?.usage).toMatchObject({ input: 1100, output: 210 });
  const sum = (of: (turn: (typeof turns)[number]) => number): number =>
    turns.reduce((total, turn) => total + of(turn), 0);
  expect(sum(({ requests }) => requests)).toBe(detail?.amounts.requests);
  expect(sum(({ usage }) => usage.output)).toBe(detail?.amounts.output);
  expect(sum(({ costMicroUsd }) => costMicroUsd ?? 0)).toBe(detail?.amounts.costMicroUsd);
});

test('a slash command has its name and arguments, not its tags', async () => {
  const { engine } = await opened([
    prompt(
      'a',
      '<command-name>/review</command-name>\n<command-message>review</command-message>\n<command-args>12 all</command-args>',
    ),
    answer('a', 'Looking.'),
    prompt('a', '<command-name>/clear</command-name><command-args></command-args>'),
  ]);
  const turns = await engine.call('turns', { id: 'a', offset: 0, limit: 9 });
  expect(turns.map(({ promptText }) => promptText)).toEqual(['/review 12 all', '/clear']);
});
