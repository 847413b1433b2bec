/** What every command of `vigil` shares: its words on standard output, its mistakes, its exit codes. */
import { writeSync, writeFileSync } from 'node:fs';
import { codeOf } from '../log/discover';

/** Exit codes (docs/cli.md): done, nothing found or not readable, wrong usage. */
export const DONE = 0;
export const NOTHING = 1;
export const USAGE = 2;

/** A mistake in how the command was called. */
export class UsageError extends Error {}

/** Keys sorted at every depth: the same figures give the same bytes. */
export const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** JSON with sorted keys, and a newline. */
export const json = (value: unknown): string => `${JSON.stringify(value, sorted, 2)}\n`;

/** Text from logs without what could steer a terminal. */
export const clean = (output: string): string =>
  `${output.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�')}\n`;

/** Writes a file the person named with --output. */
export function writeTo(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new Error(
      `--output ${file}: cannot be written (${codeOf(error)}). Name a file you may write, in a folder that exists.`,
      { cause: error },
    );
  }
}

/** Writes all of it before it returns, also into a slow pipe. A reader that went away ends the command quietly. */
export function print(output: string): void {
  let rest = Buffer.from(output);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EPIPE') process.exit(DONE);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_PAUSE_MS);
    }
  }
}
const PIPE_PAUSE_MS = 5;

/** A line for the person, beside what a program reads. */
export const say = (line: string): void => void process.stderr.write(`vigil: ${line}\n`);
