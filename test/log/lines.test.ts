import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LONG_LINE, readLines } from '../../src/log/lines';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-lines-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

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
