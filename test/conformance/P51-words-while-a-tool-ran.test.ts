import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, folder, inspected, minute, one, prompt, result, toolUse, type Json } from '../support/logs';

// A person speaks in every client, at the prompt, through the queue, in a chat, and while a tool ran: once each. The table
// of test/session/speaker.test.ts, seen from outside.
const S = 'a';
const counts = (...lines: Json[]) => {
  const { prompts, scriptedPrompts, slashCommands, interrupts } = one(
    inspected(folder({ 'a.jsonl': [prompt(S, 'first'), ...lines] })),
    S,
  );
  return [prompts - 1, scriptedPrompts, slashCommands, interrupts];
};
const human = { origin: { kind: 'human' } };
const call = () => answer(S, [toolUse('Bash', { command: 'make' }, 'toolu_1')]);
const beside = (words: string, more: Json = {}): Json => ({
  ...result(S, 'toolu_1', 'done', more),
  message: {
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: 'toolu_1', content: 'done' },
      { type: 'text', text: words },
    ],
  },
});
const queue = (operation: string, content?: string): Json => ({
  type: 'queue-operation',
  operation,
  sessionId: S,
  timestamp: '2026-08-01T10:00:00.000Z',
  ...(content === undefined ? {} : { content }),
});
let serial = 0;
const attached = (words: unknown, attachment: Json = {}, more: Json = {}): Json => ({
  type: 'attachment',
  uuid: `queued-${++serial}`,
  sessionId: S,
  isSidechain: false,
  attachment: { type: 'queued_command', prompt: words, commandMode: 'prompt', ...attachment },
  ...more,
});

test.each(['claude-vscode', 'claude-desktop', 'remote', 'remote_mobile', 'local-agent'])(
  'prompts of %s are typed, with and without a human origin',
  (entrypoint) => {
    const more = { promptSource: 'sdk', entrypoint };
    expect(counts(prompt(S, 'x', { ...more, ...human }), prompt(S, 'y', more))).toEqual([2, 0, 0, 0]);
  },
);

test('words beside a tool’s result are a prompt, and the result is still one', () => {
  const root = folder({ 'a.jsonl': [prompt(S, 'first'), call(), beside('use the other branch')] });
  const a = one(inspected(root), S);
  expect(a).toMatchObject({ prompts: 2, tools: [{ name: 'Bash', calls: 1, errors: 0 }] });
  expect(counts(call(), beside('<system-reminder>x</system-reminder>'))).toEqual([0, 0, 0, 0]);
  expect(counts(call(), beside('[Request interrupted by user for tool use]'))).toEqual([0, 0, 0, 1]);
  expect(counts(call(), beside('x', { isSidechain: true, agentId: 'abcdef12' }))).toEqual([0, 0, 0, 0]);
});

test('what came through the queue counts once, however often it is logged', () => {
  expect(counts(queue('enqueue', 'also'), queue('remove'), call(), beside('also'))).toEqual([1, 0, 0, 0]);
  // As a queued command and as a message of the same id, in either order.
  expect(counts(attached('also', { source_uuid: 'u7' }), prompt(S, 'also', { uuid: 'u7' }))).toEqual([
    1, 0, 0, 0,
  ]);
  expect(counts(prompt(S, 'also', { uuid: 'u7' }), attached('also', { source_uuid: 'u7' }))).toEqual([
    1, 0, 0, 0,
  ]);
  // Of other ids: what was queued once was said once, what was queued twice twice.
  const delivered = prompt(S, 'also', { promptSource: 'queued', ...human });
  const command = attached('also', { origin: { kind: 'human' } });
  expect(counts(queue('enqueue', 'also'), command, queue('remove'), delivered)).toEqual([1, 0, 0, 0]);
  expect(
    counts(
      queue('enqueue', 'also'),
      queue('enqueue', 'also'),
      command,
      delivered,
      queue('remove'),
      queue('dequeue'),
    ),
  ).toEqual([2, 0, 0, 0]);
  // Words beside a result were never queued, so they repeat nothing.
  expect(counts(queue('enqueue', 'yes'), queue('remove'), attached('yes'), call(), beside('yes'))).toEqual([
    2, 0, 0, 0,
  ]);
  // Typed again later it is another prompt.
  expect(counts(queue('enqueue', 'also'), queue('remove'), command, prompt(S, 'also', human))).toEqual([
    2, 0, 0, 0,
  ]);
  // Blanks at its ends and reminders behind it make no second one.
  expect(
    counts(
      queue('enqueue', 'also \n'),
      queue('remove'),
      attached('also\n<system-reminder>x</system-reminder>'),
    ),
  ).toEqual([1, 0, 0, 0]);
});

test('a picture alone may be queued; other modes, agents and injected texts are none', () => {
  expect(counts(attached([{ type: 'image', source: {} }]))).toEqual([1, 0, 0, 0]);
  expect(counts(attached('x', { commandMode: 'bash' }))).toEqual([0, 0, 0, 0]);
  expect(counts(attached('x', { commandMode: 'task-notification' }))).toEqual([0, 0, 0, 0]);
  expect(counts(attached('x', { isMeta: true, origin: { kind: 'human' } }))).toEqual([0, 0, 0, 0]);
  expect(counts(attached('x', { origin: { kind: 'coordinator' } }))).toEqual([0, 0, 0, 0]);
  expect(counts(attached('x', {}, { isSidechain: true, agentId: 'abcdef12' }))).toEqual([0, 0, 0, 0]);
});

test('the queue of a script is a script’s', () => {
  const script = { entrypoint: 'sdk-py', promptSource: 'sdk' };
  expect(counts(prompt(S, 'x', script), queue('enqueue', 'y'), queue('remove'))).toEqual([0, 2, 0, 0]);
  expect(
    counts(prompt(S, 'x', script), queue('enqueue', 'y'), attached('y', {}, script), queue('remove')),
  ).toEqual([0, 2, 0, 0]);
});

test('a chat message through the queue counts once, what a program tells there never', () => {
  const words = '<channel source="telegram" chat_id="1" user="kim">\nalso this\n</channel>';
  const chat = { isMeta: true, origin: { kind: 'channel', server: 'telegram' } };
  expect(
    counts(queue('enqueue', words), queue('dequeue'), prompt(S, words, { ...chat, promptSource: 'system' })),
  ).toEqual([1, 0, 0, 0]);
  expect(counts(queue('enqueue', words), queue('remove'), attached(words, chat))).toEqual([1, 0, 0, 0]);
  const event = '<channel source="ci" run="7">\nred\n</channel>';
  expect(counts(queue('enqueue', event), queue('remove'), attached(event, chat))).toEqual([0, 0, 0, 0]);
});

test('fields of the wrong type cost themselves, never the line', () => {
  const odd = [7, [], {}, null, true, 'odd'];
  const fields = [
    'origin',
    'promptSource',
    'turnOrigin',
    'entrypoint',
    'planContent',
    'turnCompanion',
    'isSynthetic',
  ];
  const lines = fields.flatMap((field) =>
    odd.filter((value) => typeof value !== 'string').map((value) => prompt(S, 'x', { [field]: value })),
  );
  const a = one(inspected(folder({ 'a.jsonl': lines })), S);
  // A flag that is set is set: `turnCompanion` and `isSynthetic`.
  expect(a).toMatchObject({ prompts: lines.length - 2, parse: { malformed: 0, understood: lines.length } });
  for (const value of odd)
    expect(
      counts(attached(value), attached('x', { origin: value, isMeta: value, source_uuid: value }))[1],
    ).toBe(0);
});

const corpus = join(import.meta.dirname, '../../../shared/corpus/entireio+cli/projects');
test.skipIf(!existsSync(corpus))('the words beside results in two real sessions', () => {
  for (const [id, prompts] of [
    ['03a1382e-ecd5-42c4-b3d4-5c659e165904', 36],
    ['b82405ba-a054-4152-bc86-e9b0d4832b68', 25],
  ] as const) {
    const [file] = globSync(`*/${id}.jsonl`, { cwd: corpus });
    expect(one(inspected(join(corpus, file!)), id).prompts).toBe(prompts);
  }
});

test('news that came without leaving the queue does not stand for the words behind it', () => {
  const news = '<task-notification>\n<task-id>b1</task-id>\n<status>completed</status>\n</task-notification>';
  expect(
    counts(queue('enqueue', news), prompt(S, news), queue('enqueue', 'also'), queue('remove'), call()),
  ).toEqual([1, 0, 0, 0]);
  // What waits behind it goes on waiting.
  expect(
    counts(
      queue('enqueue', 'also'),
      queue('enqueue', news),
      prompt(S, news),
      queue('dequeue'),
      prompt(S, 'also'),
      queue('enqueue', 'more'),
      queue('remove'),
    ),
  ).toEqual([2, 0, 0, 0]);
});

test('history that is written again, and results, leave what waits alone', () => {
  const typed = prompt(S, 'go on', { timestamp: '2026-08-01T09:00:00.000Z' });
  expect(counts(typed, answer(S, 'Done.'), queue('enqueue', 'go on'), typed, queue('remove'))).toEqual([
    2, 0, 0, 0,
  ]);
  // A picture waits without words.
  expect(
    counts(
      call(),
      queue('enqueue', ''),
      queue('enqueue', 'also'),
      result(S, 'toolu_1', 'done'),
      queue('remove'),
      queue('popAll'),
    ),
  ).toEqual([0, 0, 0, 0]);
});

const queueAt = (n: number, more: Json): Json => ({
  type: 'queue-operation',
  sessionId: S,
  timestamp: minute(n),
  ...more,
});

// Queued in one file of the session, which goes on in another: the text left the queue there.
test.each([
  ['delivered in the middle of the turn', [{ operation: 'remove' }], 2],
  ['the same, where the record states the text', [{ operation: 'remove', content: 'and this' }], 2],
  ['another one delivered', [{ operation: 'remove', content: 'x' }, { operation: 'remove' }], 3],
  ['delivered as a message', [{ operation: 'dequeue' }, prompt(S, 'and this', { timestamp: minute(4) })], 2],
  [
    'delivered, and logged as a message',
    [{ operation: 'remove' }, prompt(S, 'and this', { timestamp: minute(4) })],
    2,
  ],
  ['another text taken out, whose entry is lost', [{ operation: 'remove', content: 'else' }], 1],
  ['given back to the input box', [{ operation: 'popAll' }], 1],
])('a prompt queued in one file and taken out in another: %s', (_, taken, prompts) => {
  const first = [prompt(S, 'go'), answer(S, 'hi'), queueAt(2, { operation: 'enqueue', content: 'and this' })];
  if (prompts === 3) first.push(queueAt(2, { operation: 'enqueue', content: 'x' }));
  const rest = [
    ...taken.map((line) => queueAt(3, line)),
    answer(S, 'ho', { more: { timestamp: minute(5) } }),
  ];
  const root = folder({ 'p/a.jsonl': first, 'q/a.jsonl': rest });
  expect(one(inspected(root), S)).toMatchObject({ prompts, messages: 2 });
  // An older copy of the first file adds nothing.
  const again = folder({ 'p/a.jsonl': rest, 'q/a.jsonl': first, 'r/a.jsonl': first });
  expect(one(inspected(again), S)).toMatchObject({ prompts, messages: 2 });
});

test('a prompt queued in one file and taken out in another counts once, although a resume has both', () => {
  const enqueued = queueAt(2, { operation: 'enqueue', content: 'and this' });
  const taken = queueAt(3, { operation: 'remove' });
  const R = '22222222-2222-4222-8222-222222222222';
  const own = answer(R, 'own', { more: { timestamp: minute(9) } });
  const root = folder({
    [`p/${S}.jsonl`]: [prompt(S, 'go'), answer(S, 'hi'), enqueued],
    [`q/${S}.jsonl`]: [taken, answer(S, 'ho', { more: { timestamp: minute(5) } })],
    [`p/${R}.jsonl`]: [enqueued, taken, own],
  });
  const { sessions } = inspected(root);
  expect(sessions.map(({ prompts }) => prompts).reduce((sum, n) => sum + n)).toBe(2);
});

test('a prompt that one file has from the queue, and another as a record alone, is one', () => {
  const delivered: Json = {
    ...prompt(S, '', { timestamp: minute(4) }),
    type: 'attachment',
    message: undefined,
    attachment: { type: 'queued_command', prompt: 'and this', commandMode: 'prompt' },
  };
  const taken = [
    queueAt(2, { operation: 'enqueue', content: 'and this' }),
    queueAt(3, { operation: 'remove' }),
  ];
  const first = [prompt(S, 'go'), answer(S, 'hi'), ...taken, delivered];
  for (const [p, q] of [
    [first.slice(0, 4), [delivered]],
    [first, [delivered]],
    [[delivered], first],
    [first.slice(0, 4), first],
  ] as const) {
    const root = folder({ 'p/a.jsonl': p, 'q/a.jsonl': [...q, answer(S, 'ho')] });
    expect(one(inspected(root), S)).toMatchObject({ prompts: 2 });
  }
});
