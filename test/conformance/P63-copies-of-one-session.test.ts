import { describe, expect, test } from 'vitest';
import {
  answer,
  folder,
  inspected,
  minute,
  one,
  prompt,
  result,
  text,
  toolUse,
  type Json,
  type Lines,
} from '../support/logs';

// Two roots, a restored backup, a synchronised folder: one session's log lies in several places, whole in one and as it was some time
// ago in another. Whichever is older, and whichever lies first, the figures are those of the whole log.

const uuid = (n: number) => `00000000-0000-4000-8000-0000006300${String(n).padStart(2, '0')}`;
const at = (n: number) => ({ timestamp: minute(n), uuid: uuid(n) });

/** Each cut falls somewhere else: in a response, before a result, between a prompt that waits and its record. */
const whole: Lines = [
  prompt('a', 'go', at(0)),
  answer('a', 'First.', {
    id: 'msg_1',
    request: 'req_1',
    stop: null,
    usage: { output_tokens: 1 },
    more: at(1),
  }),
  answer('a', [toolUse('Edit', { file_path: '/w/x.ts' }, 'toolu_1')], {
    id: 'msg_1',
    request: 'req_1',
    usage: { output_tokens: 90 },
    more: at(2),
  }),
  result('a', 'toolu_1', 'no such file', at(3), { is_error: true }),
  { type: 'ai-title', sessionId: 'a', aiTitle: 'Early title' },
  { type: 'queue-operation', operation: 'enqueue', content: 'wait', sessionId: 'a', timestamp: minute(4) },
  { type: 'queue-operation', operation: 'remove', content: 'wait', sessionId: 'a', timestamp: minute(5) },
  prompt('a', 'wait', at(6)),
  // Without any id.
  answer('a', 'no id', { id: null, request: null, more: { ...at(7), uuid: undefined } }),
  prompt('a', 'nor this', { ...at(8), uuid: undefined }),
  {
    type: 'system',
    subtype: 'compact_boundary',
    sessionId: 'a',
    compactMetadata: { postTokens: 77 },
    ...at(9),
  },
  { type: 'custom-title', sessionId: 'a', customTitle: 'Late title' },
  answer('a', 'Last.', { id: 'msg_2', request: 'req_2', usage: { output_tokens: 5 }, more: at(10) }),
];

/** What does not tell in how many files a session lies. */
const figures = (root: string) => {
  const {
    file: _file,
    alsoIn: _also,
    parse: _parse,
    evidence: _evidence,
    ...rest
  } = {
    ...one(inspected(root), 'a'),
    evidence: null,
  };
  const signals = rest.signals.filter(({ name }) => name !== 'parse_health');
  return { ...rest, signals: signals.map(({ evidence: _lines, ...signal }) => signal) };
};

const right = () => figures(folder({ 'a.jsonl': whole }));
const cuts = whole.map((_, n) => n).filter((n) => n > 0);

test('the whole log is what it is thought to be', () => {
  expect(right()).toMatchObject({
    prompts: 3,
    messages: 3,
    copies: 0,
    title: 'Late title',
    tools: [{ name: 'Edit', calls: 1, errors: 1 }],
  });
  expect(right().usage.map(({ output }) => output)).toEqual([105]);
});

test.each(cuts)('an older copy of %i lines, before or behind the whole log, changes nothing', (n) => {
  const older = whole.slice(0, n);
  expect(figures(folder({ 'one/a.jsonl': older, 'two/a.jsonl': whole }))).toEqual(right());
  expect(figures(folder({ 'one/a.jsonl': whole, 'two/a.jsonl': older }))).toEqual(right());
  expect(figures(folder({ 'one/a.jsonl': older, 'two/a.jsonl': whole, 'z/a.jsonl': whole }))).toEqual(
    right(),
  );
});

test('an older copy that ends in the middle of a line changes nothing either', () => {
  const bytes = Buffer.from(text(whole));
  const alone = right();
  for (let end = 40; end < bytes.length; end += 97) {
    const older = bytes.subarray(0, end);
    expect(figures(folder({ 'one/a.jsonl': older, 'two/a.jsonl': whole }))).toEqual(alone);
    expect(figures(folder({ 'one/a.jsonl': whole, 'two/a.jsonl': older }))).toEqual(alone);
  }
});

test('two copies that went on apart are one session with what both say', () => {
  const more = (name: string, n: number): Lines => [
    prompt('a', `on ${name}`, { timestamp: minute(n), uuid: uuid(n) }),
    answer('a', 'Yes.', {
      id: `msg_${name}`,
      request: `req_${name}`,
      usage: { output_tokens: 7 },
      more: { timestamp: minute(n + 1) },
    }),
  ];
  for (const [x, y] of [
    ['one', 'two'],
    ['two', 'one'],
  ] as const) {
    const both = figures(
      folder({
        [`${x}/a.jsonl`]: [...whole, ...more('laptop', 20)],
        [`${y}/a.jsonl`]: [...whole, ...more('desktop', 30)],
      }),
    );
    expect(both).toMatchObject({ prompts: 5, messages: 5, copies: 0 });
    expect(both.usage.map(({ output }) => output)).toEqual([119]);
  }
});

test('a fork owns nothing that an older copy of its origin has, whichever copy that is', () => {
  const fork = [
    ...whole.map((line) =>
      typeof line === 'string' ? line : { ...line, sessionId: 'f', forkedFrom: { sessionId: 'a' } },
    ),
    answer('f', 'Own.', {
      id: 'msg_own',
      request: 'req_own',
      more: { ...at(40), forkedFrom: { sessionId: 'a' } },
    }),
  ];
  const inspection = inspected(
    folder({ 'one/a.jsonl': whole.slice(0, 3), 'two/a.jsonl': whole, 'two/f.jsonl': fork }),
  );
  expect(one(inspection, 'a')).toMatchObject({ messages: 3, copies: 0 });
  // The answer without any id cannot be told to be a copy.
  expect(one(inspection, 'f')).toMatchObject({ messages: 2, copies: 2 });
});

test('a fork in two files, cut in the middle of an answer of a gateway, counts none of it that its origin has', () => {
  const lines = (session: string, output: number) => {
    const parts = { id: 'chatcmpl-1', request: null, usage: { output_tokens: output } };
    return [
      prompt(session, 'go', at(20)),
      answer(session, 'First.', {
        ...parts,
        stop: null,
        usage: { output_tokens: 3 },
        more: at(21),
      }),
      answer(session, 'Then.', { ...parts, more: at(22) }),
    ];
  };
  const fork = (output: number) => ({
    'p/f.jsonl': lines('f', output).slice(0, 2),
    'q/f.jsonl': [lines('f', output)[2]!, answer('f', 'Own.', { more: at(40) })],
  });
  const outputs = (root: string) =>
    inspected(root).sessions.map(({ usage }) => usage.map(({ output }) => output));
  expect(outputs(folder({ 'p/a.jsonl': lines('a', 500), ...fork(500) }))).toEqual([[500], [10]]);
  // The origin has only the beginning: the rest is the fork's.
  expect(outputs(folder({ 'p/a.jsonl': lines('a', 500).slice(0, 2), ...fork(500) }))).toEqual([[3], [510]]);
});

describe.each([[null], ['req_1']])(
  'a session that goes on in another file in the middle of an answer (request %j)',
  (request) => {
    const parts = {
      id: 'msg_01CutInTheMiddle00000',
      request,
      stop: 'tool_use',
      usage: { output_tokens: 90 },
    };
    const first = [
      prompt('a', 'go', at(20)),
      answer('a', [{ type: 'text', text: 'First.' }], { ...parts, more: at(21) }),
      answer('a', [toolUse('EnterWorktree', { name: 'x' }, 'toolu_w')], { ...parts, more: at(22) }),
    ];
    const rest = [
      answer('a', [toolUse('Read', { file_path: '/w/x.ts' }, 'toolu_r')], { ...parts, more: at(23) }),
      result('a', 'toolu_w', 'ok', at(24)),
      result('a', 'toolu_r', 'no such file', at(25), { is_error: true }),
    ];
    const counted = { messages: 1, prompts: 1, usage: [{ requests: 1, input: 100, output: 90 }] };
    const tools = [
      { name: 'EnterWorktree', calls: 1, errors: 0 },
      { name: 'Read', calls: 1, errors: 1 },
    ];
    test('it is one answer with the calls of both', () => {
      const root = folder({ 'p/a.jsonl': first, 'q/a.jsonl': rest });
      expect(one(inspected(root), 'a')).toMatchObject({ ...counted, tools });
      const swapped = folder({ 'q/a.jsonl': first, 'p/a.jsonl': rest });
      expect(one(inspected(swapped), 'a')).toMatchObject({ ...counted, tools });
    });
    test('nor do two files that both have its middle lose what one of them has', () => {
      const root = folder({ 'p/a.jsonl': [...first, rest[0]!], 'q/a.jsonl': [first[2]!, ...rest] });
      expect(one(inspected(root), 'a')).toMatchObject({ ...counted, tools });
      const swapped = folder({ 'q/a.jsonl': [...first, rest[0]!], 'p/a.jsonl': [first[2]!, ...rest] });
      expect(one(inspected(swapped), 'a')).toMatchObject({ ...counted, tools });
    });
    test('each call counts once, wherever two files that overlap are cut, and a third has some of it', () => {
      const lines = [...first, ...rest];
      for (let end = 2; end < lines.length; end++)
        for (let start = 1; start <= end; start++)
          for (const third of [lines.slice(0, end - 1), lines.slice(start + 1), lines.slice(start, end)]) {
            const two = { 'p/a.jsonl': lines.slice(0, end), 'q/a.jsonl': lines.slice(start) };
            const root = folder({ ...two, 'o/a.jsonl': third });
            expect(one(inspected(root), 'a')).toMatchObject({ ...counted, tools });
          }
    });
    test('a fork that begins in the middle of it counts none of it', () => {
      const fork = [...first.slice(2), ...rest].map((line) => ({ ...line, sessionId: 'f' }));
      const own = answer('f', 'Own.', { more: at(40) });
      const root = folder({ 'p/a.jsonl': first, 'q/a.jsonl': rest, 'p/f.jsonl': [...fork, own] });
      expect(one(inspected(root), 'a')).toMatchObject({ ...counted, tools });
      expect(one(inspected(root), 'f')).toMatchObject({ messages: 1, copies: 1, tools: [] });
    });
    test('a copy of its rest adds nothing', () => {
      const root = folder({ 'p/a.jsonl': [...first, ...rest], 'q/a.jsonl': rest });
      expect(one(inspected(root), 'a')).toMatchObject({ ...counted, tools });
    });
  },
);

// A session goes on in another file (that of a worktree) while an answer is written.
test.each<[string, (n: number) => { id: string; request: string | null }]>([
  [
    'each line has an id of its own, the request is one',
    (n) => ({ id: `gen-${n}-abcdef`, request: 'req_9' }),
  ],
  ['ids are those of another back end, without requests', () => ({ id: 'chatcmpl-9f2', request: null })],
])('an answer in two files, where %s', (_, ids) => {
  const line = (n: number, output: number, stop: string | null): Json =>
    answer('a', `part ${n}`, {
      ...ids(n),
      stop,
      usage: { input_tokens: 5000, output_tokens: output },
      more: { timestamp: minute(n) },
    });
  const lines = [
    prompt('a', 'go', { timestamp: minute(0) }),
    line(1, 1, null),
    line(2, 40, null),
    line(3, 90, 'end_turn'),
  ];
  for (const [end, start] of [
    [2, 2],
    [3, 3],
    [3, 2],
  ]) {
    const root = folder({ 'x/a.jsonl': lines.slice(0, end), 'y/a.jsonl': lines.slice(start) });
    expect(inspected(root).totals.usage).toMatchObject([
      { requests: 1, input: 5000, output: 90, lowerBound: 0 },
    ]);
  }
});

test('answers in two files that only look alike are two', () => {
  const said = (n: number, own: Json): Json =>
    answer('a', `part ${n}`, { usage: { input_tokens: 5000 }, more: { timestamp: minute(n) }, ...own });
  const requests = (a: Json, b: Json): number | undefined =>
    inspected(folder({ 'x/a.jsonl': [prompt('a', 'go'), a], 'y/a.jsonl': [prompt('a', 'on'), b] })).totals
      .usage[0]?.requests;
  const parts = { id: 'gen-1-abcdef', request: 'req_9' };
  expect(requests(said(1, parts), said(2, { ...parts, id: 'gen-2-abcdef' }))).toBe(2);
  expect(
    requests(said(1, parts), said(2, { ...parts, id: 'gen-2-abcdef', usage: { input_tokens: 7 } })),
  ).toBe(2);
});
