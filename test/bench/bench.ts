/**
 * `npm run bench [-- --mb N] [-- --rounds N]`: how fast Vigil is, beside the ground (JSON.parse of the same bytes) and
 * beside ccusage, all in one run on one generated corpus. The files have just been written, so all read from memory,
 * not from the disk. Fails when Vigil's totals are not those of the corpus.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeCorpus, type Corpus } from './corpus';
import { steps, type Measured, type Place } from './steps';

const STEP_MS = 180_000;

const { values } = parseArgs({
  options: {
    root: { type: 'string' },
    mb: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    /** Internal: run one step on a place (JSON) and print what was measured. */
    step: { type: 'string' },
    place: { type: 'string' },
  },
});

const whole = (name: 'mb' | 'rounds', most: number): number => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    console.error(`--${name} ${values[name]}: give a whole number from 1 to ${most}.`);
    process.exit(2);
  }
  return value;
};

/** Runs a step in a new process. */
function run(step: string, place: Place): Measured {
  const child = spawnSync(process.execPath, [__filename, '--step', step, '--place', JSON.stringify(place)], {
    encoding: 'utf8',
    timeout: STEP_MS,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`The step ${step} failed (${child.error?.message ?? child.status ?? child.signal}).`);
  return JSON.parse(child.stdout) as Measured;
}

/** A program on the logs, start to end, in an empty home. */
function timed(command: string, args: string[], home: string, logs: string): { ms: number; stdout: string } | null {
  mkdirSync(home, { recursive: true });
  const started = performance.now();
  const child = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: STEP_MS,
    maxBuffer: 1 << 30,
    env: { HOME: home, XDG_CONFIG_HOME: join(home, 'config'), CLAUDE_CONFIG_DIR: logs, NO_COLOR: '1', TZ: 'UTC' },
  });
  const ms = performance.now() - started;
  return child.status === 0 ? { ms, stdout: child.stdout } : null;
}

/** ccusage's program for this machine, without its start script; null when npm has none. */
function ccusageProgram(root: string): string | null {
  const resolve = createRequire(join(root, 'node_modules', 'ccusage', 'package.json')).resolve;
  const name = process.platform === 'win32' ? 'ccusage.exe' : 'ccusage';
  try {
    return resolve(`@ccusage/ccusage-${process.platform}-${process.arch}/bin/${name}`);
  } catch {
    return null;
  }
}

function ccusage(program: string, version: string, home: string, logs: string): Measured | null {
  const done = timed(program, ['claude', 'daily', '--json', '--offline'], home, logs);
  if (done === null) return null;
  const { totals } = JSON.parse(done.stdout) as { totals: { outputTokens: number } };
  void version;
  return { ms: done.ms, outputTokens: totals.outputTokens };
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const kilobytes = (path: string): string => (existsSync(path) ? `${Math.round(statSync(path).size / 1024)} KB` : 'not built');

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('   ');
  console.log(`\n${line(head)}\n${widths.map((width) => '-'.repeat(width)).join('   ')}`);
  for (const row of rows) console.log(line(row));
}
