/**
 * The output of all commands. All output passes through here, where hidden characters are made visible, so that text from a log, a file name
 * or an error cannot control the terminal.
 */
import { writeFileSync } from 'node:fs';
import { codeOf } from '../l10n/errorText';
import { systemWords } from '../l10n/systemWords';
import { DONE, print, widthFor } from './say';
import { isObject } from '../log/json';
import { escaped, oneLine, visible } from '../log/visible';
import { compareTexts } from '../log/compareTexts';
import { prose } from '../report/fit';

export { DONE, NOTHING, print, say, USAGE, UsageError, widthFor } from './say';

/** Keys sorted at every depth: the same figures give the same bytes. */
export const sortKeys = (_key: string, value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareTexts(a, b))) : value;

/** JSON with sorted keys, and a newline. */
export const json = (value: unknown): string => `${escaped(JSON.stringify(value, sortKeys, 2))}\n`;

/** A value as one line of JSON. */
export const jsonLine = (value: unknown): string => `${escaped(JSON.stringify(value))}\n`;

/** Writes the file of `--output`. A new file is readable only for the person, because it may be confidential. */
export function writeTo(file: string, content: string, flag: 'w' | 'a' = 'w'): void {
  try {
    writeFileSync(file, visible(content), { mode: 0o600, flag });
  } catch (error) {
    throw new Error(
      `--output ${file}: cannot be written (${systemWords(codeOf(error))}). Name a file you may write, in a folder that exists.`,
      { cause: error },
    );
  }
}

/** Prints the answer, or writes it to the file of `--output`. */
export function answer(content: string, { output }: { output?: string | undefined }): void {
  if (output === undefined) print(content);
  else writeTo(output, content);
}

/** Returns a function that does the same for an answer in pieces. */
export function answerWith({ output }: { output?: string | undefined }): (content: string) => void {
  if (output === undefined) return print;
  writeTo(output, '');
  return (content) => writeTo(output, content, 'a');
}

/** Prints lines for people, wrapped to the width of the terminal. */
export const printWrapped = (
  lines: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): void => print(`${prose(lines.map(oneLine).join('\n'), widthFor({}, env))}\n`);

/** Prints a result: lines for people, or with `--json` its data. Returns the exit code. */
export function printResult(
  options: { json?: boolean },
  { env }: { env: Readonly<Record<string, string | undefined>> },
  data: object,
  lines: readonly string[],
): number {
  if (options.json === true) print(json({ schema: 1, ...data }));
  else printWrapped(lines, env);
  return DONE;
}

/** Draws on the terminal with control sequences; `screen.ts` has removed those in texts. */
export const draw = (sequence: string): void => void process.stdout.write(sequence);
