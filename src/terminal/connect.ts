/** `vigil hook|statusline|mcp install` and `uninstall`: shows the changes to Claude Code's files, asks, and writes them. */
import type { OptionsOf } from './commands';
import * as fs from 'node:fs';
import { join, resolve } from 'node:path';
import { ConnectError, type Connection } from '../agents/claudeFiles';
import { apply, fileOf, planInstall, planUninstall, whereOf } from '../agents/connections';
import { launcherIn, writeLauncher, type Launched } from '../agents/launcher';
import { shownFile } from '../templates/shownChange';
import { confirm } from './archive';
import { storeToWrite, type Around, type Run } from './options';
import { DONE, NOTHING, print, say, printWrapped, UsageError } from './output';

export type ConnectOptions = OptionsOf<`${Connection} ${'install' | 'uninstall'}`>;

/** How to start this `vigil` command on an archive. */
export const launchedHere = (store: string, { wasmFolder }: Around): Launched => ({
  node: process.execPath,
  cli: join(wasmFolder, 'cli.cjs'),
  store: resolve(store),
});

const AFTER: Readonly<Record<Connection, string>> = {
  hook: 'Claude Code runs it from its next start.',
  statusline: 'Claude Code shows it from its next message.',
  mcp: 'Claude Code has it from its next start; /mcp lists it.',
};

export const connectCommand =
  (what: Connection, act: 'install' | 'uninstall'): Run<`${Connection} ${typeof act}`> =>
  async (options, around) => {
    const launched = launchedHere(storeToWrite(options, around), around);
    const where = whereOf({
      home: around.home,
      configDir: around.env['CLAUDE_CONFIG_DIR'] ?? null,
      project: options.project === undefined ? null : resolve(options.project),
      store: launched.store,
    });
    const isWindows = around.platform === 'win32';
    try {
      const change =
        act === 'install'
          ? planInstall(what, where, launcherIn(launched.store, isWindows), options.replace === true, fs)
          : planUninstall(what, where, fs);
      // The launcher may be from another version of Vigil.
      if (change === null && act === 'install') writeLauncher(launched, isWindows, fs);
      if (change === null) {
        say(
          `${fileOf(what, where)}: ${act === 'install' ? 'Vigil is in it already.' : 'Vigil is not in it.'}`,
        );
        return act === 'install' ? DONE : NOTHING;
      }
      print(shownFile(change.file, change.before, change.after));
      if (act === 'install' && what === 'mcp' && where.project !== null)
        say('.mcp.json is shared with others by version control, and this names a path of your machine.');
      if (!(await confirm(options, 'Write this?'))) {
        say('nothing was written.');
        return NOTHING;
      }
      if (act === 'install') writeLauncher(launched, isWindows, fs);
      apply(change, where, fs);
      const of = where.project === null ? '' : ` --project ${where.project}`;
      printWrapped(
        [act === 'install' ? `${AFTER[what]} Undo: vigil ${what} uninstall${of}` : 'Taken out.'],
        around.env,
      );
      return DONE;
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      throw new UsageError(`${error.message} See vigil help ${what}.`, { cause: error });
    }
  };
