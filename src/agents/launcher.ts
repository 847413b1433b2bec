/**
 * The launcher: a small script in Vigil's storage by which Claude Code and the system start Vigil. Extensions lie in a folder with
 * their version in its name, so a command that named it would break with the next one; the extension renews the script instead.
 */
import type * as nodeFs from 'node:fs';
import { join } from 'node:path';
import { anyFile, readSmall } from '../log/gate';
import { replaceFile } from '../store/replaceFile';
import { staysInside } from '../templates/written';
import { ConnectError, type Start } from './claudeFiles';

/** What starts Vigil, and on which archive. */
export interface Launched {
  node: string;
  cli: string;
  store: string;
}

const FILE = { unix: 'bin/vigil', windows: 'bin/vigil.cmd' };
const MOST_BYTES = 64 << 10;

const fileOf = (isWindows: boolean): string => (isWindows ? FILE.windows : FILE.unix);

/** Where the launcher of an archive lies. */
export const launcherIn = (store: string, isWindows: boolean): Start => ({
  launcher: join(store, fileOf(isWindows)),
  isWindows,
});

const unixWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Its text. Where Vigil was removed it does nothing: Claude Code goes on as if it were not there. */
export function launcherText({ node, cli, store }: Launched, isWindows: boolean): string {
  if (isWindows) {
    const path = (text: string): string => text.replaceAll('%', '%%');
    return [
      '@echo off',
      // The shell reads this file in the code page of the machine, unless told that it is UTF-8.
      'chcp 65001 >nul',
      'rem Starts Vigil for Claude Code. Made by Vigil, and renewed with each new version.',
      'setlocal',
      `if not exist "${path(cli)}" exit /b 0`,
      `if not exist "${path(node)}" exit /b 0`,
      `set "VIGIL_STORE=${path(store)}"`,
      'set ELECTRON_RUN_AS_NODE=1',
      `"${path(node)}" "${path(cli)}" %*`,
      '',
    ].join('\r\n');
  }
  return [
    '#!/bin/sh',
    '# Starts Vigil for Claude Code. Made by Vigil, and renewed with each new version.',
    `[ -f ${unixWord(cli)} ] && [ -x ${unixWord(node)} ] || exit 0`,
    `VIGIL_STORE=${unixWord(store)} ELECTRON_RUN_AS_NODE=1 exec ${unixWord(node)} ${unixWord(cli)} "$@"`,
    '',
  ].join('\n');
}

type LauncherFs = Pick<
  typeof nodeFs,
  'lstatSync' | 'mkdirSync' | 'unlinkSync' | 'writeFileSync' | 'renameSync' | 'existsSync'
>;

/** Writes the launcher; nothing when it is as it should be. */
export function writeLauncher(launched: Launched, isWindows: boolean, fs: LauncherFs): Start {
  const start = launcherIn(launched.store, isWindows);
  if (/["\n\r\0]/.test(`${launched.node}${launched.cli}${launched.store}`))
    throw new ConnectError(`${launched.store}: a path with such characters cannot be started.`);
  if (!staysInside(launched.store, fileOf(isWindows), fs))
    throw new ConnectError(`${start.launcher} would be written through a link. Nothing was written.`);
  const text = launcherText(launched, isWindows);
  if (readSmall(anyFile, start.launcher, MOST_BYTES)?.toString('utf8') === text) return start;
  fs.mkdirSync(join(launched.store, 'bin'), { recursive: true, mode: 0o700 });
  replaceFile(start.launcher, text, fs, 0o700);
  return start;
}

/** Renews a launcher that is there. */
export function renewLauncher(launched: Launched, isWindows: boolean, fs: LauncherFs): void {
  if (fs.existsSync(launcherIn(launched.store, isWindows).launcher)) writeLauncher(launched, isWindows, fs);
}
