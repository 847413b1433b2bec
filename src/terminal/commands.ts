/**
 * The commands of `vigil` as data: parsing, checks, help and completion all read this table. It is loaded before anything
 * else, so it imports nothing but types and lists.
 */
import { COHORTS } from '../analysis/dimensions';

export interface Option {
  name: string;
  /** What its value is called; absent: it takes none. */
  value?: string;
  says: string;
  /** The values there are. */
  choices?: readonly string[];
  /** May be given several times. */
  many?: true;
  /** A former name, which still works. */
  formerly?: string;
}

export interface Argument {
  name: string;
  many?: true;
  optional?: true;
  /** The values there are. */
  choices?: readonly string[];
  /** Not asked for where this option is given. */
  unless?: string;
}

export interface Command {
  name: string;
  group: 'Sessions' | 'Cost' | 'Archive' | 'More';
  /** One sentence. */
  says: string;
  arguments: readonly Argument[];
  options: readonly Option[];
  /** What to type after `vigil`, and what for. */
  examples: readonly (readonly [typed: string, why: string])[];
}

const SEVERITIES = ['unjudged', 'ok', 'warn', 'critical'] as const;
const TASKS = ['exploration', 'mutation_heavy', 'debug_loop', 'planning', 'mixed'] as const;
const FORMATS = ['markdown', 'json', 'csv', 'html', 'text'] as const;
/** What `usage` groups by; a test compares it with the dimensions of the analysis. */
export const USAGE_BY = [
  'day',
  'week',
  'month',
  'hour',
  'model',
  'project',
  'branch',
  'session',
  'agent',
  'tool',
  'server',
] as const;
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

const PATHS: Argument = { name: 'PATH', many: true, optional: true };
const ROOTS: Argument = { name: 'ROOT', many: true, optional: true };
const FILE: Argument = { name: 'FILE' };
const SESSION: Argument = { name: 'SESSION' };

const JSON_OPTION: Option = { name: 'json', says: 'Print JSON (schema 1).' };
const CSV: Option = { name: 'csv', says: 'Print CSV with a head line.' };
const WIDE: Option = { name: 'wide', says: 'Print tables whole, however wide they are.' };
const OUTPUT: Option = { name: 'output', value: 'FILE', says: 'Write to FILE, not to the terminal.' };
const YES: Option = { name: 'yes', says: 'Do not ask.' };
const STORE: readonly Option[] = [
  {
    name: 'store',
    value: 'FOLDER',
    says: 'Folder of the archive (default: VIGIL_STORE, else the one of this command).',
  },
  { name: 'config', value: 'FILE', says: 'Settings (JSON) in place of the usual file.' },
];
const LINKS: Option = {
  name: 'follow-links',
  value: 'FOLDER',
  says: 'A folder that links among the logs may lead to.',
  many: true,
};
const READING: readonly Option[] = [
  ...STORE,
  { name: 'prices', value: 'FILE', says: 'Price table (JSON) in place of the bundled one.' },
  {
    name: 'timezone',
    value: 'ZONE',
    says: 'IANA time zone of days and times (default: that of this machine).',
  },
  {
    name: 'thresholds',
    value: 'WHOSE',
    says: 'Measures ring by the thresholds of codevigil, and means are marked.',
    choices: ['codevigil'],
  },
  { name: 'no-exclude', says: 'With PATHs: projects of the setting vigil.exclude are read, too.' },
  LINKS,
];
const FROM: Option = { name: 'from', value: 'DAY', says: 'First day, YYYY-MM-DD.', formerly: 'since' };
const TO: Option = { name: 'to', value: 'DAY', says: 'Last day, YYYY-MM-DD, included.', formerly: 'until' };
const BY: Option = { name: 'by', value: 'DIMENSION', says: 'Group sessions by this.', choices: COHORTS };
const FILTERS: readonly Option[] = [
  FROM,
  TO,
  { name: 'project', value: 'TEXT', says: 'Only sessions of this folder, or with this in its path.' },
  {
    name: 'severity',
    value: 'SEVERITY',
    says: 'Only sessions at least so bad; unjudged: only those.',
    choices: SEVERITIES,
  },
  { name: 'model', value: 'TEXT', says: 'Only sessions of a model with this in its name.' },
  { name: 'mode', value: 'TEXT', says: 'Only sessions of this permission mode.' },
  { name: 'task', value: 'KIND', says: 'Only sessions of this kind of task.', choices: TASKS },
  { name: 'text', value: 'TEXT', says: 'Only sessions with this in name, project, branch or id.' },
];
const FORMAT: readonly Option[] = [
  {
    name: 'format',
    value: 'FORMAT',
    says: 'How it is written (default: text on a terminal, Markdown for a report elsewhere).',
    choices: FORMATS,
  },
  JSON_OPTION,
  CSV,
  OUTPUT,
  WIDE,
];
const METRIC: Option = {
  name: 'metric',
  value: 'NAME',
  says: 'Cohorts: only this metric; without it the main ones.',
  many: true,
};
const LIMIT: Option = { name: 'limit', value: 'COUNT', says: 'At most so many lines.' };
const ARCHIVE = [...STORE, LINKS, JSON_OPTION];
const TEMPLATES: Option = {
  name: 'store',
  value: 'FOLDER',
  says: 'Folder of the archive, beside which your own templates lie.',
};

export const COMMANDS = [
  {
    name: 'inspect',
    group: 'Sessions',
    says: 'Lists sessions, what was found in them, and which measures are unusual.',
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
    says: 'Shows a session part by part; with --by a table of cohorts and metrics.',
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
  {
    name: 'alerts',
    group: 'Sessions',
    says: 'Lists what wants attention now: findings, full contexts, limits and budgets of the last 7 days.',
    arguments: [],
    options: [...STORE, LINKS, JSON_OPTION, OUTPUT, WIDE],
    examples: [
      ['alerts', 'the worst first'],
      ['alerts --json', 'the same for a program'],
    ],
  },
  {
    name: 'errors',
    group: 'Sessions',
    says: 'Lists the lines of logs that cannot be read: file, line and why.',
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
    says: 'Lists likely secrets in logs by session, sealed: what kind, where, never the secret itself.',
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
        says: 'Group by this (default: day). tool and server go without --from and --to.',
        choices: USAGE_BY,
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
    says: 'Prints Claude Code’s own account of sessions beside what their lines show.',
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
    says: 'Writes a report: today, 7 and 30 days; a range; cohorts; a comparison; change points.',
    arguments: [PATHS],
    options: [
      {
        name: 'kind',
        value: 'KIND',
        says: 'What is reported (default: what the options imply).',
        choices: ['overview', 'cohort', 'comparison', 'changes'],
      },
      { name: 'range', value: 'RANGE', says: 'Days up to today.', choices: ['today', '7d', '30d', 'all'] },
      BY,
      { name: 'pivot', value: 'DAY', says: 'Comparison: before this day and from it on.' },
      { name: 'before', value: 'DAYS', says: 'Comparison: first period, FIRST..LAST.' },
      { name: 'after', value: 'DAYS', says: 'Comparison: second period, FIRST..LAST.' },
      { name: 'correlations', says: 'Which metrics go together (experimental).' },
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
    says: 'Prints which price is in force for which model, from when, and where it comes from.',
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
    says: 'Shows what a LiteLLM price file would change; with --output writes the merged table.',
    arguments: [FILE],
    options: [
      { name: 'platform', value: 'NAME', says: 'Prices of this platform of the file, for example bedrock.' },
      { ...OUTPUT, says: 'Write the merged price table to FILE, for --prices.' },
      JSON_OPTION,
    ],
    examples: [
      ['prices import prices.json', 'what would change'],
      ['prices import prices.json --output table.json', 'the merged table as a file'],
    ],
  },
  {
    name: 'ingest',
    group: 'Archive',
    says: 'Reads what is new into the archive, and copies logs that have ended into the vault.',
    arguments: [ROOTS],
    options: [{ name: 'force', says: 'Read everything again from its start.' }, ...ARCHIVE],
    examples: [
      ['ingest', 'from Claude Code’s folders'],
      ['ingest --force', 'everything anew'],
    ],
  },
  {
    name: 'watch',
    group: 'Archive',
    says: 'Shows live sessions and keeps the archive fresh until it is told to end.',
    arguments: [ROOTS],
    options: [
      { name: 'by-session', says: 'A line for each session, not for each project.' },
      { name: 'timezone', value: 'ZONE', says: 'IANA time zone of times (default: that of this machine).' },
      ...ARCHIVE,
    ],
    examples: [
      ['watch', 'a line for each project; ? tells the keys'],
      ['watch --json', 'each change as a line for a program'],
    ],
  },
  {
    name: 'size',
    group: 'Archive',
    says: 'Prints what the archive holds and takes.',
    arguments: [],
    options: ARCHIVE,
    examples: [
      ['size', 'of the usual archive'],
      ['size --store ~/archive --json', 'of another, for a program'],
    ],
  },
  {
    name: 'backup',
    group: 'Archive',
    says: 'Writes the archive as one file.',
    arguments: [FILE],
    options: ARCHIVE,
    examples: [
      ['backup vigil.backup', 'into this folder'],
      ['backup /mnt/backup/vigil.backup --json', 'and say so for a program'],
    ],
  },
  {
    name: 'restore',
    group: 'Archive',
    says: 'Puts a backup in place of the archive, which is kept beside it.',
    arguments: [FILE],
    options: [YES, ...ARCHIVE],
    examples: [
      ['restore vigil.backup', 'asks first'],
      ['restore vigil.backup --yes', 'does not ask'],
    ],
  },
  {
    name: 'merge',
    group: 'Archive',
    says: 'Takes in a backup of another machine’s archive.',
    arguments: [FILE],
    options: ARCHIVE,
    examples: [
      ['merge laptop.backup', 'its sessions stand beside those of here'],
      ['merge laptop.backup --json', 'and say so for a program'],
    ],
  },
  {
    name: 'export',
    group: 'Archive',
    says: 'With PATHs prints the events of logs, one a line; without writes the archive for other programs.',
    arguments: [PATHS],
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        says: 'Of the archive (default: json).',
        choices: ['json', 'csv', 'sqlite'],
      },
      OUTPUT,
      { name: 'no-exclude', says: 'With PATHs: projects of the setting vigil.exclude are read, too.' },
      ...ARCHIVE,
    ],
    examples: [
      ['export --format sqlite --output vigil.db', 'the archive as a database'],
      ['export ~/.claude | jq .kind', 'events without the words of the conversation'],
    ],
  },
  {
    name: 'compact',
    group: 'Archive',
    says: 'Gives back the room of what was removed.',
    arguments: [],
    options: ARCHIVE,
    examples: [
      ['compact', 'the usual archive'],
      ['compact --store ~/archive', 'another one'],
    ],
  },
  {
    name: 'wipe',
    group: 'Archive',
    says: 'Forgets everything, or a project.',
    arguments: [],
    options: [
      { name: 'all', says: 'Everything.' },
      { name: 'project', value: 'FOLDER', says: 'The sessions of this folder and those below.' },
      YES,
      ...ARCHIVE,
    ],
    examples: [
      ['wipe --project ~/work/secret', 'asks first'],
      ['wipe --all --yes', 'does not ask'],
    ],
  },
  {
    name: 'claude init',
    group: 'More',
    says: 'Sets up .claude in a project from a template; a CLAUDE.md that is there is never replaced.',
    arguments: [{ name: 'PROJECT', optional: true }],
    options: [
      { name: 'template', value: 'NAME', says: 'Template to take (default: default).' },
      { name: 'force', says: 'Replace files that are there, but never CLAUDE.md.' },
      { name: 'dry-run', says: 'Show what would be written, and write nothing.' },
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
    says: 'Keeps a project’s .claude as a template, without secrets.',
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
    says: 'Prints every setting, its value and where it comes from, and what could be better.',
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
    says: 'Prints what makes a shell complete commands, options and values.',
    arguments: [{ name: 'SHELL', choices: SHELLS }],
    options: [],
    examples: [
      ['completion bash > ~/.local/share/bash-completion/completions/vigil', 'for bash'],
      ['completion zsh > ~/.zfunc/_vigil', 'for zsh, with ~/.zfunc in fpath'],
    ],
  },
] as const satisfies readonly Command[];

export type CommandName = (typeof COMMANDS)[number]['name'];

/** What every command understands. */
export const ALWAYS: readonly Option[] = [
  { name: 'help', says: 'Print this.' },
  { name: 'version', says: 'Print the version.' },
];

/** The words that can follow some words of a command, each once. */
export const wordsAfter = (words: readonly string[]): string[] => [
  ...new Set(
    COMMANDS.map(({ name }) => name.split(' '))
      .filter((parts) => parts.length > words.length && words.every((word, i) => parts[i] === word))
      .flatMap((parts) => parts[words.length] ?? []),
  ),
];
