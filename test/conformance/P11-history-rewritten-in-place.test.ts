import { expect, test } from 'vitest';
import {
  answer,
  folder,
  inspected,
  minute,
  one,
  prompt,
  result,
  signal,
  toolUse,
  type Json,
} from '../support/logs';

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

// Records of the queue have no uuid; what they say has its time.
test.each([
  ['delivered in the middle of a turn', []],
  ['and logged as a queued command', [{ type: 'queued_command', prompt: 'also', commandMode: 'prompt' }]],
])('words that went through the queue, %s, count once', (_, attachments) => {
  const queue = (operation: string, more: Json = {}): Json => ({
    type: 'queue-operation',
    operation,
    sessionId: 'a',
    timestamp: minute(1),
    ...more,
  });
  const history = [
    prompt('a', 'go'),
    answer('a', 'Reading.', { id: 'msg_0000000001', request: 'req_1' }),
    queue('enqueue', { content: 'also' }),
    queue('remove'),
    ...attachments.map((attachment) => ({
      ...prompt('a', '', { timestamp: minute(1) }),
      type: 'attachment',
      message: undefined,
      attachment,
    })),
    answer('a', 'Done.', { id: 'msg_0000000002', request: 'req_2' }),
  ];
  const again = [queue('enqueue', { content: 'also', timestamp: minute(3) }), queue('remove')];
  const prompts = (lines: Json[]) => one(inspected(folder({ 'a.jsonl': lines })), 'a').prompts;
  expect(prompts(history)).toBe(2);
  expect(prompts([...history, ...history])).toBe(2);
  // The same words queued again later are said again.
  expect(prompts([...history, ...again])).toBe(3);
});

// Some programs give the records they write again uuids of their own. What was said has its time.
test('records written again with other uuids count once, with and without request ids', () => {
  const said = (n: number, more: Json = {}): Json => ({ timestamp: minute(n), ...more });
  const history = (request: string | null): Json[] => [
    prompt('a', 'go', said(0)),
    answer('a', 'One.', { id: 'msg_0000000001', request, more: said(1) }),
    prompt('a', '<command-name>/review</command-name>', said(2)),
    prompt('a', [{ type: 'text', text: '[Request interrupted by user]' }], said(3)),
    { ...prompt('a', '', said(4)), type: 'system', subtype: 'compact_boundary', message: undefined },
    prompt('a', 'more', said(5)),
    answer('a', 'Two.', { id: 'msg_0000000002', request, more: said(6) }),
  ];
  for (const request of ['req_1', null]) {
    const log = history(request);
    const again = history(request).map((line, i) => ({ ...line, uuid: `other ${i}` }));
    const figures = { prompts: 2, slashCommands: 1, interrupts: 1, compactions: 1, messages: 2 };
    expect(one(inspected(folder({ 'a.jsonl': [...log, ...again] })), 'a')).toMatchObject(figures);
    expect(one(inspected(folder({ 'a.jsonl': [...log.slice(0, 2), ...again] })), 'a')).toMatchObject(figures);
    // The same words later are said again.
    const later = prompt('a', 'more', said(7));
    expect(one(inspected(folder({ 'a.jsonl': [...log, ...again, later] })), 'a').prompts).toBe(3);
  }
});

test('commands in system records and prompts of the queue, written again with other uuids, count once', () => {
  const said = (n: number, more: Json = {}): Json => ({ timestamp: minute(n), ...more });
  const queue = (n: number, more: Json): Json => ({
    type: 'queue-operation',
    sessionId: 'a',
    ...said(n, more),
  });
  const log: Json[] = [
    prompt('a', 'go', said(0)),
    answer('a', 'One.', { id: 'msg_0000000001', request: 'req_1', more: said(1) }),
    {
      ...prompt('a', '', said(2)),
      type: 'system',
      subtype: 'local_command',
      message: undefined,
      content: '<command-name>/review</command-name>',
    },
    queue(3, { operation: 'enqueue', content: 'also' }),
    queue(4, { operation: 'dequeue' }),
    prompt('a', 'also', said(4, { promptSource: 'queued' })),
    answer('a', 'Two.', { id: 'msg_0000000002', request: 'req_2', more: said(5) }),
  ];
  const again = log.map((line, i) => ({ ...line, uuid: `other ${i}` }));
  const figures = { prompts: 2, slashCommands: 1, messages: 2 };
  expect(one(inspected(folder({ 'a.jsonl': log })), 'a')).toMatchObject(figures);
  expect(one(inspected(folder({ 'a.jsonl': [...log, ...again] })), 'a')).toMatchObject(figures);
});

test('the same words at the time of the last line are said twice', () => {
  const log = [prompt('a', 'go'), prompt('a', 'go'), answer('a', 'Done.')];
  expect(one(inspected(folder({ 'a.jsonl': log })), 'a').prompts).toBe(2);
});
