/** Exit codes and mistakes, in a file that loads at once (docs/cli.md). */
import { oneLine } from '../log/visible';

/** Done. */
export const DONE = 0;
/** Nothing was found, or something cannot be read or written. */
export const NOTHING = 1;
/** Wrong usage. */
export const USAGE = 2;

/** A mistake in how the command was called. */
export class UsageError extends Error {}

/** A line for the person, beside what a program reads. */
export const say = (line: string): void => void process.stderr.write(`vigil: ${oneLine(line)}\n`);
