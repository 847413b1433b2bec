/** Paths of Windows, macOS, WSL and the network, by the same code on every machine. */
import { posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { liesIn, isWithinReach, projectFolders, slashed } from '../../../src/host/editors/projectFiles';
import { inWorkspace } from '../../../src/session/paths';
import { rootsOf } from '../../../src/log/roots';

test.each([
  // Case and slashes.
  ['C:\\Work\\App', 'c:\\work\\app', false, true],
  ['C:/Work/App/src', 'c:\\Work\\App', false, true],
  ['C:\\Work\\App2', 'C:\\Work\\App', false, false],
  ['D:\\Work\\App', 'C:\\Work\\App', false, false],
  ['C:\\', 'C:\\Work', false, true],
  ['/Users/Ada/App', '/users/ada/app', true, true],
  ['/home/Ada/App', '/home/ada/app', false, false],
  // macOS may write é as two characters.
  ['/Users/ada/caf\u0065\u0301', '/Users/ada/caf\u00e9', true, true],
  // The network.
  ['\\\\server\\home\\ada\\app', '\\\\SERVER\\home\\ada\\app\\', false, true],
  ['//server/home/ada/app', '\\\\server\\home\\ada\\app', true, true],
  ['\\\\server\\home\\ada\\app', '\\\\other\\home\\ada\\app', false, false],
  // Long spelling.
  ['\\\\?\\C:\\Work\\App', 'C:\\Work\\App', false, true],
  ['\\\\?\\UNC\\server\\home\\ada', '\\\\server\\home\\ada', false, true],
  // WSL, from Windows and from Linux.
  ['/home/ada/app', '\\\\wsl.localhost\\Ubuntu\\home\\ada\\app', true, true],
  ['/home/ada/app', '\\\\wsl$\\Debian\\home\\ada\\app', true, true],
  ['/home/ada/other', '\\\\wsl.localhost\\Ubuntu\\home\\ada\\app', true, false],
  ['/mnt/c/Work/App', 'c:\\work\\app', true, true],
  ['C:\\Work\\App', '/mnt/c/Work/App', false, true],
  ['/mnt/d/App', 'C:\\App', true, false],
  ['/mnt/data/App', '/mnt/data/app', false, false],
  ['\\\\wsl.localhost\\Ubuntu\\mnt\\c\\Work\\App', 'C:\\Work\\App', true, true],
  // A name on Linux may contain a backslash.
  ['/home/ada/a\\b', '/home/ada/a/b', false, false],
])('%j in a window on %j (case ignored: %j): %j', (project, folder, ignoreCase, expected) => {
  expect(inWorkspace(project, [folder], ignoreCase)).toBe(expected);
});

test.each([
  ['C:\\w', 'C:\\w\\a.ts', true],
  ['C:\\w', 'c:\\W\\a.ts', true],
  ['C:\\w', 'C:/w/src/a.ts', true],
  ['C:\\w', 'C:\\w\\..\\secret', false],
  ['C:\\w', 'C:\\w2\\a.ts', false],
  ['C:\\w', 'D:\\w\\a.ts', false],
  ['C:\\w', '\\\\server\\w\\a.ts', false],
  ['C:\\w', 'C:\\w\\..foo\\a.ts', true],
  ['\\\\server\\share\\app', '\\\\server\\share\\app\\a.ts', true],
  ['\\\\server\\share\\app', '//server/share/app/a.ts', true],
  ['\\\\server\\share\\app', '\\\\server\\share\\other\\a.ts', false],
])('on Windows, below %j: %j is %j', (folder, path, expected) => {
  expect(liesIn(path, folder, win32)).toBe(expected);
});

test('paths of this machine on Windows: with a drive; on another machine only in open folders', () => {
  const open = ['\\\\server\\home\\ada\\app'];
  const reach = (path: string) => isWithinReach(path, open, win32);
  expect(['C:\\app', 'c:/app', `C:\\${'long\\'.repeat(80)}a.ts`].map(reach)).toEqual([true, true, true]);
  expect(['\\\\server\\home\\ada\\app', '//server/home/ada/app/src/a.ts'].map(reach)).toEqual([true, true]);
  const not = [
    '\\\\attacker\\share\\a.ts',
    '//attacker/share/a.ts',
    '\\\\server\\home\\ada\\app2\\a.ts',
    '\\\\server\\home\\ada\\app\\..\\..\\eve\\a.ts',
    '\\\\?\\C:\\app',
    '\\\\.\\pipe\\x',
    '/home/ada/app',
    '\\app',
    'C:app',
    'app',
    '',
  ];
  expect(not.filter(reach)).toEqual([]);
});

test('paths of this machine elsewhere: absolute, no Windows paths', () => {
  expect(isWithinReach('/home/ada/app', [], posix)).toBe(true);
  expect(isWithinReach('//server/share', [], posix)).toBe(false);
  for (const path of ['C:\\app', 'C:/app', '\\\\server\\share', 'app', ''])
    expect(isWithinReach(path, ['/'], posix)).toBe(false);
});

test('folders that can be a project on Windows: no drive, no home in any case, nothing above it', () => {
  const all = [
    'C:\\',
    'c:',
    'C:\\Users',
    'c:\\users\\ADA',
    'C:\\Users\\Ada\\',
    'C:\\Users\\Ada\\api',
    'D:/api',
    null,
  ];
  expect(projectFolders(all, 'C:\\Users\\Ada', [], win32)).toEqual(['C:\\Users\\Ada\\api', 'D:/api']);
  // A home on the network, with the project open in this window.
  const home = '\\\\server\\home\\ada';
  const network = [home, `${home}\\api`, '\\\\server\\home'];
  expect(projectFolders(network, home, [`${home}\\api`], win32)).toEqual([`${home}\\api`]);
});

test('an editor’s file is asked for with the archive’s spelling of its path', () => {
  expect(slashed('c:\\Work\\a.ts', win32)).toBe('c:/Work/a.ts');
  expect(slashed('/home/ada/a\\b.ts', posix)).toBe('/home/ada/a\\b.ts');
});

test('roots on Windows, on the network, and with empty variables', () => {
  const sources = { setting: [], claudeConfigDir: null, xdgConfigHome: null, home: 'C:\\Users\\Ada' };
  expect(rootsOf(sources, win32)).toEqual([
    'C:\\Users\\Ada\\.claude\\projects',
    'C:\\Users\\Ada\\.config\\claude\\projects',
  ]);
  const setting = [
    '~\\.claude',
    'c:\\users\\ada\\.claude\\',
    '\\\\wsl.localhost\\Ubuntu\\home\\ada\\.claude',
    'D:/logs/projects/',
  ];
  expect(rootsOf({ ...sources, setting }, win32)).toEqual([
    'C:\\Users\\Ada\\.claude\\projects',
    '\\\\wsl.localhost\\Ubuntu\\home\\ada\\.claude\\projects',
    'D:/logs/projects',
  ]);
  expect(rootsOf({ ...sources, home: '\\\\server\\home\\ada' }, win32)[0]).toBe(
    '\\\\server\\home\\ada\\.claude\\projects',
  );
  const empty = { setting: [' '], claudeConfigDir: '', xdgConfigHome: '', home: '/home/ada' };
  expect(rootsOf(empty, posix)).toEqual(['/home/ada/.claude/projects', '/home/ada/.config/claude/projects']);
  expect(rootsOf({ ...empty, claudeConfigDir: '/a,/A' }, posix)).toEqual(['/a/projects', '/A/projects']);
});
