/**
 * The commands of `vigil` as data, for parsing, checks, help and completion. It is loaded before anything else, so it imports only types and
 * lists.
 */
import { DIMENSIONS } from '../analysis/cohortNames';
import { NAMED_RANGES } from '../usage/days';
import {
  PATHS,
  FILE,
  SESSION,
  JSON_OPTION,
  CSV,
  WIDE,
  OUTPUT,
  STORE,
  LINKS,
  READING,
  FROM,
  TO,
  BY,
  FILTERS,
  FORMAT,
  METRIC,
  LIMIT,
  TEMPLATES,
  YES,
  type Command,
  type Values,
  type Option,
} from './commandParts';
import { AGENT_COMMANDS } from './commandsOfAgents';
import { ARCHIVE_COMMANDS } from './commandsOfArchive';
import { SEARCH_COMMANDS } from './commandsOfSearch';

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export const COMMANDS = [
  {
    name: 'inspect',
    group: 'Sessions',
    says: 'Lists sessions, their findings, and unusual measures.',
    arguments: [PATHS],
    options: [...READING, JSON_OPTION, OUTPUT],
    examples: [
      ['inspect', 'all sessions that are known'],
      ['inspect ~/.claude --json', 'everything derived from these logs, for a program'],
    ],
  },
  {
    name: 'history list',
    group: 'Sessions',
    says: 'Lists sessions, newest first.',
    arguments: [PATHS],
    options: [...FILTERS, ...READING, ...FORMAT, LIMIT],
    examples: [
      ['history list --severity critical', 'sessions with critical findings'],
      ['history list --project api --from 2026-11-01', 'sessions of a project since a day'],
    ],
  },
  {
    name: 'history show',
    group: 'Sessions',
    says: 'Shows one session: facts, findings with their lines, turns, measures, usage, tools.',
    arguments: [SESSION, PATHS],
    options: [
      { name: 'failures', says: 'Turns: only those with a failed call or a finding.' },
      ...READING,
      ...FORMAT,
    ],
    examples: [
      ['history show 3f2a', 'the session whose id begins so'],
      ['history show 3f2a --format html --output session.html', 'the same as a file for a browser'],
    ],
  },
  {
    name: 'history diff',
    group: 'Sessions',
    says: 'Shows two sessions side by side.',
    arguments: [SESSION, { name: 'OTHER' }, PATHS],
    options: [...READING, ...FORMAT],
    examples: [
      ['history diff 3f2a 91bc', 'metrics, tools, files and cost of both'],
      ['history diff 3f2a 91bc --json', 'the same for a program'],
    ],
  },
  {
    name: 'history heatmap',
    group: 'Sessions',
    says: 'Shows a session over time, in parts; with --by, a table of groups and metrics.',
    arguments: [{ ...SESSION, unless: 'by' }, PATHS],
    options: [BY, METRIC, LIMIT, ...FILTERS, ...READING, ...FORMAT],
    examples: [
      ['history heatmap 3f2a', 'how its tools ended, from beginning to end'],
      ['history heatmap --by model', 'how sessions differ by model'],
    ],
  },
  {
    name: 'explain',
    group: 'Sessions',
    says: 'Prints the log lines behind a finding or a measure of a session.',
    arguments: [SESSION, { name: 'NAME' }, PATHS],
    options: [...READING, JSON_OPTION, OUTPUT],
    examples: [
      ['explain 3f2a failing_tests', 'the lines that prove a finding'],
      ['explain 3f2a read_edit_ratio --json', 'the lines a measure counted, for a program'],
    ],
  },
  ...SEARCH_COMMANDS,
  {
    name: 'alerts',
    group: 'Sessions',
    says: 'Lists what needs attention now, and what did in the last 30 days.',
    arguments: [],
    options: [
      ...STORE,
      LINKS,
      { name: 'all', says: 'Also what was dismissed, muted or snoozed.' },
      JSON_OPTION,
      OUTPUT,
    ],
    examples: [
      ['alerts', 'the worst first'],
      ['alerts --json', 'the same for a program'],
    ],
  },
  {
    name: 'errors',
    group: 'Sessions',
    says: 'Lists log lines that cannot be read: file, line and reason.',
    arguments: [PATHS],
    options: [...READING, JSON_OPTION, CSV, OUTPUT, WIDE],
    examples: [
      ['errors', 'of all logs that are known'],
      ['errors ~/.claude/projects --csv', 'of these logs, as a table'],
    ],
  },
  {
    name: 'secrets',
    group: 'Sessions',
    says: 'Lists likely secrets in logs by session, redacted: kind and place, never the secret itself.',
    arguments: [PATHS],
    options: [...READING, JSON_OPTION, CSV, OUTPUT, WIDE],
    examples: [
      ['secrets', 'in all logs that are known'],
      ['secrets ~/.claude/projects --json', 'in these logs, for a program'],
    ],
  },
  {
    name: 'usage',
    group: 'Cost',
    says: 'Prints tokens and cost, grouped.',
    arguments: [PATHS],
    options: [
      {
        name: 'by',
        value: 'DIMENSION',
        says: 'Group by this (default: day). tool and server count whole sessions.',
        choices: DIMENSIONS,
      },
      FROM,
      TO,
      ...READING,
      JSON_OPTION,
      CSV,
      OUTPUT,
      WIDE,
    ],
    examples: [
      ['usage', 'day by day'],
      ['usage --by model --from 2026-11-01', 'this month by model'],
    ],
  },
  {
    name: 'blocks',
    group: 'Cost',
    says: 'Prints the 5-hour blocks of plan limits: use, pace, what is left.',
    arguments: [PATHS],
    options: [...READING, JSON_OPTION, CSV, OUTPUT, WIDE],
    examples: [
      ['blocks', 'in the times of this machine'],
      ['blocks --json', 'with every notice of a limit'],
    ],
  },
  {
    name: 'reconcile',
    group: 'Cost',
    says: 'Compares Claude Code’s own account of sessions with what their lines show.',
    arguments: [PATHS],
    options: [...READING, JSON_OPTION, OUTPUT, WIDE],
    examples: [
      ['reconcile', 'sessions with an account, and their gaps'],
      ['reconcile ~/.claude --json', 'the same of these logs, for a program'],
    ],
  },
  {
    name: 'report',
    group: 'Cost',
    says: 'Writes a report: today, 7 and 30 days; a range; groups; a comparison; change points.',
    arguments: [PATHS],
    options: [
      {
        name: 'kind',
        value: 'KIND',
        says: 'What is reported (default: what the options imply).',
        choices: ['overview', 'cohort', 'comparison', 'changes'],
      },
      {
        name: 'range',
        value: 'RANGE',
        says: 'Days up to today, yesterday, or the month before this one.',
        choices: NAMED_RANGES,
      },
      BY,
      { name: 'pivot', value: 'DAY', says: 'Comparison: before this day and from it on.' },
      { name: 'before', value: 'DAYS', says: 'Comparison: first period, FIRST..LAST.' },
      { name: 'after', value: 'DAYS', says: 'Comparison: second period, FIRST..LAST.' },
      { name: 'correlations', says: 'Correlations between metrics (experimental).' },
      METRIC,
      LIMIT,
      ...FILTERS,
      ...READING,
      ...FORMAT,
    ],
    examples: [
      ['report', 'today, 7 and 30 days'],
      ['report --pivot 2026-11-15 --format html --output report.html', 'before and after a day'],
    ],
  },
  {
    name: 'prices list',
    group: 'Cost',
    says: 'Prints the current price of each model, from when it is valid, and its source.',
    arguments: [{ name: 'MODEL', optional: true }],
    options: [
      ...STORE,
      { name: 'prices', value: 'FILE', says: 'Price table (JSON) in place of the bundled one.' },
      JSON_OPTION,
      CSV,
      OUTPUT,
      WIDE,
    ],
    examples: [
      ['prices list', 'every model'],
      ['prices list claude-opus-4-6', 'the price of one model'],
    ],
  },
  {
    name: 'prices import',
    group: 'Cost',
    says: 'Shows what a LiteLLM price file would change; with --archive imports it, with --output writes the table.',
    arguments: [FILE],
    options: [
      { name: 'platform', value: 'NAME', says: 'Prices of this platform of the file, for example bedrock.' },
      { name: 'archive', says: 'Take the prices into the archive, which is priced again.' },
      { ...OUTPUT, says: 'Write the merged price table to FILE, for --prices.' },
      ...STORE,
      LINKS,
      JSON_OPTION,
    ],
    examples: [
      ['prices import prices.json', 'what would change'],
      ['prices import prices.json --archive', 'the archive takes them in'],
    ],
  },
  ...ARCHIVE_COMMANDS,
  ...AGENT_COMMANDS,
  {
    name: 'claude init',
    group: 'More',
    says: 'Sets up .claude in a project from a template; never replaces an existing CLAUDE.md.',
    arguments: [{ name: 'PROJECT', optional: true }],
    options: [
      { name: 'template', value: 'NAME', says: 'Template to take (default: default).' },
      {
        name: 'force',
        says: 'Replace files that are there, but never CLAUDE.md: the change is shown before.',
      },
      { name: 'dry-run', says: 'Show what would be written, and write nothing.' },
      YES,
      TEMPLATES,
      JSON_OPTION,
    ],
    examples: [
      ['claude init --dry-run', 'what would be written here'],
      ['claude init ~/work/api --template minimal', 'another project, another template'],
    ],
  },
  {
    name: 'claude template list',
    group: 'More',
    says: 'Lists the templates that ship with Vigil and your own.',
    arguments: [],
    options: [TEMPLATES, JSON_OPTION],
    examples: [
      ['claude template list', 'names and how many files'],
      ['claude template list --json', 'the same for a program'],
    ],
  },
  {
    name: 'claude template create',
    group: 'More',
    says: 'Saves a project’s .claude as a template, without secrets.',
    arguments: [{ name: 'NAME' }],
    options: [
      { name: 'path', value: 'PROJECT', says: 'The project (default: this folder).' },
      { name: 'all', says: 'Take all parts without asking.' },
      TEMPLATES,
      JSON_OPTION,
    ],
    examples: [
      ['claude template create team', 'asks for each part'],
      ['claude template create team --path ~/work/api --all', 'all parts of another project'],
    ],
  },
  {
    name: 'config check',
    group: 'More',
    says: 'Prints every setting, its value and source, and what could be better.',
    arguments: [],
    options: [...STORE, LINKS, JSON_OPTION],
    examples: [
      ['config check', 'settings as they are used'],
      ['config check --config mine.json', 'with another file'],
    ],
  },
  {
    name: 'completion',
    group: 'More',
    says: 'Prints a script that completes commands, options and values in your shell.',
    arguments: [{ name: 'SHELL', choices: SHELLS }],
    options: [],
    examples: [
      ['completion bash > ~/.local/share/bash-completion/completions/vigil', 'for bash'],
      ['completion zsh > ~/.zfunc/_vigil', 'for zsh, with ~/.zfunc in fpath'],
    ],
  },
] as const satisfies readonly Command[];

export type CommandName = (typeof COMMANDS)[number]['name'];

/** The options of commands, as they are passed to their functions. */
export type OptionsOf<Name extends CommandName> = Values<
  Extract<(typeof COMMANDS)[number], { name: Name }>['options'][number]
>;

/** The options of every command. */
export const ALWAYS: readonly Option[] = [
  { name: 'help', says: 'Print this.' },
  { name: 'version', says: 'Print the version.' },
];

/** The words that can follow the first words of a command, each once. */
export const wordsAfter = (words: readonly string[]): string[] => [
  ...new Set(
    COMMANDS.map(({ name }) => name.split(' '))
      .filter((parts) => parts.length > words.length && words.every((word, i) => parts[i] === word))
      .flatMap((parts) => parts[words.length] ?? []),
  ),
];
