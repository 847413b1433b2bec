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

/** What the system says, as people do. */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'you may not open it',
  EPERM: 'you may not open it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk can only be read',
  EBUSY: 'another program uses it',
  EMFILE: 'too many files are open',
  ELOOP: 'its links lead in a circle',
};

/** A code of the system in words. */
export const wordsOf = (code: string): string =>
  Object.hasOwn(SYSTEM, code) ? (SYSTEM[code] ?? code) : code;
