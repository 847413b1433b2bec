import { expect, test } from 'vitest';
import { filePath } from '../../src/session/paths';

test.each([
  ['/a/b.ts', '/x', '/a/b.ts'],
  ['b.ts', '/a', '/a/b.ts'],
  ['./c/../b.ts', '/a', '/a/b.ts'],
  ['/a//b.ts', null, '/a/b.ts'],
  ['b.ts', null, 'b.ts'],
  ['C:\\Users\\Ada\\B.ts', null, 'c:/users/ada/b.ts'],
  ['src\\b.ts', 'C:\\Work', 'c:/work/src/b.ts'],
  ['c:/work/src/b.ts', 'C:\\Work', 'c:/work/src/b.ts'],
  ['/a/', null, '/a'],
  ['', '/a', null],
  [7, '/a', null],
])('%s in %s', (path, cwd, expected) => {
  expect(filePath(path, cwd)).toBe(expected);
});
