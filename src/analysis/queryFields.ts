/** A file of its own: pages use it too. */
import { en } from '../l10n/english';

/** What conditions can be about, with an example each: for completion and help. */
export const FIELDS = {
  project: 'project:api',
  in: 'in:/work/api',
  severity: 'severity:warn',
  model: 'model:opus',
  mode: 'mode:plan',
  version: 'version:2.1',
  branch: 'branch:main',
  pr: 'pr:#12',
  on: 'on:=main',
  task: 'task:debug_loop',
  agent: 'agent:Explore',
  tool: 'tool:Bash',
  since: 'since:2026-10-01',
  until: 'until:2026-10-31',
  started: 'started:2026-10-01..2026-10-07',
  finding: 'finding:guard_bypassed',
  signal: 'signal:stop_phrase',
  cost: 'cost:>2',
  tokens: 'tokens:>1M',
  prompts: 'prompts:>=10',
  errors: 'errors:>0',
  main: 'main:opus',
  server: 'server:github',
  id: 'id:7acd',
} as const;
export type Field = keyof typeof FIELDS;

/** What each condition asks for, in words. */
export const MEANINGS: Readonly<Record<Field, string>> = {
  project: en('a project'),
  in: en('a folder and its worktrees'),
  severity: en('this severity or worse'),
  model: en('a model that was used'),
  mode: en('a permission mode'),
  version: en('a version of Claude Code'),
  branch: en('a branch'),
  pr: en('a pull request'),
  on: en('a branch by its exact name'),
  task: en('a kind of task (experimental)'),
  agent: en('a type of sub-agent'),
  tool: en('a tool that was called'),
  since: en('active on this day or later'),
  until: en('active on this day or earlier'),
  started: en('began on these days'),
  finding: en('a finding'),
  signal: en('a measure that is unusual'),
  cost: en('cost in dollars'),
  tokens: en('number of tokens'),
  prompts: en('number of prompts'),
  errors: en('number of failed tool calls'),
  main: en('the model most output came from'),
  server: en('an MCP server that was used'),
  id: en('the beginning of a session ID'),
};

/** A query without the condition that is being typed and has no value yet: it would find nothing. */
export const finished = (query: string): string =>
  query.replace(/(?:^|\s)-?[a-z]{1,20}:[<>=]*"?$/i, '').trim();

/** Whether a query says of which days its sessions are. */
export const namesDays = (query: string): boolean => /(?:^|\s)-?(?:since|until|started):/i.test(query);

/** Characters of a query, at most. */
export const LONGEST_QUERY = 1000;

/**
 * A value as a query says it; null where it cannot: it is empty or too long, has characters nobody sees, or quotation marks
 * where those mean something.
 */
export function inQuery(value: string): string | null {
  if (value === '' || value.length > 300 || /\p{C}/u.test(value)) return null;
  if (!/\s|^["=]/.test(value)) return value;
  return value.includes('"') ? null : `"${value}"`;
}

/** Sessions of these folders; null where there is none, or where a query cannot say one of them. */
export function workspaceQuery(folders: readonly string[]): string | null {
  const named = folders.map(inQuery);
  if (named.length === 0 || named.includes(null)) return null;
  const query = named.map((one) => `in:${one}`).join(' ');
  // Room is left for the days and the names that links add.
  return query.length > LONGEST_QUERY / 2 ? null : query;
}

/** The condition that something has just this name: `model:=claude-opus-4-6`; null where a query cannot say the name. */
export function exactCondition(field: Field, name: string): string | null {
  const said = inQuery(name);
  return said === null ? null : `${field}:=${said}`;
}

/** What stands for a model that is not named, and for a sub-agent whose type is not known. */
export const NO_MODEL = en('(no model named)');
export const NO_TYPE = en('(type unknown)');
