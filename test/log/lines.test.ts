import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { DROPPED, LONG_LINE, LONGEST_LINE, readLines } from '../../src/log/lines';
import { tempFolder } from '../support/tempFolder';

let folder: string;
beforeEach(() => {
  folder = tempFolder();
});

function read(bytes: string | Buffer, from = 0) {
  const path = join(folder, 'a.jsonl');
  writeFileSync(path, bytes);
  const lines: [string, number, number][] = [];
  const offset = readLines(path, from, (text, at, len) => lines.push([text, at, len]));
  return { lines, offset, path };
}

test('complete lines come with their place, the partial last one waits', () => {
  const { lines, offset } = read('ab\n\ncé\nhalf');
  expect(lines).toEqual([
    ['ab', 0, 2],
    ['', 3, 0],
    ['cé', 4, 3],
  ]);
  expect(offset).toBe(8);
});

test('reading goes on at the cursor once the newline is there', () => {
  const { path, offset } = read('ab\nha');
  appendFileSync(path, 'lf\n');
  const lines: [string, number][] = [];
  expect(readLines(path, offset, (text, at) => lines.push([text, at]))).toBe(8);
  expect(lines).toEqual([['half', 3]]);
});

test('invalid UTF-8 costs characters, not offsets', () => {
  const { lines, offset } = read(Buffer.from([0x61, 0xff, 0xfe, 0x0a, 0x62, 0x0a]));
  expect(lines).toEqual([
    ['a��', 0, 3],
    ['b', 4, 1],
  ]);
  expect(offset).toBe(6);
});

test('a line over several chunks, with a character on the border, is whole', () => {
  const long = 'x'.repeat((1 << 20) - 1) + 'é'.repeat(10) + 'y'.repeat(1 << 20);
  const { lines } = read(`${long}\nnext\n`);
  expect(lines.map(([text]) => text)).toEqual([long, 'next']);
});

test('a line beyond the limit keeps its JSON but for long strings', () => {
  const big = '\\"\\u00e9é'.repeat(LONG_LINE / 8);
  const line = `{"type":"user","image":"${big}","after":[1,{"b":"c\\\\"}]}`;
  const { lines, offset } = read(`${line}\n{"type":"mode"}\n`);
  const parsed = JSON.parse(lines[0]![0]) as Record<string, unknown>;
  expect(parsed['after']).toEqual([1, { b: 'c\\' }]);
  expect(String(parsed['image']).startsWith('"éé"éé')).toBe(true);
  expect(lines[0]![0].length).toBeLessThan(70_000);
  expect(lines[0]![2]).toBe(Buffer.byteLength(line));
  expect(lines[1]).toEqual(['{"type":"mode"}', Buffer.byteLength(line) + 1, 15]);
  expect(offset).toBe(Buffer.byteLength(line) + 17);
});

test('stopping ends at a complete line', () => {
  const path = join(folder, 'a.jsonl');
  writeFileSync(path, `${'x'.repeat(1 << 20)}\nb\n`);
  let seen = 0;
  const offset = readLines(
    path,
    0,
    () => seen++,
    () => true,
  );
  expect([seen, offset]).toEqual([0, 0]);
});

/** Reads a file and says how many bytes of buffers were held at most, looked at after each piece. */
function held(path: string): { lines: string[]; most: number } {
  const lines: string[] = [];
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  readLines(
    path,
    0,
    (text) => lines.push(text.length > 100 ? `${text.length} characters` : text),
    () => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      return false;
    },
  );
  return { lines, most };
}
const MB = 1 << 20;

test('a hole of 256 MB is one NUL, and is not kept', () => {
  const path = join(folder, 'a.jsonl');
  writeFileSync(path, '{"a":1}\n{"b":');
  truncateSync(path, 256 * MB);
  appendFileSync(path, '{"c":1}\n{"d":1}\n');
  const { lines, most } = held(path);
  expect(lines).toEqual(['{"a":1}', '{"b":\0{"c":1}', '{"d":1}']);
  expect(most).toBeLessThan(32 * MB);
});

test('a hole at the end waits, and is not kept', () => {
  const path = join(folder, 'a.jsonl');
  writeFileSync(path, '{"a":1}\n');
  truncateSync(path, 256 * MB);
  const { lines, most } = held(path);
  expect(lines).toEqual(['{"a":1}']);
  expect(most).toBeLessThan(32 * MB);
});

test.each([
  ['numbers', '[1],'],
  ['objects', '{"a":{}},'],
  ['short strings', '"0123456789012345678901234567890123456789",'],
  ['blanks', ' '.repeat(64)],
])('a line of 80 MB of %s is dropped, and the next one read', { timeout: 30_000 }, (_, piece) => {
  const path = join(folder, 'a.jsonl');
  writeFileSync(path, '{"type":"user","x":[');
  const block = piece.repeat(Math.floor(MB / piece.length));
  for (let i = 0; i < 80; i++) appendFileSync(path, block);
  appendFileSync(path, '1]}\n{"a":1}\n');
  const { lines, most } = held(path);
  expect(lines).toEqual([DROPPED, '{"a":1}']);
  // Kept whole, its buffers as they double would hold twice 128 MB; what is not collected yet counts, too.
  expect(most).toBeLessThan(4 * LONGEST_LINE);
});

test.each([
  ['objects', '{},'],
  ['lists', '[],'],
  ['numbers', '1,'],
  ['empty strings', '"",'],
  ['names', '"k":1,'],
  ['strings with escapes', String.raw`"\\\"",`],
])('a line of 4 MB that is all %s is dropped, and the next one read', (_, piece) => {
  const line = `[${piece.repeat(Math.floor((4 * MB) / piece.length))}1]`;
  expect(read(`${line}\n{"a":1}\n`).lines.map(([text]) => text)).toEqual([DROPPED, '{"a":1}']);
});

test('what stands in strings is no value, whatever it looks like', () => {
  const line = JSON.stringify({ x: '{[,"\\'.repeat(MB), y: '\\' });
  expect(read(`${line}\n`).lines[0]?.[0]).toBe(line);
});

test('what comes of a long line does not depend on where it begins', () => {
  const long = JSON.stringify({ type: 'user', x: 'é'.repeat(100_000), y: 'z'.repeat(LONG_LINE - 250_000) });
  const edge = (bytes: number) => JSON.stringify({ x: 'y'.repeat(bytes - 8) });
  for (const line of [long, edge(LONG_LINE), edge(LONG_LINE + 1), `{"a":${'\0'.repeat(3 * MB)}1}`]) {
    const texts = [0, 12_345, MB - 10].map(
      (before) => read(`${'-'.repeat(before)}\n${line}\n`).lines[1]?.[0],
    );
    expect(new Set(texts).size).toBe(1);
  }
  expect(read(`${edge(LONG_LINE)}\n`).lines[0]?.[0].length).toBe(LONG_LINE);
  expect(read(`${edge(LONG_LINE + 1)}\n`).lines[0]?.[0].length).toBeLessThan(70_000);
});

test('text in UTF-16 and stray NULs keep all but repeated NULs', () => {
  expect(read(Buffer.from('ab\n', 'utf16le')).lines).toEqual([['a\0b\0', 0, 4]]);
  expect(read('\0\0a\0b\0\0\n').lines).toEqual([['\0a\0b\0', 0, 7]]);
});
