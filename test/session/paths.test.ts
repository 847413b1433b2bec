import { expect, test } from 'vitest';
import { filePath, repositoryOf } from '../../src/session/paths';

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

test.each([
  ['/home/ada/app', '/home/ada/app'],
  ['/home/ada/app/.claude/worktrees/fix-1', '/home/ada/app'],
  ['/home/ada/app/.claude/worktrees/fix-1/src', '/home/ada/app'],
  ['/home/ada/app/.worktrees/fix', '/home/ada/app'],
  ['C:\\Work\\app\\.worktrees\\fix', 'C:\\Work\\app'],
  ['/home/ada/.worktrees', '/home/ada/.worktrees'],
])('the repository of %s is %s', (cwd, repository) => expect(repositoryOf(cwd)).toBe(repository));
