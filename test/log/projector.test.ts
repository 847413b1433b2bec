import { readdirSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { isCurrent } from '../../scripts/make/projector.mjs';
import { linesBy } from '../../src/log/lines';
import { LINE, tableOf, type Fields, type Wanted } from '../../src/log/projection';
import { recordsBy } from '../../src/log/projector';
import type { Scan } from '../../src/session/fold/scan';
import { bothWays } from '../support/bothWays';
import { RECORDS, WITH_MORE } from '../fuzz/records';

afterEach(() => vi.unstubAllGlobals());

type Line = [kind: 'record' | 'line', at: number, len: number];

/** The lines of some bytes as they are given, and what was written of those the projector was sure of. */
function given(text: string | Buffer): { lines: Line[]; values: unknown[]; ended: number } {
  const bytes = Buffer.from(text);
  const lines: Line[] = [];
  const values: unknown[] = [];
  const ended = recordsBy(
    (buffer, position) => bytes.copy(buffer, 0, position),
    0,
    (value, at, len) => {
      values.push(value);
      lines.push(['record', at, len]);
      return true;
    },
    (_, at, len) => lines.push(['line', at, len]),
  );
  return { lines, values, ended };
}
const written = (line: string): unknown => given(`${line}\n`).values[0];
const isSure = (line: string | Buffer): boolean =>
  given(Buffer.concat([Buffer.from(line), Buffer.from('\n')])).lines[0]?.[0] === 'record';

/** What is wanted of a value, in so many words. */
function wantedOf(value: unknown, wanted: Wanted, naming = false): unknown {
  if (typeof wanted !== 'object' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((one: unknown) => (Array.isArray(one) ? one : wantedOf(one, wanted)));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
      const field = Object.hasOwn(wanted, name) ? wanted[name]! : null;
      if (field === null) return naming ? [[name, 0]] : [];
      return field === 'nothing' ? [] : [[name, wantedOf(inner, field)]];
    }),
  );
}

test('of a line is written what the table wants, and nothing else', () => {
  for (const record of [...RECORDS, ...WITH_MORE])
    for (const line of [JSON.stringify(record), JSON.stringify(record, null, ' ').replaceAll('\n', '')])
      expect(written(line)).toEqual(wantedOf(record, LINE, true));
});

test('of what a tool told Claude Code, pictures, and output of commands nothing is written', () => {
  const line = {
    type: 'user',
    message: { role: 'user', content: [{ type: 'image', source: { data: 'AAAA' } }] },
    toolUseResult: { stdout: 'x', type: 'create', stderr: 'y', agentType: 'Explore' },
    data: { fullOutput: 'x', type: 'bash_progress' },
    todos: [1],
    whatIsThis: { a: 1 },
  };
  expect(written(JSON.stringify(line))).toEqual({
    type: 'user',
    message: { role: 'user', content: [{ type: 'image' }] },
    toolUseResult: { type: 'create', agentType: 'Explore' },
    data: { type: 'bash_progress' },
    whatIsThis: 0,
  });
});

test('texts are written byte for byte, whatever they hold', () => {
  const texts = ['é ✓ 𝄞', '\ud800', '\u2028 \u007f', '"\\/\b\f\n\r\t\u0001', 'x'.repeat(1000), '\ufffd'];
  const line = JSON.stringify({ type: 'user', message: { content: texts.map((text) => ({ text })) } });
  expect(written(line)).toEqual(JSON.parse(line));
  // Bytes that are no UTF-8 become what they become when the whole line is decoded.
  const torn = Buffer.from('{"type":"user","summary":"a\xc3","title":"\xe2\x9c","cwd":"\xff\xfe"}', 'latin1');
  expect(given(Buffer.concat([torn, Buffer.from('\n')])).values).toEqual([JSON.parse(torn.toString('utf8'))]);
});

test.each([
  '0',
  '-0',
  '10',
  '1.5',
  '-1.50',
  '1e3',
  '1E-3',
  '2.5e+300',
  '1e999',
  'true',
  'false',
  'null',
  '[]',
  '{}',
  '[ ]',
  '{ }',
  '""',
])('the value %s, wanted or not', (value) => {
  const line = `{"type":"user","prNumber":${value},"slug":${value},"message":[${value} , {"a":${value}}]}`;
  expect(written(line)).toEqual(wantedOf(JSON.parse(line), LINE, true));
});

test.each([
  ['no object', '[]'],
  ['a blank before it', ' {"type":"user"}'],
  ['a byte order mark', '\ufeff{"type":"user"}'],
  ['two records', '{"type":"user"}{"type":"user"}'],
  ['no end', '{"type":"user"'],
  ['no end of a text', '{"type":"user","slug":"x}'],
  ['a comma too many', '{"type":"user",}'],
  ['a comma too many in a list', '{"type":"user","slug":[1,]}'],
  ['no comma', '{"type":"user" "slug":1}'],
  ['no colon', '{"type" "user"}'],
  ['no value', '{"type":"user","slug":}'],
  ['a key that is no text', '{"type":"user",1:2}'],
  ['the other bracket', '{"type":"user","slug":[1}}'],
  ['the other brace', '{"type":"user","slug":{"a":1]}'],
  ['a wrong escape', '{"type":"user","slug":"\\x"}'],
  ['an escape of three digits', '{"type":"user","slug":"\\u123g"}'],
  ['an escape that breaks off', '{"type":"user","slug":"\\u12"}'],
  ['a control character in a text', '{"type":"user","slug":"a\u0001b"}'],
  ['the last control character in a text', '{"type":"user","slug":"a\u001fb"}'],
  ['a tab in a text', '{"type":"user","slug":"a\tb"}'],
  ['a NUL between', '{"type":"user",\0"slug":1}'],
  ['a blank that JSON has not', '{"type":\u00a0"user"}'],
  ['a number that begins with 0', '{"type":"user","slug":01}'],
  ['a number without an end', '{"type":"user","slug":1.}'],
  ['an exponent without digits', '{"type":"user","slug":1e+}'],
  ['a sign alone', '{"type":"user","slug":-}'],
  ['a plus', '{"type":"user","slug":+1}'],
  ['a word that is none', '{"type":"user","slug":trux}'],
  ['NaN', '{"type":"user","slug":NaN}'],
  ['more behind a word', '{"type":"user","slug":nullx}'],
  ['a key with an escape, which may be any', '{"\\u0074ype":"user"}'],
  ['lists without end', `{"type":"user","slug":${'['.repeat(70)}${']'.repeat(70)}}`],
  [
    'blocks without end',
    `{"type":"user","message":{"content":${'[{"content":'.repeat(70)}1${'}]'.repeat(70)}}}`,
  ],
])('a line with %s is given as a whole', (_, line) => {
  expect(isSure(line)).toBe(false);
});

test('where lines lie, with and without carriage returns, and empty ones', () => {
  expect(given('{"type":"a"}\n\n{"type":"b"}\r\nx\n{"type":"c"} \n{"type":"half"').lines).toEqual([
    ['record', 0, 12],
    ['line', 13, 0],
    ['record', 14, 13],
    ['line', 28, 1],
    ['record', 30, 13],
  ]);
});

test('a line that has no room, and one of more values than are read, are given as wholes', () => {
  const small = '{"type":"user"}\n';
  const long = `{"type":"user","slug":"${'x'.repeat(3 << 20)}"}\n`;
  const many = `{"type":"user","slug":[${'1,'.repeat(310_000)}1]}\n`;
  // What is read together with the line that has no room is given as wholes too.
  const text = `${small}${long}${small.repeat(70_000)}${many}${small}`;
  const kinds = given(text).lines.map(([kind]) => kind);
  expect(kinds.filter((kind) => kind === 'line').length).toBeGreaterThanOrEqual(2);
  expect([kinds[0], kinds[1], kinds.at(-2), kinds.at(-1)]).toEqual(['record', 'line', 'line', 'record']);
  const places: [number, number][] = [];
  const bytes = Buffer.from(text);
  const ended = linesBy(
    (buffer, position) => bytes.copy(buffer, 0, position),
    0,
    (_, at, len) => places.push([at, len]),
  );
  expect(given(text).lines.map(([, at, len]) => [at, len])).toEqual(places);
  expect(given(text).ended).toBe(ended);
  // One that is still being written waits for its end.
  expect(given(`${small}${long.slice(0, -1)}`).ended).toBe(small.length);
});

test('however lines lie to the pieces that are read', () => {
  const record = (length: number) =>
    `{"type":"user","summary":"${'é'.repeat(length)}","slug":"${'y'.repeat(length)}"}\n`;
  for (const first of [87_370, 87_380, 87_381, 87_382, 87_390, 174_000, 349_000]) {
    const { lines, values } = given(`${record(first)}${record(10)}${record(131_000)}${record(1)}`);
    expect(lines.map(([kind]) => kind)).toEqual(Array.from({ length: 4 }, () => 'record'));
    expect(values).toEqual(
      [first, 10, 131_000, 1].map((length) => ({ type: 'user', summary: 'é'.repeat(length) })),
    );
  }
});

test('it stops when it is told to, at the last complete line', () => {
  const bytes = Buffer.from(`{"type":"user","summary":"${'x'.repeat(200_000)}"}\n`.repeat(20));
  let asked = 0;
  let seen = 0;
  const ended = recordsBy(
    (buffer, position) => bytes.copy(buffer, 0, position),
    0,
    () => ++seen > 0,
    () => undefined,
    () => ++asked === 3,
  );
  expect(ended % (bytes.length / 20)).toBe(0);
  expect(seen).toBe(ended / (bytes.length / 20));
  expect(seen).toBeLessThan(20);
});

test('a log can be read while another one is', () => {
  const outer = '{"type":"a","slug":1}\n{"type":"b","slug":2}\n{"type":"c"}\n';
  const seen: unknown[] = [];
  recordsBy(
    (buffer, position) => Buffer.from(outer).copy(buffer, 0, position),
    0,
    (value) => {
      seen.push(value, ...given('{"type":"inner","summary":"x"}\n').values);
      return true;
    },
    () => undefined,
  );
  const inner = { type: 'inner', summary: 'x' };
  expect(seen).toEqual([{ type: 'a' }, inner, { type: 'b' }, inner, { type: 'c' }, inner]);
});

test('what only the whole line says is asked of the whole line', () => {
  const text = WITH_MORE.map((record) => `${JSON.stringify(record)}\r\n`).join('');
  const { old, now, projected, whole } = bothWays(Buffer.from(text));
  expect(now).toEqual(old);
  // A kind nobody knows, and Claude Code's own account.
  expect(whole).toBe(2);
  expect(projected).toBe(WITH_MORE.length - 2);
});

test('a log of which nothing is read but whose it is', () => {
  const { old, now } = bothWays(
    Buffer.from('{"type":"file-history-snapshot","messageId":"m","snapshot":{}}\n'),
  );
  expect(now).toEqual(old);
  expect(JSON.parse(now.reading)).toMatchObject({ recognised: true });
});

test.each([
  ['without WebAssembly', undefined],
  [
    'on a processor that cannot run it',
    {
      Memory: class {
        buffer = new ArrayBuffer(1 << 23);
      },
      Module: () => {
        throw new Error('no SIMD');
      },
    },
  ],
])('%s every line is read as a whole', (_, wasm) => {
  const seen: Line[][] = [];
  // Inside another reading, which has the one projector there is.
  const outer = Buffer.from('{"type":"outer"}\n');
  recordsBy(
    (buffer, position) => outer.copy(buffer, 0, position),
    0,
    () => {
      vi.stubGlobal('WebAssembly', wasm);
      seen.push(given('{"type":"a"}\n{"type":"b"}\n').lines);
      return true;
    },
    () => undefined,
  );
  expect(seen).toEqual([
    [
      ['line', 0, 12],
      ['line', 13, 12],
    ],
  ]);
});

/** Bytes the projector has room for. */
const LONGEST_KEY = 32;

test('every key the table names is found, and no other', () => {
  const names = Object.keys(LINE);
  for (const name of names) {
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(LONGEST_KEY);
    for (const other of [`${name}x`, name.slice(0, -1), `${name[0]}_${name.slice(2)}`, name.toUpperCase()]) {
      const line = { type: 'user', [name]: 'v', [other]: 'w' };
      expect(written(JSON.stringify(line))).toEqual(wantedOf(line, LINE, true));
    }
  }
  const long: Fields = { ['x'.repeat(LONGEST_KEY + 1)]: 'all' };
  expect(() => tableOf(long)).toThrow('no key of the projector');
});

test('the code is of the source that is there', () => {
  expect(isCurrent()).toBe(true);
});

/** Phrases are looked for in the same texts either way, and that takes most of the time. */
const FINDS_NOTHING: Scan = Object.assign(() => [], {
  languageOf: () => '',
  letGo: () => undefined,
  key: 'none',
});

const ROOT = join(import.meta.dirname, '..', '..');
const CORPUS = join(ROOT, '..', 'shared', 'corpus');

const LOGS = [join(ROOT, 'test', 'fixtures'), join(ROOT, 'sample'), CORPUS].filter((folder) =>
  existsSync(folder),
);

test.each(LOGS)('both ways read the logs in %s the same', { timeout: 240_000 }, (folder) => {
  const unlike: string[] = [];
  let lines = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!name.endsWith('.jsonl') || !statSync(path).isFile()) continue;
    const agent = /agent-([^/\\]+)\.jsonl$/.exec(name)?.[1] ?? null;
    const { old, now, projected } = bothWays(readFileSync(path), agent, FINDS_NOTHING);
    if (now.reading !== old.reading || now.ended !== old.ended) unlike.push(name);
    lines += projected;
  }
  expect(unlike).toEqual([]);
  expect(lines).toBeGreaterThan(50);
});
