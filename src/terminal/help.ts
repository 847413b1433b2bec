/** Texts of help, from the table of commands. Pure. */
import { wrap } from '../report/fit';
import { ALWAYS, COMMANDS } from './commands';
import type { Argument, Command, Option } from './commandParts';

const GROUPS = [
  'Sessions',
  'Cost',
  'Archive',
  'Agents',
  'More',
] as const satisfies readonly Command['group'][];
const LEAST_WIDTH = 40;

const argumentText = ({ name, many, optional, unless }: Argument): string => {
  const text = `${name}${many === true ? '…' : ''}`;
  return optional === true || unless !== undefined ? `[${text}]` : text;
};

/** The usage line: `vigil history show SESSION [PATH…]`. */
export const usageOf = (command: Command): string =>
  ['vigil', command.name, ...command.arguments.map(argumentText)].join(' ');

/** The help of one command: one sentence, options with their choices, examples. */
export function commandHelp(command: Command, width: number): string {
  const options = [...command.options, ...ALWAYS];
  return lines(
    wrapped(command.says, width, ''),
    '',
    ...wrapped(`${usageOf(command)} [options]`, width, '  '),
    '',
    'Options:',
    ...listed(
      options.map((one) => [optionText(one), optionSays(one)]),
      width,
    ),
    '',
    'Examples:',
    ...command.examples.flatMap(([typed, why]) => [`  vigil ${typed}`, ...wrapped(why, width, '      ')]),
  );
}

const optionText = ({ name, value, short }: Option): string =>
  `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
const optionSays = ({ says, choices, many }: Option): string =>
  `${says}${choices === undefined ? '' : choices.length === 1 ? ` Its only value is ${choices[0]}.` : ` One of ${choices.join(', ')}.`}${many === true ? ' May be given several times.' : ''}`;

/** A line for each command that begins with `words`, or for all. */
export function overview(words: readonly string[], width: number): string {
  const begun = words.map((word) => `${word} `).join('');
  const chosen = COMMANDS.filter(({ name }) => name.startsWith(begun));
  const groups = GROUPS.map((group) => chosen.filter((one) => one.group === group)).filter(
    ({ length }) => length > 0,
  );
  return lines(
    ...(words.length === 0
      ? wrapped('Vigil reads the logs that Claude Code leaves on this machine. Nothing leaves it.', width, '')
      : []),
    ...(words.length === 0 ? ['', 'vigil COMMAND [options]'] : []),
    ...groups.flatMap((commands) => [
      '',
      `${commands[0]?.group ?? ''}:`,
      ...listed(
        commands.map(({ name, says }) => [name, says]),
        width,
      ),
    ]),
    '',
    ...wrapped('vigil help COMMAND tells its options, with examples.', width, ''),
  ).replace(/^\n+/, '');
}

/** The output of `vigil` without a command. */
export function shortHelp(width: number): string {
  const first = [
    ['inspect', 'what was found in your sessions'],
    ['usage', 'tokens and cost, day by day'],
    ['history list', 'sessions, newest first'],
    ['watch', 'what runs now'],
    ['ingest', 'keep figures when Claude Code deletes its logs'],
  ] as const;
  return lines(
    'vigil COMMAND [options], for example:',
    '',
    ...listed(
      first.map(([typed, why]) => [`vigil ${typed}`, why]),
      width,
    ),
    '',
    ...wrapped('vigil help lists all commands; vigil help COMMAND tells about one.', width, ''),
  );
}

const lines = (...parts: (string | string[])[]): string => `${parts.flat().join('\n')}\n`;

/** Names and descriptions in two columns, or below each other if it is too narrow. */
function listed(rows: readonly (readonly [string, string])[], width: number): string[] {
  const name = Math.max(...rows.map(([one]) => one.length)) + 4;
  if (width - name < 30)
    return rows.flatMap(([one, says]) => [`  ${one}`, ...wrapped(says, width, '      ')]);
  return rows.flatMap(([one, says]) => {
    const [first = '', ...rest] = wrapped(says, width, ' '.repeat(name));
    return [`  ${one}`.padEnd(name) + first.slice(name), ...rest];
  });
}

const wrapped = (text: string, width: number, indent: string): string[] =>
  wrap(text, Math.max(width, LEAST_WIDTH) - indent.length).map((line) => indent + line);
