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

export const JSON_OPTION: Option = { name: 'json', says: 'Print JSON (schema 1).' };
export const CSV: Option = { name: 'csv', says: 'Print CSV with a head line.' };
export const WIDE: Option = { name: 'wide', says: 'Print tables whole, however wide they are.' };
export const OUTPUT: Option = { name: 'output', value: 'FILE', says: 'Write to FILE, not to the terminal.' };
export const YES: Option = { name: 'yes', says: 'Do not ask.' };
export const STORE: readonly Option[] = [
  {
    name: 'store',
    value: 'FOLDER',
    says: 'Folder of the archive (default: VIGIL_STORE, else the one of this command).',
  },
  { name: 'config', value: 'FILE', says: 'Settings (JSON) in place of the usual file.' },
];
export const LINKS: Option = {
  name: 'follow-links',
  value: 'FOLDER',
  says: 'A folder that links among the logs may lead to.',
  many: true,
};
export const READING: readonly Option[] = [
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
];
export const FROM: Option = { name: 'from', value: 'DAY', says: 'First day, YYYY-MM-DD.', formerly: 'since' };
export const TO: Option = {
  name: 'to',
  value: 'DAY',
  says: 'Last day, YYYY-MM-DD, included.',
  formerly: 'until',
};
export const BY: Option = {
  name: 'by',
  value: 'DIMENSION',
  says: 'Group sessions by this.',
  choices: COHORTS,
};
export const FILTERS: readonly Option[] = [
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
];
export const FORMAT: readonly Option[] = [
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
export const METRIC: Option = {
  name: 'metric',
  value: 'NAME',
  says: 'Cohorts: only this metric; without it the main ones.',
  many: true,
};
export const LIMIT: Option = { name: 'limit', value: 'COUNT', says: 'At most so many lines.' };
export const ARCHIVE = [...STORE, LINKS, JSON_OPTION];
export const TEMPLATES: Option = {
  name: 'store',
  value: 'FOLDER',
  says: 'Folder of the archive, beside which your own templates lie.',
};
