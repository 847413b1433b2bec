import { appendFileSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { follow, type Followed } from '../../src/session/follow';
import { scan } from '../../src/signals/scan';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, folder, inspected, one, prompt, put, text } from '../support/logs';

// A log is read on by byte cursor: a partial last line waits, a character may be torn, the file may shrink, be
// replaced, or be rewritten in the same size.
const file = (path: string) => ({ path, root: path, sessionId: 'a', agentId: null });
const prompts = ({ reading }: Followed) => reading.events.filter(({ kind }) => kind === 'prompt').length;

test('bytes that come one by one give the same reading as all at once', () => {
  const bytes = Buffer.from(text([prompt('a', 'é✓'), answer('a', 'ünï'), prompt('a', 'last')]));
  const whole = folder({ 'a.jsonl': bytes });
  const pieces = folder({ 'a.jsonl': Buffer.alloc(0) });
  let followed: Followed | null = null;
  for (const byte of bytes) {
    appendFileSync(`${pieces}/a.jsonl`, Buffer.of(byte));
    followed = follow(file(`${pieces}/a.jsonl`), followed, scan);
  }
  const once = follow(file(`${whole}/a.jsonl`), null, scan);
  expect({ ...followed?.reading, path: '' }).toEqual({ ...once.reading, path: '' });
  expect(followed?.cursor.offset).toBe(bytes.length);
});
const opening = prompt('a', 'first');
test.each([
  ['shrinks', [prompt('a', 'only')], 1],
  [
    'is replaced by a longer one',
    [prompt('a', 'one'), prompt('a', 'two'), prompt('a', 'three'), prompt('a', 'four')],
    4,
  ],
  [
    'is replaced by a longer one that begins as it did',
    // All are whole only when none is looked for from the middle of one.
    [opening, ...['2', 'third', 'fourth', 'fifth'].map((said) => prompt('a', said))],
    5,
  ],
])('a log that %s is read again', (_, lines, expected) => {
  const root = folder({ 'a.jsonl': [opening, prompt('a', 'second')] });
  const before = follow(file(`${root}/a.jsonl`), null, scan);
  put(`${root}/a.jsonl`, lines);
  expect(prompts(follow(file(`${root}/a.jsonl`), before, scan))).toBe(expected);
});
test('a rewrite of the same size is noticed by its time', () => {
  const root = folder({ 'a.jsonl': [prompt('a', 'x', { uuid: 'u1' })] });
  const before = follow(file(`${root}/a.jsonl`), null, scan);
  writeFileSync(`${root}/a.jsonl`, readFileSync(`${root}/a.jsonl`, 'utf8').replace('u1', 'u2'));
  utimesSync(`${root}/a.jsonl`, new Date(), new Date(Date.now() + 5000));
  const after = follow(file(`${root}/a.jsonl`), before, scan);
  expect(after.reading.events[0]).toMatchObject({ id: 'u2' });
});
test('BOM, CRLF and blank lines are no damage', () => {
  const line = JSON.stringify(prompt('a', 'x'));
  const a = one(
    inspected(
      folder({ 'a.jsonl': Buffer.from(`\ufeff${line}\r\n\r\n${JSON.stringify(prompt('a', 'y'))}\r\n`) }),
    ),
    'a',
  );
  expect(a).toMatchObject({ prompts: 2, parse: { lines: 2, understood: 2, malformed: 0 } });
});

test('a copy that was saved as UTF-16, as PowerShell does, is read', () => {
  const lines = text([prompt('a', 'Grüße, 世界'), answer('a', 'x'), prompt('a', 'y')]);
  const log = Buffer.from(`\ufeff${lines.replaceAll('\n', '\r\n')}`, 'utf16le');
  const a = one(inspected(folder({ 'a.jsonl': log })), 'a');
  const parse = { lines: 3, understood: 3, malformed: 0 };
  expect(a).toMatchObject({ name: 'Grüße, 世界', prompts: 2, messages: 1, parse });
  expect(one(inspected(folder({ 'a.jsonl': log.subarray(2) })), 'a')).toMatchObject({ prompts: 2, parse });
});

test('a whole last line without a newline counts; half of one waits', () => {
  const lines = [prompt('a', 'one'), prompt('a', 'two')].map((record) => JSON.stringify(record));
  const whole = one(inspected(folder({ 'a.jsonl': Buffer.from(lines.join('\n')) })), 'a');
  expect(whole).toMatchObject({ prompts: 2, parse: { lines: 2, understood: 2 } });
  const half = one(inspected(folder({ 'a.jsonl': Buffer.from(lines.join('\n').slice(0, -9)) })), 'a');
  expect(half).toMatchObject({ prompts: 1, parse: { lines: 1, malformed: 0 } });
});
test('an unended line that gets its newline, or another record glued on, is as if read at once', () => {
  const [first, second, third] = [prompt('a', 'one'), prompt('a', 'two'), prompt('a', 'three')].map(
    (record) => JSON.stringify(record),
  );
  for (const more of [`\n${third}\n`, `\r\n${third}\n`, `${third}\n`]) {
    const root = folder({
      'a.jsonl': Buffer.from(`${first}\n${second}`),
      'once.jsonl': Buffer.from(`${first}\n${second}${more}`),
    });
    const before = follow(file(`${root}/a.jsonl`), null, scan);
    expect(prompts(before)).toBe(2);
    appendFileSync(`${root}/a.jsonl`, more);
    const after = follow(file(`${root}/a.jsonl`), before, scan);
    const once = follow(file(`${root}/once.jsonl`), null, scan);
    expect({ ...after.reading, path: '' }).toEqual({ ...once.reading, path: '' });
    expect(prompts(after)).toBe(3);
  }
});

test.each([
  ['the lower byte first', false],
  ['the higher byte first', true],
])('in UTF-16, %s, a character with the byte of a newline ends no line', (_, swapped) => {
  // U+4E0A, U+0A05 and U+0A0A hold the byte, U+4E00 beside ASCII two NUL bytes in a row.
  const words = 'a上海 \u0a05\u0a0a一 上';
  const lines = text([prompt('a', words), answer('a', words), prompt('a', 'y')]).replaceAll('\n', '\r\n');
  const saved = Buffer.from(`\ufeff${lines}`, 'utf16le');
  const log = swapped ? saved.swap16() : saved;
  const parse = { lines: 3, understood: 3, malformed: 0 };
  const root = folder({ 'a.jsonl': log });
  expect(one(inspected(root), 'a')).toMatchObject({ name: words, prompts: 2, messages: 1, parse });
  // However it grows: half a character waits for its other byte.
  const path = join(root, 'b.jsonl');
  const grown = { path, root, sessionId: 'b', agentId: null };
  let known: Followed | null = null;
  for (const [from, to] of [
    [0, 101],
    [101, 400],
    [400, 777],
    [777, log.length],
  ] as const) {
    appendFileSync(path, log.subarray(from, to));
    known = follow(grown, known, scan);
  }
  expect(known?.reading.parse).toMatchObject(parse);
  expect(known?.reading.responses).toHaveLength(1);
});
