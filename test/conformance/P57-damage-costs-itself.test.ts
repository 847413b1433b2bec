import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LONG_LINE } from '../../src/log/lines';
import { parseLine } from '../../src/log/record';
import { follow } from '../../src/session/follow';
import { scan } from '../../src/signals/scan';
import { answer, folder, inspected, one, prompt, result, toolUse, type Json } from '../support/logs';

// What lies before, between or behind whole records on a line costs itself only.
const caseLogs = join(import.meta.dirname, '../fixtures/cases/torn-then-glued/logs');
const json = JSON.stringify;
const first = json(prompt('a', 'first é✓'));
const second = json(answer('a', 'second {"type":"user","sessionId":"x"} and {'));
const torn = '{"type":"pr-link","sessionId":"a","prNu';

/** Beginnings of what the records on a line say, and the damage as text. */
function read(line: string | Buffer): { uuids: unknown[]; damage: string[]; whole: string[] } {
  const bytes = Buffer.from(line);
  const parsed = parseLine(bytes.toString('utf8'), bytes);
  if (parsed.kind === 'malformed') return { uuids: [], damage: [bytes.toString()], whole: [] };
  const part = ({ at, len }: { at: number; len: number }) => bytes.subarray(at, at + len).toString();
  return {
    uuids: parsed.records.map(({ uuid }) => uuid),
    damage: parsed.damage.map(part),
    whole: (parsed.places ?? [{ at: 0, len: bytes.length }]).map(part),
  };
}

test('the next record was written behind a torn one', () => {
  const { totals, sessions } = inspected(caseLogs);
  expect(totals.usage).toMatchObject([{ requests: 3, output: 8500 }]);
  expect(sessions[0]!.parse).toMatchObject({ lines: 6, understood: 5, malformed: 1 });
  const log = readFileSync(join(caseLogs, 'projects/-home-kim-app', `${sessions[0]!.id}.jsonl`));
  const [{ at, len }] = sessions[0]!.parse.unread as [{ at: number; len: number }];
  expect(log.subarray(at, at + len).toString()).toBe(
    '{"type":"pr-link","sessionId":"11111111-0000-4000-8000-000000000007","prNu',
  );
});

test.each<[string, string, string[]]>([
  ['two glued', first + second, []],
  ['two with blanks, a lone CR or a mark between', `${first} \t${second}\r\ufeff${first}`, []],
  ['a torn one before', torn + first, [torn]],
  ['a torn one behind', first + torn, [torn]],
  ['a torn one between', first + torn + second, [torn]],
  ['several torn ones', torn + torn + first + torn + second, [torn + torn, torn]],
  ['NUL bytes before, between and behind', `\0\0${first}\0\0\0${second}\0`, ['\0\0', '\0\0\0', '\0']],
  ['a stray word before', `oops: ${first}`, ['oops:']],
  ['stray brackets and commas', `[${first},${second},`, ['[', ',', ',']],
  ['a list of records', `[${first},${second}]`, ['[', ',', ']']],
  ['too many closing braces', `${first}}}${second}`, ['}}']],
  ['a brace too many before', `{{{${first}`, ['{{{']],
  ['a scalar before', `42${first}`, ['42']],
  ['an object that is no record', `{"silly":"this"}${first}`, ['{"silly":"this"}']],
  [
    'torn inside an escape',
    `{"type":"user","message":"caf\\u00${first}`,
    ['{"type":"user","message":"caf\\u00'],
  ],
  ['torn behind a backslash', `{"type":"user","message":"caf\\${first}`, ['{"type":"user","message":"caf\\']],
  [
    'torn behind a text that ends with a brace',
    `{"type":"user","message":"{{${first}`,
    ['{"type":"user","message":"{{'],
  ],
  [
    'a record that was broken in the middle',
    `{"type":"user","message":{"a":1 oops "b":2}}${first}`,
    ['{"type":"user","message":{"a":1 oops "b":2}}'],
  ],
])('%s', (_, line, damage) => {
  const parts = read(line);
  expect(parts.damage).toEqual(damage);
  expect(parts.whole.every((part) => part === first || part === second)).toBe(true);
  expect(parts.whole.length).toBe(
    line.split('"parentUuid"').length === 0 ? 0 : line.split('"cwd"').length - 1,
  );
});

test('control characters that stand in a string as they are do no harm', () => {
  const raw = json(prompt('a', 'a TAB b')).replace(' TAB ', '\t\u0001\u001b[31m');
  expect(read(raw)).toMatchObject({ damage: [], whole: [raw] });
  expect(parseLine(raw)).toMatchObject({ records: [{ message: { content: 'a\t\u0001\u001b[31mb' } }] });
  expect(read(torn + raw + second)).toMatchObject({ damage: [torn], whole: [raw, second] });
  const of = one(inspected(folder({ 'a.jsonl': Buffer.from(`${raw}\n${second}\n`) })), 'a');
  expect(of).toMatchObject({ prompts: 1, messages: 1, parse: { lines: 2, understood: 2, malformed: 0 } });
  // A record that was torn at such a character is torn.
  expect(read(`{"type":"user","message":"a\t${first}`).whole).toEqual([first]);
});

test('what lies inside a torn record is none, however much it looks like one', () => {
  const inner = { type: 'assistant', uuid: 'inner', message: { role: 'assistant', content: [] } };
  const progress = json({
    type: 'progress',
    sessionId: 'a',
    data: { message: inner, text: json(inner) },
    uuid: 'outer',
  });
  const end = progress.indexOf('"inner"');
  for (let cut = 1; cut < progress.length; cut++) {
    expect(read(progress.slice(0, cut)).uuids).toEqual([]);
    expect(read(progress.slice(0, cut) + first).whole).toEqual([first]);
    // The beginning is lost: what follows is the rest of the record, nothing of its own.
    if (cut < end - 30) expect(read(progress.slice(cut)).uuids).toEqual([]);
  }
});

const torments: Json[] = [
  prompt('a', 'He said {"type":"user","uuid":"x"} — \\ " é✓𝄞 {'),
  answer('a', [
    { type: 'text', text: json(json({ type: 'user' })) },
    toolUse('Edit', { file_path: '/x', old: [1, -2.5e3, true, null, {}] }),
  ]),
  result('a', 'toolu_1', [{ type: 'text', text: '{"type":"assistant"}' }], {
    toolUseResult: { type: 'text', file: {} },
  }),
  {
    type: 'progress',
    sessionId: 'a',
    uuid: 'p',
    data: {
      type: 'agent_progress',
      agentId: 'b',
      message: { type: 'assistant', uuid: 'q', message: { id: 'msg_9', content: [] } },
    },
  },
];
test('cut at any byte, with whole records appended: only the cut one is lost', () => {
  for (const record of torments) {
    const bytes = Buffer.from(json(record));
    for (let cut = 0; cut < bytes.length; cut++) {
      const line = Buffer.concat([bytes.subarray(0, cut), Buffer.from(first + second)]);
      expect(read(line).whole).toEqual([first, second]);
    }
  }
});
test('a file cut at any byte round the end of a record and written on loses that record only', () => {
  const id = { id: 'msg_0000000001', request: 'req_1' };
  const before = Buffer.from(`${first}\n${json(answer('a', 'last', id))}\n`);
  const after = [prompt('a', 'then'), answer('a', 'so', { usage: { output_tokens: 7000 } })].map((r) =>
    json(r),
  );
  for (let cut = first.length - 3; cut <= before.length; cut += cut < before.length - 120 ? 7 : 1) {
    const root = folder({ 'a.jsonl': before.subarray(0, cut) });
    const path = join(root, 'a.jsonl');
    const file = { path, root, sessionId: 'a', agentId: null };
    let now = follow(file, null, scan);
    for (const line of after) {
      appendFileSync(path, `${line}\n`);
      now = follow(file, now, scan);
    }
    const whole = cut >= before.length - 1 ? 1 : 0;
    const prompts = now.reading.events.filter(({ kind }) => kind === 'prompt').length;
    expect([cut, now.reading.responses.length, prompts]).toEqual([
      cut,
      1 + whole,
      cut >= Buffer.from(first).length ? 2 : 1,
    ]);
    expect(follow(file, null, scan).reading).toEqual(now.reading);
  }
});

test('a recovered record is its own evidence', () => {
  const root = folder({ 'a.jsonl': Buffer.from(`\ufeff${torn}\xc3${first}${second}\n`) });
  const path = join(root, 'a.jsonl');
  const { reading } = follow({ path, root, sessionId: 'a', agentId: null }, null, scan);
  const log = readFileSync(path);
  expect(reading.events.map(({ at, len }) => log.subarray(at, at + len).toString())).toEqual([first, second]);
});
test('whole records on a last line without its newline count, beside damage too', () => {
  const readingOf = (text: string) => {
    const root = folder({ 'a.jsonl': Buffer.from(text) });
    return follow({ path: join(root, 'a.jsonl'), root, sessionId: 'a', agentId: null }, null, scan).reading;
  };
  expect(readingOf(torn + first).events.length).toBe(1);
  expect(readingOf(first + torn).events.length).toBe(1);
  expect(readingOf(torn)).toMatchObject({ events: [], parse: { lines: 0, malformed: 0 } });
});

test.each([
  ['braces', '{'.repeat(LONG_LINE / 4)],
  ['keys', '{"a":'.repeat(LONG_LINE / 20)],
  ['broken objects', '{"a":[x'.repeat(LONG_LINE / 28)],
  ['quotes', '{"'.repeat(LONG_LINE / 8)],
  ['objects', '{"type":"x"},'.repeat(LONG_LINE / 52)],
  ['brackets', '['.repeat(LONG_LINE / 4)],
  ['blanks', `{${' '.repeat(1000)}`.repeat(LONG_LINE / 4000)],
  ['NUL bytes', `{"type":1}${'\0'.repeat(1000)}`.repeat(LONG_LINE / 4000)],
])('a long line of %s takes time by its length only', (_, hostile) => {
  const started = performance.now();
  const parts = read(`${hostile}x\0${first}`);
  expect(parts.whole.at(-1)).toBe(first);
  // Twice the length of what takes a tenth of a second; anything quadratic would take minutes.
  expect(performance.now() - started).toBeLessThan(15_000);
});

const MARK = '\ufeff';
test.each([
  ['one', MARK],
  ['two', MARK + MARK],
  ['one before NUL bytes', `${MARK}\0\0`],
  ['one behind NUL bytes', `\0\0${MARK}`],
  ['one behind a blank', ` ${MARK}`],
])('byte order marks at the beginning of any line: %s', (_, marks) => {
  expect(read(marks + first).whole).toEqual([first]);
  expect(read(`${marks}${first}${marks}${second}${marks}`).whole).toEqual([first, second]);
  const { sessions } = inspected(folder({ 'a.jsonl': Buffer.from(`${first}\n${marks}${second}\n`) }));
  expect(sessions[0]!.usage).toMatchObject([{ requests: 1, output: 10 }]);
});

test.each([400, 5_000, 200_000])('a tool call nested %i deep costs itself, not the log', (depth) => {
  const nested = ['['.repeat(depth) + ']'.repeat(depth), `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`];
  for (const value of nested) {
    const call = (input: string, id: string) =>
      json(answer('a', [toolUse('Bash', { command: 'DEEP' }, id)])).replace(input, value);
    const log = [first, call('"DEEP"', 't1'), call('{"command":"DEEP"}', 't2'), json(answer('a', 'last'))];
    const { sessions, totals } = inspected(
      folder({ 'projects/p/a.jsonl': Buffer.from(`${log.join('\n')}\n`) }),
    );
    expect(totals.usage).toMatchObject([{ requests: 3 }]);
    expect(sessions[0]!.tools).toMatchObject([{ name: 'Bash', calls: 2 }]);
  }
});

test('a message that a broken stream left in single characters is no answer, and told', () => {
  const broken = { ...answer('a', 'x', { id: 'msg_1' }), message: { 0: '{', 1: '"', 2: 'i', content: [] } };
  const a = one(inspected(folder({ 'a.jsonl': [prompt('a', 'go'), answer('a', 'x'), broken] })), 'a');
  expect(a).toMatchObject({ messages: 1, usage: [{ requests: 1 }] });
  expect(a.parse.drift).toMatchObject([{ what: 'value', name: 'assistant.message', count: 1 }]);
});
