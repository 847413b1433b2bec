/** The `vigil` command as a process. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, type writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { setFlagsFromString } from 'node:v8';
import * as esbuild from 'esbuild';
import { beforeAll, vi } from 'vitest';
import { tempFolder } from '../support/tempFolder';

export interface Cli {
  /** Runs it to its end. `env` is all it knows of the environment. */
  run(
    args: readonly string[],
    env?: Record<string, string>,
  ): { status: number | null; stdout: string; stderr: string };
  /** The same in this process, which is quicker. */
  call(
    args: readonly string[],
    env?: Record<string, string>,
  ): Promise<{ status: number; stdout: string; stderr: string }>;
  /** Its bundle. */
  file(): string;
  /** Starts it. */
  start(args: readonly string[], env?: Record<string, string>): ChildProcess;
}

/** A new home, and the folder of an archive in it; gone after the tests of the file. */
export function newHome(): { home: string; store: string } {
  const home = tempFolder();
  return { home, store: join(home, 'storage') };
}

/** A log below a home. */
export const logIn = (home: string, name: string, project = '-w-app'): string =>
  join(home, '.claude', 'projects', project, `${name}.jsonl`);

/** Builds the command and gives its folder. */
async function build(): Promise<string> {
  const folder = tempFolder();
  await esbuild.build({
    entryPoints: [join(import.meta.dirname, '../../src/cli.ts')],
    outfile: join(folder, 'cli.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { VIGIL_VERSION: '"9.9.9"' },
    logLevel: 'silent',
  });
  copyFileSync('node_modules/sql.js/dist/sql-wasm.wasm', join(folder, 'sql-wasm.wasm'));
  return folder;
}
/** Built for the first file that asks: it is the same for all files of a worker. */
let built: Promise<string> | null = null;

/** The command, for the tests of a file. */
export function buildCli(): Cli {
  let bundle = '';
  beforeAll(async () => {
    bundle = join(await (built ??= build()), 'cli.cjs');
  });
  const how = (env: Record<string, string>) => ({
    env: {
      PATH: process.env['PATH'] ?? '',
      TZ: 'UTC',
      // Parsing the bundle takes Node a third of a short command's time.
      NODE_COMPILE_CACHE: join(dirname(bundle), 'compiled'),
      ...env,
    },
  });
  return {
    run(args, env = {}) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
        encoding: 'utf8',
        ...how(env),
      });
      return { status, stdout, stderr };
    },
    call: (args, env = {}) => callBundle(bundle, args, env),
    file: () => bundle,
    start: (args, env = {}) => spawn(process.execPath, [bundle, ...args], how(env)),
  };
}

const require = createRequire(import.meta.url);

/**
 * Runs a bundle of the command here: what it writes is caught where it would reach the system. Its clock stands still, since what takes
 * more than a second on a busy machine is reported. It must not set V8's flags: they would hold for all tests of the worker, whose heap is
 * large, and nearly all the time would go into collecting garbage.
 */
async function callBundle(bundle: string, args: readonly string[], env: Record<string, string>) {
  const now = Date.now();
  const fs = require('node:fs') as { writeSync: typeof writeSync };
  const v8 = require('node:v8') as { setFlagsFromString: typeof setFlagsFromString };
  const flags = vi.spyOn(v8, 'setFlagsFromString').mockReturnValue();
  const { argv } = process;
  const write = fs.writeSync;
  const out: Buffer[] = [];
  const err: string[] = [];
  const told = vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0);
  try {
    // Taken for a command as it is loaded, which then says its version.
    process.argv = [process.execPath, bundle, '--version'];
    fs.writeSync = ((handle: number, bytes: Buffer, ...where: []) => {
      if (handle !== 1) return write(handle, bytes, ...where);
      out.push(Buffer.from(bytes));
      return bytes.length;
    }) as typeof writeSync;
    const { vigil } = require(bundle) as typeof import('../../src/cli');
    out.length = 0;
    const status = await vigil(['node', 'vigil', ...args], {
      version: '9.9.9',
      now: () => now,
      env,
      home: env['HOME'] ?? '/nonexistent',
      platform: 'linux',
      timezone: 'UTC',
      pid: process.pid,
      host: 'here',
      wasmFolder: dirname(bundle),
    });
    return { status, stdout: Buffer.concat(out).toString(), stderr: err.join('') };
  } finally {
    process.argv = argv;
    fs.writeSync = write;
    flags.mockRestore();
    told.mockRestore();
  }
}
