/** Programs as a person starts them, from their start to their end: Vigil's command and ccusage's. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Measured } from './measured';

/** So long a step may take at most. */
export const STEP_MS = 180_000;

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** A program on the logs from its start to its end, in an empty home. */
function timed(command: string, args: string[], home: string, logs: string): { ms: number; stdout: string } {
  mkdirSync(home, { recursive: true });
  const started = performance.now();
  const child = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: STEP_MS,
    maxBuffer: 1 << 30,
    env: {
      HOME: home,
      XDG_CONFIG_HOME: join(home, 'config'),
      CLAUDE_CONFIG_DIR: logs,
      NO_COLOR: '1',
      TZ: 'UTC',
    },
  });
  const ms = performance.now() - started;
  if (child.status !== 0)
    throw new Error(
      `${command} failed (${child.error?.message ?? child.status ?? child.signal}). ${child.stderr}`,
    );
  return { ms, stdout: child.stdout };
}

/** ccusage's program for this machine, without its start script; null when npm has none. */
export function ccusageProgram(root: string): string | null {
  const resolve = createRequire(join(root, 'node_modules', 'ccusage', 'package.json')).resolve;
  const name = process.platform === 'win32' ? 'ccusage.exe' : 'ccusage';
  try {
    const program = resolve(`@ccusage/ccusage-${process.platform}-${process.arch}/bin/${name}`);
    // Installed without its script, which would have made it one that can be run.
    chmodSync(program, 0o755);
    return program;
  } catch {
    return null;
  }
}

export function ccusage(program: string, home: string, logs: string): Measured {
  const { ms, stdout } = timed(program, ['claude', 'daily', '--json', '--offline'], home, logs);
  return {
    ms,
    outputTokens: (JSON.parse(stdout) as { totals: { outputTokens: number } }).totals.outputTokens,
  };
}

export function vigilCommand(dist: string, home: string, logs: string): Measured {
  const { ms, stdout } = timed(
    process.execPath,
    [join(dist, 'cli.cjs'), 'inspect', logs, '--json'],
    home,
    logs,
  );
  const { totals } = JSON.parse(stdout) as { totals: { messages: number; usage: { output: number }[] } };
  return {
    ms,
    responses: totals.messages,
    outputTokens: totals.usage.reduce((sum, row) => sum + row.output, 0),
  };
}

/** `vigil ingest` into a store. */
export const ingest = (dist: string, home: string, logs: string, store: string): Measured => ({
  ms: timed(process.execPath, [join(dist, 'cli.cjs'), 'ingest', '--store', store], home, logs).ms,
});

/** `vigil ingest` with nothing new since the last one, which is run for that and not timed. */
export function ingestAgain(dist: string, home: string, logs: string, store: string): Measured {
  ingest(dist, home, logs, store);
  return ingest(dist, home, logs, store);
}

/** How much longer help takes than Node itself, in ms: the median of rounds. */
export const helpOverNode = (dist: string, home: string, logs: string, rounds: number): number =>
  median(
    Array.from({ length: rounds }, () => {
      const [help, bare] = [
        [join(dist, 'cli.cjs'), '--help'],
        ['-e', '0'],
      ].map((args) => timed(process.execPath, args, home, logs).ms);
      return (help ?? 0) - (bare ?? 0);
    }),
  );
