import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  answer,
  folder,
  inspected,
  minute,
  one,
  prompt,
  result,
  toolUse,
  uuid,
  type Json,
} from '../support/logs';

// A message id is an identity when it is used as one. Gateways give every answer the same, the API has repeated a real one:
// an id that comes again after a prompt or tool result was answered, or with another input, is none in that file; over
// files two answers with one id and different content are two. What is told apart for that is named in the drift ledger.
const caseLogs = (name: string): string => join(import.meta.dirname, '../fixtures/cases', name, 'logs');
const sum = (paths: string | readonly string[], project?: string) => {
  const { sessions } = inspected(paths);
  const rows = sessions.filter((s) => project === undefined || s.project === project).flatMap((s) => s.usage);
  const add = (field: 'requests' | 'input' | 'output' | 'cacheRead') =>
    rows.reduce((total, row) => total + row[field], 0);
  return {
    requests: add('requests'),
    input: add('input'),
    output: add('output'),
    cacheRead: add('cacheRead'),
  };
};

test('a gateway gives every answer one id', () => {
  expect(sum(caseLogs('gateway-constant-id'))).toMatchObject({ requests: 5, input: 5010, output: 1010 });
  expect(inspected(caseLogs('gateway-constant-id')).sessions[0]!.parse.drift).toEqual([
    { what: 'id', name: 'message.id', version: '2.1.285', count: 4 },
  ]);
});
test.each([
  ['/home/kim/a', 166_000],
  ['/home/kim/b', 166_000],
])('the API repeats a real id over the answers of %s', (project, cacheRead) => {
  expect(sum(caseLogs('api-repeats-message-id'), project)).toEqual({
    requests: 4,
    input: 8,
    output: 486,
    cacheRead,
  });
});
test.each(['/home/kim/app', '/home/kim/app2'])(
  'relays of %s answer with one id in two sessions',
  (project) => {
    expect(sum(caseLogs('relay-shared-id'), project)).toMatchObject({ requests: 6, input: 600, output: 300 });
  },
);

const said = (session: string, text: string, id: string, more: Json = {}, usage: Json = {}) =>
  answer(session, text, { id, request: null, usage, more });

test.each(['msg_0000000001', 'relay'])(
  'one prompt each in two sessions, one answer each, both %s and the same words',
  (id) => {
    const session = (name: string, asked: string) => [prompt(name, asked), said(name, 'Done.', id)];
    const root = folder({ 'a.jsonl': session('a', 'mend it'), 'b.jsonl': session('b', 'ship it') });
    expect(sum(root)).toMatchObject({ requests: 2, output: 20 });
    expect(inspected(root).sessions.map(({ copies }) => copies)).toEqual([0, 0]);
  },
);

test('a resume copies the records of a gateway’s session: each is a copy by its own uuid', () => {
  const history = [0, 1, 2].flatMap((n) => [
    prompt('a', `question ${n}`, { timestamp: minute(n) }),
    said('a', 'Done.', 'msg_responses', { timestamp: minute(n) }),
  ]);
  const copied = history.map((record) => ({ ...record, sessionId: 'b' }));
  for (const many of [2, 4, 6]) {
    const root = folder({
      'a.jsonl': history,
      'b.jsonl': [
        ...copied.slice(0, many),
        prompt('b', 'more', { timestamp: minute(9) }),
        said('b', 'Done.', 'msg_responses', { timestamp: minute(9) }),
      ],
    });
    expect(sum(root)).toMatchObject({ requests: 4, input: 400 });
    expect(one(inspected(root), 'b')).toMatchObject({ copies: many / 2, messages: 1, prompts: 1 });
  }
});

test('a fork that gives its copies new uuids copies the same words to the same prompts', () => {
  const session = (name: string) => [
    prompt(name, 'hello', { uuid: uuid(), timestamp: minute(1) }),
    said(name, 'hi', 'msg_0000000001', { uuid: uuid() }),
  ];
  const root = folder({ 'a.jsonl': session('a'), 'b.jsonl': session('b') });
  expect(sum(root).requests).toBe(1);
});

test('an id that comes again with another input after its end is another answer, whatever stands between', () => {
  const root = folder({
    'a.jsonl': [
      said('a', 'one', 'msg_0000000001', {}, { input_tokens: 500 }),
      said('a', 'two', 'msg_0000000001', {}, { input_tokens: 300 }),
    ],
  });
  expect(sum(root)).toMatchObject({ requests: 2, input: 800 });
});

const call = (
  n: number,
  usage: Json,
  stop: string | null,
  request: string | null = 'req_1',
  more: Json = {},
) =>
  answer('a', [toolUse('Read', { file_path: `/f${n}` }, `toolu_${n}`)], {
    id: 'msg_0000000001',
    request,
    usage,
    stop,
    more,
  });

test.each([['req_1'], [null]])(
  'tools that run while their answer is written leave it one (request id %j)',
  (request) => {
    for (const [early, late] of [
      [null, 'tool_use'],
      ['tool_use', 'tool_use'],
    ] as const) {
      const usage = { input_tokens: 3, cache_read_input_tokens: 9000, output_tokens: 80 };
      const records = [
        prompt('a', 'go'),
        call(1, early === null ? { ...usage, output_tokens: 1 } : usage, early, request),
        result('a', 'toolu_1', 'x'),
        call(2, early === null ? { ...usage, output_tokens: 1 } : usage, early, request),
        result('a', 'toolu_2', 'y'),
        call(3, usage, late, request),
      ];
      // Each line may name the result before it as its parent, as real logs do.
      const chained = records.map((record, i) => ({
        ...record,
        parentUuid: records[i - 1]?.['uuid'] ?? null,
      }));
      for (const lines of [records, chained]) {
        expect(sum(folder({ 'a.jsonl': lines }))).toEqual({
          requests: 1,
          input: 3,
          output: 80,
          cacheRead: 9000,
        });
      }
    }
  },
);
test('after a result, another end or another final output is another answer', () => {
  const usage = { input_tokens: 100, output_tokens: 50 };
  const then = (last: Json) =>
    sum(folder({ 'a.jsonl': [call(1, usage, 'tool_use', null), result('a', 'toolu_1', 'x'), last] }));
  expect(then(call(2, { ...usage, output_tokens: 51 }, 'tool_use', null)).requests).toBe(2);
  expect(then(said('a', 'Done.', 'msg_0000000001', {}, usage)).requests).toBe(2);
  expect(then(call(2, usage, 'tool_use', null)).requests).toBe(1);
});
test('words that make no identity: lines of one answer hang together by their parents', () => {
  const [first, second] = [uuid(), uuid()];
  const usage = { input_tokens: 70, output_tokens: 9 };
  const text = said('a', 'Reading.', 'relay', { uuid: first, parentUuid: null }, usage);
  const tool = answer('a', [toolUse('Read', {}, 'toolu_1')], {
    id: 'relay',
    request: null,
    usage,
    more: { uuid: second, parentUuid: first },
  });
  expect(sum(folder({ 'a.jsonl': [text, tool] }))).toMatchObject({ requests: 1, input: 70, output: 9 });
  expect(sum(folder({ 'a.jsonl': [text, { ...tool, parentUuid: uuid() }] })).requests).toBe(2);
});

test('history written again after answers of one id adds nothing, with or without the same uuids', () => {
  const turn = (n: number): Json[] => [
    prompt('a', `q${n}`, { uuid: `00000000-0000-4000-9000-00000000000${n}` }),
    said('a', `answer ${n}`, 'msg_responses', {}, { input_tokens: 100 + n }),
  ];
  const history = [...turn(1), ...turn(2), ...turn(3)];
  expect(sum(folder({ 'a.jsonl': [...history, ...history, ...turn(4)] }))).toMatchObject({
    requests: 4,
    input: 410,
  });
  const fresh = history.map((record) =>
    record['type'] === 'assistant' ? { ...record, uuid: uuid() } : record,
  );
  expect(sum(folder({ 'a.jsonl': [...history, ...fresh, ...turn(4)] })).requests).toBe(4);
});

test('a message id and a record’s uuid that read the same are two things', () => {
  const same = uuid();
  const root = folder({
    'a.jsonl': [prompt('a', 'hello', { uuid: same })],
    'b.jsonl': [said('b', 'hi', same), prompt('b', 'next')],
  });
  expect(inspected(root).sessions.map(({ prompts, messages }) => [prompts, messages])).toEqual([
    [1, 0],
    [1, 1],
  ]);
});
test('prompts of one uuid with other words are two; a copy of one is one', () => {
  const say = (session: string, words: string) => [
    prompt(session, words, { uuid: 'u1' }),
    answer(session, words),
  ];
  const prompts = (words: string) =>
    inspected(folder({ 'a.jsonl': say('a', 'hello'), 'b.jsonl': say('b', words) })).sessions.map(
      (s) => s.prompts,
    );
  expect(prompts('other')).toEqual([1, 1]);
  expect(prompts('hello')).toEqual([1, 0]);
});
test('two answers of one id in the two files of one session keep their tools apart', () => {
  const line = (n: number) =>
    answer('s', [toolUse('Read', { file_path: `/f${n}` }, `toolu_${n}`)], {
      id: 'msg_0000000001',
      request: `req_${n}`,
    });
  const root = folder({ 'x/s.jsonl': [line(1)], 'y/s.jsonl': [line(2)] });
  const s = one(inspected(root), 's');
  expect(s).toMatchObject({ messages: 2, tools: [{ name: 'Read', calls: 2 }] });
  expect(s.byTool).toMatchObject([{ tool: 'Read', tokens: 220 }]);
});

const CALLS = [1, 2].map((n) => toolUse('Bash', { command: 'ls' }, `toolu_beside_${n}`));
test.each([
  ['a reminder', '<system-reminder>\nRead it again.\n</system-reminder>'],
  ['words of a person', 'and the tests, please'],
])('%s beside the result of a call does not end the answer that is still written', (_, beside) => {
  const parts = { id: 'msg_01BesideTheResult00000', request: null, stop: 'tool_use' };
  const { sessions } = inspected(
    folder({
      'p/s.jsonl': [
        prompt('s', 'go'),
        answer('s', [CALLS[0]], parts),
        prompt('s', [
          { type: 'tool_result', tool_use_id: 'toolu_beside_1', content: 'ok' },
          { type: 'text', text: beside },
        ]),
        answer('s', [CALLS[1]], parts),
        result('s', 'toolu_beside_2', 'ok'),
      ],
    }),
  );
  expect(sessions[0]!.usage).toMatchObject([{ requests: 1, output: 10 }]);
});
test('a gateway gives every answer one id and one request id', () => {
  const parts = { id: 'msg_responses', request: 'req_responses' };
  const lines = [1, 2, 3].flatMap((n) => [prompt('s', `question ${n}`), answer('s', `answer ${n}`, parts)]);
  expect(inspected(folder({ 'p/s.jsonl': lines })).sessions[0]!.usage).toMatchObject([
    { requests: 3, output: 30 },
  ]);
});
test('a line of the same request with nothing before it corrects the input, ended or not', () => {
  const parts = (input_tokens: number) => ({
    id: 'msg_01CorrectsItsInput0000',
    request: 'req_1',
    usage: { input_tokens, output_tokens: 10 },
  });
  const lines = [prompt('s', 'go'), answer('s', 'a', parts(50_000)), answer('s', 'a b', parts(30_000))];
  expect(inspected(folder({ 'p/s.jsonl': lines })).sessions[0]!.usage).toMatchObject([
    { requests: 1, input: 30_000 },
  ]);
});
test('the same words to the same words at another time, in another session of a gateway, are another answer', () => {
  const session = (id: string, at: number) => [
    prompt(id, 'ping', { timestamp: minute(at) }),
    answer(id, 'pong', { id: 'msg_responses', request: null, more: { timestamp: minute(at) } }),
  ];
  const agent = (id: string, at: number) =>
    session('s1', at).map((line): Json => ({ ...line, isSidechain: true, agentId: id }));
  expect(sum(folder({ 'p/s1.jsonl': session('s1', 1), 'p/s2.jsonl': session('s2', 2) })).requests).toBe(2);
  expect(
    sum(
      folder({
        'p/s1.jsonl': [prompt('s1', 'go'), answer('s1', 'gone', { id: 'msg_responses', request: null })],
        'p/s1/subagents/agent-a1.jsonl': agent('a1', 2),
        'p/s1/subagents/agent-a2.jsonl': agent('a2', 3),
      }),
    ).requests,
  ).toBe(3);
});

describe('a line whose counters were put to 0, but for how its cache writes are split', () => {
  const id = { id: 'msg_01Zeroed000000000000001', request: null };
  const whole = {
    input_tokens: 2,
    output_tokens: 5175,
    cache_read_input_tokens: 316_685,
    cache_creation_input_tokens: 977,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 977 },
  };
  const zeroed = {
    ...whole,
    input_tokens: 0,
    output_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  };
  const read = (n: number) => [toolUse('Read', { file_path: `/${n}` }, `toolu_zeroed_${n}`)];
  const rows = (...lines: Json[]) => one(inspected(folder({ 'a.jsonl': lines })), 'a').usage;
  const once = { requests: 1, input: 2, output: 5175, cacheRead: 316_685, cacheWrite1h: 977, lowerBound: 0 };

  test.each([
    ['behind the whole one', whole, zeroed],
    ['before it', zeroed, whole],
  ])('%s is a line of the same answer', (_, first, second) => {
    expect(
      rows(
        prompt('a', 'Go'),
        answer('a', 'x', { ...id, usage: first }),
        answer('a', 'y', { ...id, usage: second }),
      ),
    ).toMatchObject([once]);
  });
  test.each([
    ['behind the whole one', whole, zeroed],
    ['before it', zeroed, whole],
  ])('%s, after the result of its first call', (_, first, second) => {
    expect(
      rows(
        prompt('a', 'Go'),
        answer('a', read(1), { ...id, stop: 'tool_use', usage: first }),
        result('a', 'toolu_zeroed_1', 'text'),
        answer('a', read(2), { ...id, stop: 'tool_use', usage: second }),
      ),
    ).toMatchObject([once]);
  });
  test('said again after the next prompt, under the same request', () => {
    const same = { ...id, request: 'req_zeroed' };
    expect(
      rows(
        prompt('a', 'Go'),
        answer('a', 'x', { ...same, usage: whole }),
        prompt('a', 'More'),
        answer('a', 'x', { ...same, usage: zeroed }),
      ),
    ).toMatchObject([once]);
  });
  test('alone counts what it has', () => {
    expect(rows(prompt('a', 'Go'), answer('a', 'x', { ...id, usage: zeroed }))).toMatchObject([
      { requests: 1, input: 0, output: 0, cacheWrite1h: 977 },
    ]);
  });
});

describe('ids of calls that begin anew with every answer', () => {
  const loop = (message: (n: number) => string | null) => [
    prompt('s', 'go'),
    ...[1, 2, 3].flatMap((n) => [
      answer('s', [toolUse('Bash', { command: 'make' }, 'call_0')], {
        id: message(n),
        request: null,
        stop: 'tool_use',
        usage: { input_tokens: 100 + n },
      }),
      result('s', 'call_0', 'Exit code 2', {}, { is_error: n < 3 }),
    ]),
  ];
  const tools = [{ name: 'Bash', calls: 3, errors: 2 }];
  test('are calls of their own, each with its result', () => {
    const lines = loop((n) => `chatcmpl-${n}`);
    const s = one(inspected(folder({ 'p/s.jsonl': lines })), 's');
    expect(s).toMatchObject({ messages: 3, tools });
    // History that is written again adds nothing.
    expect(one(inspected(folder({ 'p/s.jsonl': [...lines, ...lines] })), 's')).toMatchObject({
      messages: 3,
      tools,
    });
  });
  test('a gateway that gives every answer one id, and every call one', () => {
    const s = one(inspected(folder({ 'p/s.jsonl': loop(() => 'resp') })), 's');
    expect(s).toMatchObject({ messages: 3, usage: [{ input: 306 }], tools });
  });
  test.each([
    ['a long one', 'call_e55a5b729638448fb77ba8fc'],
    ['a UUID', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ])('%s is an identity: told again in another answer it is the same call', (_, id) => {
    const again = toolUse('Bash', { command: 'make' }, id);
    const parts = (n: number) => ({ id: `response-${n}`, request: null });
    const lines = [prompt('s', 'go'), answer('s', [again], parts(1)), answer('s', [again], parts(2))];
    expect(one(inspected(folder({ 'p/s.jsonl': lines })), 's').tools).toMatchObject([{ calls: 1 }]);
  });
});

describe('ids of the API tell even where request ids are missing', () => {
  const REAL = ['msg_01FirstOfTheTwo000000', 'msg_01SecondOfTheTwo00000'];
  test('two processes that write into one log by turns leave each answer whole', () => {
    const line = (n: number, last: boolean) =>
      answer(
        's',
        [
          last
            ? toolUse('Read', { file_path: `/f${n}` }, `toolu_by_turns_${n}`)
            : { type: 'text', text: `t${n}` },
        ],
        {
          id: REAL[n]!,
          request: null,
          stop: last ? 'tool_use' : null,
          usage: { input_tokens: 100 + n, output_tokens: last ? 40 : 1 },
        },
      );
    const lines = [
      prompt('s', 'one'),
      prompt('s', 'two'),
      line(0, false),
      line(1, false),
      line(0, true),
      line(1, true),
      result('s', 'toolu_by_turns_0', 'x'),
      result('s', 'toolu_by_turns_1', 'x'),
    ];
    expect(sum(folder({ 'p/s.jsonl': lines }))).toMatchObject({ requests: 2, input: 201, output: 80 });
  });
  test('words that a person says while an answer is written do not part it', () => {
    const line = (content: Json, last: boolean) =>
      answer('s', [content], {
        id: REAL[0]!,
        request: null,
        stop: last ? 'tool_use' : null,
        usage: { output_tokens: last ? 40 : 1 },
      });
    const lines = [
      prompt('s', 'one'),
      line({ type: 'text', text: 'First' }, false),
      prompt('s', 'and two'),
      line(toolUse('Read', { file_path: '/f' }, 'toolu_parted'), true),
    ];
    expect(sum(folder({ 'p/s.jsonl': lines }))).toMatchObject({ requests: 1, input: 100, output: 40 });
    // The id of an answer that had ended begins another one.
    const ended = [prompt('s', 'one'), line({ type: 'text', text: 'a' }, true), prompt('s', 'two')];
    const other = [...ended, line({ type: 'text', text: 'b' }, true)];
    expect(sum(folder({ 'p/s.jsonl': other }))).toMatchObject({ requests: 2 });
  });
  test('a copy in another session is one, though it has other uuids and times', () => {
    const session = (id: string, at: number, message: string) => [
      prompt(id, 'ping', { timestamp: minute(at) }),
      answer(id, 'pong', { id: message, request: null, more: { timestamp: minute(at) } }),
    ];
    const both = (message: string) =>
      sum(folder({ 'p/s1.jsonl': session('s1', 1, message), 'p/s2.jsonl': session('s2', 20, message) }))
        .requests;
    expect(both(REAL[0]!)).toBe(1);
    expect(both('msg_responses')).toBe(2);
  });
});
