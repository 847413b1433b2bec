/** The types of the table of commands, and arguments and options that several commands share. */
import { COHORTS } from '../analysis/cohortNames';

export interface Option {
  name: string;
  /** The name of its value in help; absent if it takes none. */
  value?: string;
  says: string;
  /** The allowed values. */
  choices?: readonly string[];
  /** May be given several times. */
  many?: true;
  /** A former name, which still works. */
  formerly?: string;
  /** One letter that does the same. */
  short?: string;
}

/** What the options of a command become: `--no-exclude` is `exclude: false`, `--follow-links` is `followLinks`. */
export type Values<O extends Option> = {
  [One in O as One['name'] extends 'no-exclude' ? 'exclude' : Camel<One['name']>]?: One extends { many: true }
    ? string[]
    : One extends { choices: readonly (infer Choice)[] }
      ? Choice
      : One extends { value: string }
        ? string
        : boolean;
};
type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

export interface Argument {
  name: string;
  many?: true;
  optional?: true;
  /** The allowed values. */
  choices?: readonly string[];
  /** Not required if this option is given. */
  unless?: string;
}

export interface Command {
  name: string;
  group: 'Sessions' | 'Cost' | 'Archive' | 'Agents' | 'More';
  /** Its description, one sentence. */
  says: string;
  arguments: readonly Argument[];
  options: readonly Option[];
  /** Examples: the words after `vigil`, and what they do. */
  examples: readonly (readonly [typed: string, why: string])[];
}

const SEVERITIES = ['unjudged', 'ok', 'warn', 'critical'] as const;
const TASKS = ['exploration', 'mutation_heavy', 'debug_loop', 'planning', 'mixed'] as const;
const FORMATS = ['markdown', 'json', 'csv', 'html', 'text'] as const;
export const PATHS: Argument = { name: 'PATH', many: true, optional: true };
export const ROOTS: Argument = { name: 'ROOT', many: true, optional: true };
export const FILE: Argument = { name: 'FILE' };
export const SESSION: Argument = { name: 'SESSION' };

export const JSON_OPTION = { name: 'json', says: 'Print JSON (schema 1).' } as const satisfies Option;
export const CSV = { name: 'csv', says: 'Print CSV with a head line.' } as const satisfies Option;
export const WIDE = {
  name: 'wide',
  says: 'Print tables whole, however wide they are.',
} as const satisfies Option;
export const OUTPUT = {
  name: 'output',
  value: 'FILE',
  says: 'Write to FILE, not to the terminal.',
} as const satisfies Option;
export const YES = { name: 'yes', says: 'Do not ask.' } as const satisfies Option;
export const STORE = [
  {
    name: 'store',
    value: 'FOLDER',
    says: 'Folder of the archive (default: VIGIL_STORE, else the one of this command).',
  },
  { name: 'config', value: 'FILE', says: 'Settings (JSON) in place of the usual file.' },
] as const satisfies readonly Option[];
export const LINKS = {
  name: 'follow-links',
  value: 'FOLDER',
  says: 'A folder that links among the logs may lead to.',
  many: true,
} as const satisfies Option;
export const READING = [
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
    says: 'Measures raise alerts at codevigil’s thresholds, and averages are marked.',
    choices: ['codevigil'],
  },
  { name: 'no-exclude', says: 'With PATHs: projects of the setting vigil.exclude are read, too.' },
  LINKS,
] as const satisfies readonly Option[];
export const FROM = {
  name: 'from',
  value: 'DAY',
  says: 'First day, YYYY-MM-DD.',
  formerly: 'since',
} as const satisfies Option;
export const TO = {
  name: 'to',
  value: 'DAY',
  says: 'Last day, YYYY-MM-DD, included.',
  formerly: 'until',
} as const satisfies Option;
export const BY = {
  name: 'by',
  value: 'DIMENSION',
  says: 'Group sessions by this.',
  choices: COHORTS,
} as const satisfies Option;
export const FILTERS = [
  FROM,
  TO,
  { name: 'project', value: 'TEXT', says: 'Only sessions of this folder, or with this in its path.' },
  {
    name: 'severity',
    value: 'SEVERITY',
    says: 'Only sessions at least so bad; unjudged: only those.',
    choices: SEVERITIES,
  },
  { name: 'model', value: 'TEXT', says: 'Only sessions whose main model has this in its name.' },
  { name: 'mode', value: 'TEXT', says: 'Only sessions of this permission mode.' },
  { name: 'task', value: 'KIND', says: 'Only sessions of this kind of task.', choices: TASKS },
  { name: 'text', value: 'TEXT', says: 'Only sessions with this in name, project, branch or id.' },
] as const satisfies readonly Option[];
export const FORMAT = [
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
] as const satisfies readonly Option[];
export const METRIC = {
  name: 'metric',
  value: 'NAME',
  says: 'Cohorts: only this metric; without it the main ones.',
  many: true,
} as const satisfies Option;
export const LIMIT = {
  name: 'limit',
  value: 'COUNT',
  says: 'At most so many lines.',
} as const satisfies Option;
export const ARCHIVE = [...STORE, LINKS, JSON_OPTION] as const satisfies readonly Option[];
export const TEMPLATES = {
  name: 'store',
  value: 'FOLDER',
  says: 'Folder of the archive, beside which your own templates lie.',
} as const satisfies Option;
