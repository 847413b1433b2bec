/** What the command says and how it ends, in a file that loads at once (docs/cli.md). */
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

/** Writes all of it before it returns, also into a slow pipe. A reader that went away ends the command quietly. */
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

/** A line for the person, beside what a program reads. */
export const say = (line: string): void => void process.stderr.write(`vigil: ${oneLine(line)}\n`);

/** How a table is printed: how wide it may be. */
interface TableOptions {
  wide?: boolean;
  output?: string | undefined;
}

/** Columns a table may take: those of the terminal; without end in a pipe, a file, and where `--wide` asks for it. */
export function widthFor(
  { wide, output }: TableOptions,
  env: Readonly<Record<string, string | undefined>>,
): number {
  const { stdout } = process;
  if (!stdout.isTTY || wide === true || output !== undefined) return Infinity;
  const said = Number(env['COLUMNS']);
  return Number.isInteger(said) && said > 0 ? said : stdout.columns || 80;
}
