/** Parses the arguments of `vigil` by the table of commands. Pure. */
import { parseArgs } from 'node:util';
import { ALWAYS, COMMANDS, wordsAfter, type CommandName } from './commands';
import type { Argument, Command, Option } from './commandParts';
import { UsageError } from './say';

export type Values = Record<string, string | boolean | string[]>;

export type Asked =
  | { do: 'version' }
  /** `words`: a command, or the beginning of several; empty: all. `alone`: the person typed only `vigil`. */
  | { do: 'help'; words: readonly string[]; alone: boolean }
  | { do: 'run'; name: CommandName; given: string[]; options: Values };

const OPTIONS: readonly Option[] = [
  ...ALWAYS,
  ...COMMANDS.flatMap((command): readonly Option[] => command.options),
];

const camel = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Parses the arguments. Throws a `UsageError` with a message for people. */
export function parse(typed: readonly string[]): Asked {
  const { tokens, positionals } = parseArgs({
    args: [...typed],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      ...Object.fromEntries(
        OPTIONS.flatMap(({ name, value, formerly, short }) => {
          const type = value === undefined ? 'boolean' : 'string';
          return [name, ...(formerly === undefined ? [] : [formerly])].map((one) => [
            one,
            { type, ...(short === undefined ? {} : { short }) } as const,
          ]);
        }),
      ),
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  const given = tokens.filter((token) => token.kind === 'option');
  if (given.some(({ name }) => name === 'version')) return { do: 'version' };
  const [first] = positionals;
  if (first === 'help') return helpOf(positionals.slice(1));
  if (given.some(({ name }) => name === 'help')) return helpOf(positionals);
  if (first === undefined) {
    const [option] = given;
    if (option !== undefined)
      throw new UsageError(`Name a command before ${option.rawName}. See vigil help.`);
    return { do: 'help', words: [], alone: true };
  }
  const command = commandOf(positionals);
  if (command === null) return { do: 'help', words: groupOf(positionals), alone: true };
  const rest = positionals.slice(command.name.split(' ').length);
  if (rest.length === 1 && rest[0] === 'help')
    return { do: 'help', words: command.name.split(' '), alone: false };
  const options = optionsOf(command, given);
  checkArguments(command, rest, options);
  return { do: 'run', name: command.name as CommandName, given: rest, options };
}

const commandOf = (words: readonly string[]): Command | null =>
  COMMANDS.find(({ name }) => name.split(' ').every((word, i) => words[i] === word)) ?? null;

/** The first words of several commands, with nothing after them; anything else is an error. */
function groupOf(words: readonly string[]): string[] {
  const known: string[] = [];
  for (const word of words) {
    const next = wordsAfter(known);
    if (!next.includes(word)) {
      const said = known.length === 0 ? [...next, 'help'] : next;
      const begun = known.length === 0 ? '' : `${known.join(' ')} `;
      throw new UsageError(
        `Unknown command ${begun}${word}.${didYouMean(word, said, begun) || lastMeant(word, begun)} See vigil help${known.length === 0 ? '' : ` ${known.join(' ')}`}.`,
      );
    }
    known.push(word);
  }
  return known;
}

function helpOf(words: readonly string[]): Asked {
  const command = commandOf(words);
  return { do: 'help', words: command === null ? groupOf(words) : command.name.split(' '), alone: false };
}

const hint = ({ name }: Command): string => `See vigil help ${name}.`;

interface Token {
  name: string;
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}

function optionsOf(command: Command, given: readonly Token[]): Values {
  const values: Values = {};
  for (const { name, rawName, value, inlineValue } of given) {
    const option = command.options.find((one) => one.name === name || one.formerly === name);
    if (option === undefined) {
      const names = command.options.map((one) => `--${one.name}`);
      throw new UsageError(
        `${command.name} has no option ${rawName}.${didYouMean(rawName, names, '')} ${hint(command)}`,
      );
    }
    const key = option.name === 'no-exclude' ? 'exclude' : camel(option.name);
    if (option.value === undefined) {
      if (value !== undefined) throw new UsageError(`--${option.name} takes no value. ${hint(command)}`);
      values[key] = option.name !== 'no-exclude';
      continue;
    }
    if (value === undefined || value === '' || (inlineValue !== true && value.startsWith('--')))
      throw new UsageError(`--${option.name} needs a value: ${option.value}. ${hint(command)}`);
    checkChoice(`--${option.name}`, value, option.choices);
    const before = values[key];
    if (option.many === true) values[key] = [...(Array.isArray(before) ? before : []), value];
    else if (before !== undefined) throw new UsageError(`--${option.name} is given more than once.`);
    else values[key] = value;
  }
  return values;
}

function checkChoice(what: string, value: string, choices: readonly string[] | undefined): void {
  if (choices === undefined || choices.includes(value)) return;
  const list = choices.length === 1 ? `${choices[0]}, or leave it out` : `one of ${choices.join(', ')}`;
  throw new UsageError(`${what} ${value}: give ${list}.${didYouMean(value, choices, '')}`);
}

function checkArguments(command: Command, given: readonly string[], options: Values): void {
  const wanted = command.arguments.filter(
    ({ unless }) => unless === undefined || options[unless] === undefined,
  );
  for (const [i, one] of wanted.entries()) {
    const value = given[i];
    if (value === undefined || value === '') {
      if (one.optional === true) continue;
      const or = one.unless === undefined ? '' : `, or --${one.unless}`;
      throw new UsageError(`${command.name} needs ${article(one)}${or}. ${hint(command)}`);
    }
    checkChoice(one.name, value, one.choices);
  }
  const extra = wanted.some(({ many }) => many === true) ? undefined : given[wanted.length];
  if (extra !== undefined)
    throw new UsageError(
      `${command.name} takes ${wanted.length === 0 ? 'no argument' : `only ${wanted.map(({ name }) => name).join(' and ')}`}: ${extra} is too much. ${hint(command)}`,
    );
}

const article = ({ name }: Argument): string => `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;

/** “ Did you mean …?”, if there is something similar. */
export function didYouMean(word: string, there: readonly string[], before: string): string {
  const [best] = there
    .map((one) => ({ one, far: distance(word.toLowerCase(), one) }))
    .filter(
      ({ one, far }) =>
        far <= Math.max(1, Math.floor(one.replace(/^--/, '').length / 3)) || isBeginning(word, one),
    )
    .sort((a, b) => a.far - b.far);
  return best === undefined ? '' : ` Did you mean ${before}${best.one}?`;
}

/** The same for the last words of commands: `list` may mean `history list`. */
function lastMeant(word: string, before: string): string {
  const longer = COMMANDS.map(({ name }) => name).filter(
    (name) => name.includes(' ') && name.startsWith(before),
  );
  const last = new Map(longer.toReversed().map((name) => [name.split(' ').at(-1) ?? '', name]));
  const found = /Did you mean (.{1,100})\?/.exec(didYouMean(word, [...last.keys()], ''))?.[1];
  return found === undefined ? '' : ` Did you mean ${last.get(found)}?`;
}

const isBeginning = (word: string, one: string): boolean =>
  word.replace(/^--/, '').length >= 2 && one.startsWith(word);

/** The edit distance of two words, where swapping neighbours counts as one edit. */
function distance(a: string, b: string): number {
  if (a.length > 40) return a.length;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      rows[i]![j] = swapped ? Math.min(cost, at(i - 2, j - 2) + 1) : cost;
    }
  }
  return at(a.length, b.length);
}
