/** Logs on the other side of WSL are told of and never read: only names are looked at, on Windows none within WSL. */
import { expect, test } from 'vitest';
import { findOtherSide, type Machine } from '../../../src/host/claudeCode/otherSide';

const WSL2 = '5.15.167.4-microsoft-standard-WSL2';

/** A machine with these paths, and what was looked at. */
function machine(part: Partial<Machine>, paths: readonly string[]): Machine & { looked: string[] } {
  const looked: string[] = [];
  const sep = part.platform === 'win32' ? '\\' : '/';
  return {
    platform: 'linux',
    release: WSL2,
    localAppData: null,
    async list(folder) {
      looked.push(folder);
      const below = paths.flatMap((path) =>
        path.startsWith(folder + sep) ? (path.slice(folder.length + 1).split(sep)[0] ?? []) : [],
      );
      return [...new Set(below)];
    },
    async exists(path) {
      looked.push(path);
      return paths.some((one) => one === path || one.startsWith(path + sep));
    },
    looked,
    ...part,
  };
}

test('in WSL: the folders of Claude Code on every drive of Windows', async () => {
  const here = machine({}, [
    '/mnt/c/Users/ada/.claude/projects/x',
    '/mnt/c/Users/Public/Documents',
    '/mnt/d/Users/grace/.claude/projects/y',
    '/mnt/wslg/Users/no/.claude/projects/z',
    '/mnt/c/Users/new/.claude/settings.json',
  ]);
  expect(await findOtherSide(here)).toEqual({
    side: 'windows',
    folders: ['/mnt/c/Users/ada/.claude', '/mnt/d/Users/grace/.claude'],
  });
  // Names of folders only: nothing of what is in a log, nor which projects there are.
  expect(here.looked.filter((path) => path.includes('projects/'))).toEqual([]);
});

test.each([
  ['nothing on the Windows side', { release: WSL2 }, ['/mnt/c/Users/ada/Documents']],
  ['no drive mounted, as in a container', { release: WSL2 }, []],
  [
    'Linux without WSL, whatever is mounted there',
    { release: '6.8.0-generic' },
    ['/mnt/c/Users/ada/.claude/projects/x'],
  ],
  ['macOS', { platform: 'darwin', release: '25.0.0' }, ['/mnt/c/Users/ada/.claude/projects/x']],
  [
    'Windows without WSL',
    { platform: 'win32', localAppData: 'C:\\L' },
    ['C:\\L\\Packages\\Spotify\\LocalState\\ext4.vhdx'],
  ],
  ['Windows that does not say where', { platform: 'win32' }, []],
])('none: %s', async (_, part, paths) => {
  expect(await findOtherSide(machine(part, paths))).toBeNull();
});

test.each([
  ['a new distribution', 'C:\\L\\wsl\\{6f2c}\\ext4.vhdx'],
  ['one of the store', 'C:\\L\\Packages\\CanonicalGroupLimited.Ubuntu_79rhkp1fndgsc\\LocalState\\ext4.vhdx'],
  [
    'another of the store',
    'C:\\L\\Packages\\TheDebianProject.DebianGNULinux_76v4gfsz19hv4\\LocalState\\ext4.vhdx',
  ],
])('on Windows: %s is known by its disk, without a look into WSL', async (_, path) => {
  const here = machine({ platform: 'win32', release: '10.0.26100', localAppData: 'C:\\L' }, [path]);
  expect(await findOtherSide(here)).toEqual({ side: 'wsl' });
  expect(here.looked.filter((one) => !one.startsWith('C:\\L\\'))).toEqual([]);
});
