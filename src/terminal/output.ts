/**
 * What every command of `vigil` shares: its words, its mistakes, its exit codes. Whatever leaves the command leaves it here,
 * and here hidden characters are shown: text from a log, a file name or an error steers no terminal.
 */
import { writeFileSync } from 'node:fs';
import { codeOf } from '../l10n/errorText';
import { wordsOf } from '../l10n/systemWords';
import { print, widthFor } from './say';
import { isObject } from '../log/json';
import { escaped, oneLine, visible } from '../log/visible';
import { prose } from '../report/fit';

export { DONE, NOTHING, print, say, USAGE, UsageError, widthFor } from './say';

/** Keys sorted at every depth: the same figures give the same bytes. */
export const sorted = (_key: string, value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

/** JSON with sorted keys, and a newline. */
export const json = (value: unknown): string => `${escaped(JSON.stringify(value, sorted, 2))}\n`;

/** A value as one line of JSON. */
export const jsonLine = (value: unknown): string => `${escaped(JSON.stringify(value))}\n`;

/** Writes a file the person named with --output. A new one is for that person alone: it may hold what others must not see. */
export function writeTo(file: string, content: string, flag: 'w' | 'a' = 'w'): void {
  try {
    writeFileSync(file, visible(content), { mode: 0o600, flag });
  } catch (error) {
    throw new Error(
      `--output ${file}: cannot be written (${wordsOf(codeOf(error))}). Name a file you may write, in a folder that exists.`,
      { cause: error },
    );
  }
}

/** An answer: on the terminal, or in the file of `--output`. */
export function answer(content: string, { output }: { output?: string | undefined }): void {
  if (output === undefined) print(content);
  else writeTo(output, content);
}

/** The same for an answer in pieces. */
export function answerWith({ output }: { output?: string | undefined }): (content: string) => void {
  if (output === undefined) return print;
  writeTo(output, '');
  return (content) => writeTo(output, content, 'a');
}

/** Prints lines for people: on a terminal broken between words where they are wider than it. */
export const tell = (lines: readonly string[], env: Readonly<Record<string, string | undefined>>): void =>
  print(`${prose(lines.map(oneLine).join('\n'), widthFor({}, env))}\n`);

/** Draws on the terminal: the lines hold no text but what `screen.ts` made fit, the rest moves the cursor. */
export const draw = (sequence: string): void => void process.stdout.write(sequence);
