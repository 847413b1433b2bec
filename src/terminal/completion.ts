/** Completion scripts for shells, generated from the table of commands. Pure. */
import { ALWAYS, COMMANDS, SHELLS, wordsAfter } from './commands';
import type { Command, Option } from './commandParts';

type Shell = (typeof SHELLS)[number];

/**
 * What can follow the typed words: `words` after the beginning of a command, `values` after an option with allowed values. With one key for
 * each place, a shell needs only a table and a few lines.
 */
interface Place {
  key: string;
  words: readonly string[];
}

const optionsOf = (command: Command): readonly Option[] => [...command.options, ...ALWAYS];
const flags = (options: readonly Option[]): string[] => [...new Set(options.map(({ name }) => `--${name}`))];

/** All beginnings of commands, and all commands with their options. */
function places(): Place[] {
  // A command may be the beginning of others (`hook`, `hook install`): both are joined in one place.
  const all = Map.groupBy(eachPlace(), ({ key }) => key);
  return [...all].map(([key, group]) => ({ key, words: [...new Set(group.flatMap(({ words }) => words))] }));
}

function eachPlace(): Place[] {
  const begun = new Set(
    COMMANDS.flatMap(({ name }) => {
      const parts = name.split(' ');
      return parts.map((_, i) => parts.slice(0, i).join(' '));
    }),
  );
  return [
    ...[...begun].map((key) => ({
      key,
      words: [
        ...wordsAfter(key === '' ? [] : key.split(' ')),
        ...(key === '' ? ['help', ...flags(ALWAYS)] : []),
      ],
    })),
    ...COMMANDS.map((command: Command) => ({
      key: command.name,
      words: [...command.arguments.flatMap(({ choices }) => choices ?? []), ...flags(optionsOf(command))],
    })),
  ];
}

/** Options with allowed values: `usage --by` and its values. */
const values = (): Place[] =>
  COMMANDS.flatMap((command: Command) =>
    command.options.flatMap(({ name, choices }) =>
      choices === undefined ? [] : [{ key: `${command.name} --${name}`, words: choices }],
    ),
  );

const cases = (all: readonly Place[], line: (place: Place) => string): string => all.map(line).join('\n');

/** The loop body in bash and zsh that finds the place of the typed words. */
const findPlace = (): string => `    [[ $word == help && -z $place ]] && continue
    case "\${place:+$place }$word" in
${cases(
  places().filter(({ key }) => key !== ''),
  ({ key }) => `      "${key}") place="${key}" ;;`,
)}
    esac
  done`;

const bash = (): string => `# Completion of vigil for bash.
_vigil() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} place= word words=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${findPlace()}
  case "$place $previous" in
${cases(values(), ({ key, words }) => `    "${key}") words="${words.join(' ')}" ;;`)}
    *) case "$place" in
${cases(places(), ({ key, words }) => `      "${key}") words="${words.join(' ')}" ;;`)}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _vigil vigil
`;

const zsh = (): string => `#compdef vigil
# Completion of vigil for zsh.
_vigil() {
  local place= word
  local -a choices
  for word in "\${(@)words[2,CURRENT-1]}"; do
${findPlace()}
  case "$place \${words[CURRENT-1]}" in
${cases(values(), ({ key, words }) => `    "${key}") choices=(${words.join(' ')}) ;;`)}
    *) case "$place" in
${cases(places(), ({ key, words }) => `      "${key}") choices=(${words.join(' ')}) ;;`)}
    esac ;;
  esac
  compadd -a choices
  [[ -n $place && \${words[CURRENT]} != -* ]] && _files
  return 0
}
if [[ \${funcstack[1]} == _vigil ]]; then _vigil "$@"; else compdef _vigil vigil; fi
`;

const fishText = (text: string): string => `'${text.replace(/[\\']/g, (c) => `\\${c}`)}'`;

const fish = (): string => {
  const begun = (words: readonly string[]): string =>
    words.length === 0
      ? '__fish_use_subcommand'
      : words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
  const commands = COMMANDS.flatMap((command: Command) => {
    const words = command.name.split(' ');
    const last = words.at(-1) ?? '';
    const others = wordsAfter(words.slice(0, -1));
    const first = `complete -c vigil -n '${begun(words.slice(0, -1))}${words.length === 1 ? '' : `; and not __fish_seen_subcommand_from ${others.join(' ')}`}' -f -a ${last} -d ${fishText(command.says)}`;
    const options = optionsOf(command).map(
      ({ name, value, says, choices }) =>
        `complete -c vigil -n '${begun(words)}' -l ${name}${value === undefined ? '' : ' -r'}${choices === undefined ? '' : ` -f -a '${choices.join(' ')}'`} -d ${fishText(says)}`,
    );
    const chosen = command.arguments.flatMap(({ choices }) =>
      choices === undefined ? [] : [`complete -c vigil -n '${begun(words)}' -f -a '${choices.join(' ')}'`],
    );
    return [first, ...options, ...chosen];
  });
  const groups = wordsAfter([])
    .filter((word) => wordsAfter([word]).length > 0)
    .map((word) => `complete -c vigil -n '__fish_use_subcommand' -f -a ${word}`);
  // The middle word of a command with three words is a place of its own.
  const middle = COMMANDS.flatMap(({ name }) => {
    const parts = name.split(' ');
    return parts.length < 3
      ? []
      : [`complete -c vigil -n '__fish_seen_subcommand_from ${parts[0] ?? ''}' -f -a ${parts[1] ?? ''}`];
  });
  return `# Completion of vigil for fish.\n${[...groups, ...new Set(middle), ...commands].join('\n')}\n`;
};

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const powershell = (): string => `# Completion of vigil for PowerShell.
Register-ArgumentCompleter -Native -CommandName vigil -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $places = @{
${cases([...places(), ...values()], ({ key, words }) => `    '${key}' = @(${quoted(words)})`)}
  }
  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -ne '' -and $typed.Count -gt 0) { $typed = @($typed | Select-Object -SkipLast 1) }
  $place = ''
  foreach ($word in $typed) {
    if ($word -eq 'help' -and $place -eq '') { continue }
    $next = "$place $word".Trim()
    if (-not $word.StartsWith('-') -and $places.ContainsKey($next)) { $place = $next }
  }
  $words = $places[$place]
  if ($typed.Count -gt 0 -and $places.ContainsKey("$place $($typed[-1])")) { $words = $places["$place $($typed[-1])"] }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;

export const completionFor = (shell: string): string => ({ bash, zsh, fish, powershell })[shell as Shell]();
