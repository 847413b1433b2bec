import { calendarOf } from '../../src/usage/days';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cohorts } from '../../src/analysis/cohorts';
import { conversationsOf } from '../../src/analysis/metrics';
import { parseQuery } from '../../src/analysis/query';
import { usageBy } from '../../src/analysis/usage';
import { reportOf } from '../../src/report/report';
import { fileKey, pathKey } from '../../src/session/fileKey';
import { isOfProject, projectKey } from '../../src/session/paths';
import { answer, folder, inspected, minute, prompt } from '../support/logs';

const ALWAYS = { from: null, to: null };

// A project is a path of its system, whatever way it is written.
describe('one folder', () => {
  test.each([
    [
      'c:/users/kim/shop',
      'C:\\Users\\kim\\shop',
      'c:\\Users\\kim\\shop',
      'C:/Users/Kim/Shop/',
      'C:\\Users/kim\\\\shop\\',
    ],
    [
      'c:/users/kim/shop',
      '\\\\?\\C:\\Users\\kim\\shop',
      '//?/c:/Users/kim/shop',
      '\\\\.\\C:\\Users\\kim\\shop',
    ],
    [
      'c:/users/kim/shop',
      '/mnt/c/Users/kim/shop',
      '/mnt/C/users/kim/shop/',
      '/cygdrive/c/Users/kim/shop',
      '/c/Users/kim/shop',
      '/c:/Users/kim/shop',
    ],
    ['c:/users/kim/shop', 'C:\\Users\\kim\\other\\..\\shop', 'C:\\Users\\.\\kim\\shop\\.'],
    ['c:', 'C:\\', 'c:/', '/mnt/c', '/mnt/c/'],
    [
      '//host/share/app',
      '\\\\HOST\\share\\app',
      '\\\\host\\Share\\App\\',
      '\\\\?\\UNC\\host\\share\\app',
      '//host/share/app',
    ],
    ['/home/kim/app', '/home/kim/app/', '/home/kim//app', '/home/kim/./app', '/home/kim/x/../app'],
    [
      '/home/kim/app',
      '\\\\wsl.localhost\\Ubuntu\\home\\kim\\app',
      '\\\\wsl$\\Ubuntu-22.04\\home\\kim\\app\\',
      '//wsl.localhost/Ubuntu/home/kim/app',
      '\\\\WSL$\\Ubuntu\\home\\kim\\app',
      '\\\\?\\UNC\\wsl.localhost\\Ubuntu\\home\\kim\\app',
    ],
    ['c:/users/kim/shop', '\\\\wsl.localhost\\Ubuntu\\mnt\\c\\Users\\kim\\shop'],
    ['/users/kim/app', '/Users/kim/App', '/users/Kim/app/', '/System/Volumes/Data/Users/kim/app'],
    ['/users/kim/caf\u00e9', '/Users/kim/Caf\u00e9', '/Users/kim/Cafe\u0301'],
    ['/volumes/work/app', '/Volumes/Work/app'],
    ['/tmp/app', '/private/tmp/app', '/tmp/app/', '/private/tmp/app/.'],
    ['/tmp', '/private/tmp', '/tmp/'],
    ['/home/kim/app', '/var/home/kim/app', '/home/kim/app/'],
    ['/', '/', '//wsl$/Ubuntu', '\\\\wsl.localhost\\Ubuntu\\'],
  ])('%s', (key, ...spellings) => {
    expect(spellings.map((spelled) => [spelled, pathKey(spelled)])).toEqual(
      spellings.map((spelled) => [spelled, key]),
    );
  });
  test('a key is its own key', () => {
    for (const key of ['c:/users/kim/shop', '//host/share/app', '/home/kim/app', '/', 'c:', '/users/kim/app'])
      expect(pathKey(key)).toBe(key);
  });
});

test.each([
  ['/home/kim/App', '/home/kim/app'],
  ['/home/kim/my app', '/home/kim/my-app'],
  ['/home/kim/a\\b', '/home/kim/a/b'],
  ['/private/kim/app', '/kim/app'],
  ['/mnt/code/app', 'C:\\ode\\app'],
  ['C:\\app', 'D:\\app'],
  ['\\\\host\\share\\app', '\\\\other\\share\\app'],
  ['/home/kim/app', '/home/kim/app2'],
  ['/mnt/c2/app', '/mnt/c/app'],
])('%s is not %s', (a, b) => expect(projectKey(a)).not.toBe(projectKey(b)));

test('worktrees are of their repository in every spelling, and files likewise', () => {
  expect(projectKey('c:\\Work\\App\\.claude\\worktrees\\fix')).toBe(projectKey('C:/work/app'));
  expect(projectKey('/mnt/c/work/app/.worktrees/fix/')).toBe(projectKey('C:\\Work\\app'));
  expect(fileKey('C:/Work/App/.worktrees/fix/a.ts')).toBe(fileKey('/mnt/c/work/app/a.ts'));
});

const spelled = (one: string, two: string) =>
  inspected(
    folder({
      'a/a.jsonl': [prompt('a', 'x', { cwd: one }), answer('a', 'x', { more: { cwd: one } })],
      'b/b.jsonl': [
        prompt('b', 'x', { cwd: two, timestamp: minute(1) }),
        answer('b', 'x', { more: { cwd: two, timestamp: minute(1) } }),
      ],
    }),
  ).sessions;

describe.each([
  ['C:\\Users\\kim\\shop', 'c:\\users\\kim\\shop\\'],
  ['c:\\Users\\kim\\shop', '/mnt/c/Users/kim/shop'],
  ['/home/kim/app', '\\\\wsl.localhost\\Ubuntu\\home\\kim\\app'],
  ['/private/tmp/app', '/tmp/app'],
  ['/Users/kim/App', '/Users/kim/app/.claude/worktrees/x'],
])('%s and %s', (one, two) => {
  test('are one in usage, cohorts, reports and filters, by the name that was seen first', () => {
    for (const sessions of [spelled(one, two), spelled(one, two).toReversed()]) {
      expect(usageBy('project', sessions, ALWAYS)).toMatchObject([{ key: one, sessions: 2, requests: 2 }]);
      expect(usageBy('branch', sessions, ALWAYS)).toMatchObject([{ key: `${one} main`, requests: 2 }]);
      const conversations = conversationsOf(sessions);
      expect(cohorts('project', conversations, String).rows).toMatchObject([{ key: one, sessions: 2 }]);
      expect(
        reportOf({ sessions, ...ALWAYS, dayOf: String, clock: calendarOf('UTC').clock }).byProject,
      ).toMatchObject([{ project: one, sessions: 2, requests: 2 }]);
      for (const query of [`project:="${one}"`, `project:="${two}"`, `project:"${one}"`]) {
        const parsed = parseQuery(query, String);
        expect(parsed.ok && conversations.filter(parsed.test).length).toBe(2);
      }
    }
  });
});

test.each([
  ['C:\\Users\\kim\\shop', 'C--Users-kim-shop', true],
  ['C:\\Users\\kim\\shop', 'c--Users-kim-shop', true],
  ['c:\\users\\kim\\shop\\', 'C--Users-kim-shop', true],
  ['C:\\Users\\kim\\shop', '-mnt-c-Users-kim-shop', true],
  ['/mnt/c/Users/kim/shop', 'C--Users-kim-shop', true],
  ['/home/kim/app', '-home-kim-app', true],
  ['/home/kim/app/', '-home-kim-app', true],
  ['/home/kim/App', '-home-kim-app', false],
  ['/home/kim/app', '-home-kim-app2', false],
  ['/home/kim/app', '--wsl-localhost-Ubuntu-22-04-home-kim-app', true],
  ['\\\\wsl$\\Ubuntu\\home\\kim\\app', '-home-kim-app', true],
  ['/kim/app', '--wsl--Ubuntu-home-kim-app', false],
  ['/tmp/app', '-private-tmp-app', true],
  ['/home/kim/app', '-var-home-kim-app', true],
  ['/private/tmp/app', '-tmp-app', true],
  ['/Users/kim/App', '-Users-kim-app', true],
  ['', '-', false],
  ['/', '-', false],
])('excluding %s: logs in %s are left out: %s', (project, name, out) => {
  expect(isOfProject(`/logs/projects/${name}/a.jsonl`, [project])).toBe(out);
});

test('case: the terminal writes C:\\, the editor c:\\', () => {
  const { sessions } = inspected(join(import.meta.dirname, '../fixtures/cases/drive-letter-case/logs'));
  expect(usageBy('project', sessions, ALWAYS)).toMatchObject([{ sessions: 2, input: 2000, output: 2000 }]);
});

test('a worktree that lies elsewhere is grouped under the folder that the session left for it', () => {
  const state = (originalCwd: string) => ({
    type: 'worktree-state',
    sessionId: 'w',
    worktreeSession: { originalCwd, worktreePath: '/trees/fix', worktreeName: 'fix' },
  });
  const at = (cwd: string) => ({ cwd });
  const logs = (originalCwd: string) => ({
    'a.jsonl': [prompt('a', 'x', at('/home/kim/app')), answer('a', 'y', { more: at('/home/kim/app') })],
    'w.jsonl': [
      prompt('w', 'x', at('/trees/fix')),
      answer('w', 'y', { more: at('/trees/fix/src') }),
      state(originalCwd),
    ],
  });
  const projects = (originalCwd: string) =>
    usageBy('project', inspected(folder(logs(originalCwd))).sessions, ALWAYS).map(({ sessions }) => sessions);
  expect(projects('/home/kim/app')).toEqual([2]);
  expect(projects('/home/kim/app/.claude/worktrees/one')).toEqual([2]);
  expect(projects('/trees/fix')).toEqual([1, 1]);
});
