import { expect, test } from 'vitest';
import { fileKey, repositoryOf } from '../../src/session/fileKey';
import { filePath } from '../../src/session/paths';

test.each([
  ['/a/b.ts', '/x', '/a/b.ts'],
  ['b.ts', '/a', '/a/b.ts'],
  ['./c/../b.ts', '/a', '/a/b.ts'],
  ['/a//b.ts', null, '/a/b.ts'],
  ['b.ts', null, 'b.ts'],
  ['C:\\Users\\Ada\\B.ts', null, 'C:/Users/Ada/B.ts'],
  ['src\\b.ts', 'C:\\Work', 'C:/Work/src/b.ts'],
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

test.each([
  ['C:/Work/A.ts', 'c:/work/a.ts'],
  ['/Users/Ada/A.ts', '/users/ada/a.ts'],
  ['/home/Ada/A.ts', '/home/Ada/A.ts'],
  ['/private/tmp/a.ts', '/tmp/a.ts'],
  ['/private/secret/a.ts', '/private/secret/a.ts'],
  ['/home/ada/app/.claude/worktrees/fix/src/a.ts', '/home/ada/app/src/a.ts'],
])('%s is the file %s', (path, key) => expect(fileKey(path)).toBe(key));
