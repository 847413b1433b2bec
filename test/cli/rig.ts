/** The `vigil` command as a process. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

export interface Cli {
  /** Runs it to its end. `env` is all it knows of the environment. */
  run(
    args: readonly string[],
    env?: Record<string, string>,
  ): { status: number | null; stdout: string; stderr: string };
  /** Its bundle. */
  file(): string;
  /** Starts it. */
  start(args: readonly string[], env?: Record<string, string>): ChildProcess;
}

/** Builds the command for the tests of a file. */
export function buildCli(): Cli {
  let build = '';
  beforeAll(async () => {
    build = mkdtempSync(join(tmpdir(), 'vigil-cli-'));
    await esbuild.build({
      entryPoints: [join(import.meta.dirname, '../../src/cli.ts')],
      outfile: join(build, 'cli.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      define: { VIGIL_VERSION: '"9.9.9"' },
      logLevel: 'silent',
    });
    copyFileSync('node_modules/sql.js/dist/sql-wasm.wasm', join(build, 'sql-wasm.wasm'));
  });
  afterAll(() => rmSync(build, { recursive: true, force: true }));
  const how = (env: Record<string, string>) => ({
    env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', ...env },
  });
  return {
    run(args, env = {}) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(build, 'cli.cjs'), ...args], {
        encoding: 'utf8',
        ...how(env),
      });
      return { status, stdout, stderr };
    },
    file: () => join(build, 'cli.cjs'),
    start: (args, env = {}) => spawn(process.execPath, [join(build, 'cli.cjs'), ...args], how(env)),
  };
}
