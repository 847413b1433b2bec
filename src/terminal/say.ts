/** Printing and exit codes, in a file that loads fast (docs/cli.md). */
import { writeSync } from 'node:fs';
import { oneLine, visible } from '../log/visible';

/** Done. */
export const DONE = 0;
/** Nothing was found, or something cannot be read or written. */
export const NOTHING = 1;
/** Wrong usage. */
export const USAGE = 2;

/** A mistake in how the command was called. */
export class UsageError extends Error {}

/** Writes everything before it returns, also into a slow pipe. If the reader has closed the pipe, the command ends without an error. */
export function print(output: string): void {
  let rest = Buffer.from(visible(output));
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

/** Prints a line for people on standard error. */
export const say = (line: string): void => void process.stderr.write(`vigil: ${oneLine(line)}\n`);

interface TableOptions {
  wide?: boolean;
  output?: string | undefined;
}

/** The width for a table: that of the terminal; infinite in a pipe, a file, and with `--wide`. */
export function widthFor(
  { wide, output }: TableOptions,
  env: Readonly<Record<string, string | undefined>>,
): number {
  const { stdout } = process;
  if (!stdout.isTTY || wide === true || output !== undefined) return Infinity;
  const said = Number(env['COLUMNS']);
  return Number.isInteger(said) && said > 0 ? said : stdout.columns || 80;
}
