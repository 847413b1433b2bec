/**
 * Completion of the filter of session lists (query.ts): what the word at the caret can become, and how many sessions pass
 * then. Pure.
 */
import { en, enCount } from '../l10n/english';
import { baseName } from '../log/folders';
import { findings } from '../findings/registry';
import { signals } from '../signals/registry';
import { rankOf, SEVERITIES } from '../signals/severity';
import { groupsOf, mainModel } from './cohorts';
import { agentName, modelsOf, serversOf, toolsOf } from './family';
import type { Conversation } from './metrics';
import { DIMENSION, isField, isGroup, parseQuery, WORD } from './query';
import { FIELDS, type Field, inQuery, LONGEST_QUERY, MEANINGS } from './queryFields';
import { compareTexts } from '../log/compareTexts';
import { stepped } from '../usage/days';

/** A way to go on with a query. */
export interface Suggestion {
  /** The word, completed. */
  label: string;
  /** The whole query with it. */
  text: string;
  /** Where the caret stands then: UTF-16 units from the start of `text`. */
  caret: number;
  /** Of a field what it asks for, and an example; of a value how many sessions pass `text`, which is not told while another condition is wrong. */
  detail: string;
}

export interface Completing {
  query: string;
  /** UTF-16 units from the start of `query`. */
  caret: number;
  /** The sessions there are: the values they have are the known ones. */
  conversations: readonly Conversation[];
  /** The local day, `YYYY-MM-DD`. */
  today: string;
  /** Gives the local day of a time in ms. */
  dayOf: (t: number) => string;
}

const MOST = 12;

/**
 * Up to twelve suggestions: what begins with the typed text before what contains it, fields before values, and of values those
 * first that most sessions have. Only values of sessions that pass the other conditions; the whole word is replaced.
 */
export function completions({ query, caret, conversations, today, dayOf }: Completing): Suggestion[] {
  const word = wordAt(query, Math.max(0, Math.min(caret, query.length)));
  const before = query.slice(0, word.from);
  const after = query.slice(word.to);
  const behind = /^\S/.test(after) ? ` ${after}` : after;
  const rest = parseQuery(before + behind, dayOf);
  const passing = rest.ok ? conversations.filter(rest.test) : conversations;

  const textOf = ({ done }: Candidate): string => before + word.minus + done + behind;
  const having = ({ done }: Candidate): number => {
    const condition = parseQuery(done, dayOf);
    return condition.ok ? passing.filter(condition.test).length : 0;
  };
  const detailOf = ({ kind, note }: Candidate, sessions: number): string => {
    if (kind === 'field' || !rest.ok) return note;
    const passed =
      word.minus === ''
        ? enCount(sessions, '{n0} session', '{n0} sessions')
        : enCount(passing.length - sessions, 'leaves {n0} session', 'leaves {n0} sessions');
    return note === '' ? passed : en('{w0} · {w1}', note, passed);
  };

  const typed = word.typed.toLowerCase();
  const begins = ({ names }: Candidate): boolean => names.some((name) => name.startsWith(typed));
  const candidates = [...fieldsFor(word), ...valuesFor(word, passing, today)].filter(
    (one) =>
      one.names.some((name) => name.includes(typed)) &&
      textOf(one) !== query &&
      textOf(one).length <= LONGEST_QUERY,
  );
  return [...candidates.filter(begins), ...candidates.filter((one) => !begins(one))]
    .slice(0, MOST)
    .map((one) => ({ one, sessions: one.kind === 'field' ? 0 : having(one) }))
    .sort((a, b) => Number(begins(b.one)) - Number(begins(a.one)) || compare(a, b))
    .map(({ one, sessions }) => ({
      label: word.minus + one.done,
      text: textOf(one),
      caret: before.length + word.minus.length + one.done.length,
      detail: detailOf(one, sessions),
    }));
}

interface Word {
  /** The part of the query that is replaced. */
  from: number;
  to: number;
  /** `-` or nothing. */
  minus: string;
  /** In small letters; null when it has none, or none yet. */
  field: string | null;
  /** `=`: the value is to be the whole name; or nothing. */
  whole: string;
  quoted: boolean;
  /** From the field, or the quotation mark, to the caret. */
  typed: string;
}

/** The word the caret stands in or behind, else an empty one. What follows a quotation mark that nothing closes is one word. */
function wordAt(query: string, caret: number): Word {
  for (const match of query.matchAll(WORD)) {
    const from = match.index;
    const open = match[5]?.startsWith('"') === true;
    const to = open ? caret + query.slice(caret).search(/\s|$/) : from + match[0].length;
    if (from < caret && caret <= to) return { from, to, ...partsOf(query.slice(from, caret)) };
  }
  return { from: caret, to: caret, ...partsOf('') };
}

/** The parts of a word, as far as it is typed. */
function partsOf(text: string): Omit<Word, 'from' | 'to'> {
  const [, minus = '', field, whole = '', quote = '', value = ''] =
    /^(-?)(?:([a-z]{1,20}):(=?))?("?)(.*)$/is.exec(text) ?? [];
  const quoted = quote !== '';
  return {
    minus,
    field: field?.toLowerCase() ?? null,
    whole,
    quoted,
    typed: quoted ? value.replace(/"$/, '') : value,
  };
}

interface Candidate {
  kind: 'field' | 'value' | 'day';
  /** What is compared with the typed text, in small letters. */
  names: readonly string[];
  /** The word without its minus. */
  done: string;
  note: string;
}

/** Values by sessions; fields and days stay as they are, and fields come first. */
function compare(a: { one: Candidate; sessions: number }, b: { one: Candidate; sessions: number }): number {
  if (a.one.kind === 'value' && b.one.kind === 'value') return b.sessions - a.sessions;
  return Number(b.one.kind === 'field') - Number(a.one.kind === 'field');
}

/** Fields, where the word has none yet. */
function fieldsFor({ field, quoted }: Word): Candidate[] {
  if (field !== null || quoted) return [];
  return Object.keys(FIELDS)
    .filter(isField)
    .map((name) => ({
      kind: 'field',
      names: [name],
      done: `${name}:`,
      note: en('{w0}, for example {1}', MEANINGS[name], FIELDS[name]),
    }));
}

/** Values of the word's field; of every field when it has none and something is typed. Those of most sessions first. */
function valuesFor(
  { field, whole, typed }: Word,
  passing: readonly Conversation[],
  today: string,
): Candidate[] {
  if (field === 'since' || field === 'until') return daysFor(field, today);
  const fields = field !== null ? [field].filter(isField) : typed === '' ? [] : NAMED;
  return fields
    .flatMap((name) =>
      [...tally(name, whole, passing)].map(([value, sessions]) => ({ name, value, sessions })),
    )
    .sort((a, b) => b.sessions - a.sessions || compareTexts(a.value, b.value))
    .flatMap(({ name, value }): Candidate[] => {
      const said = inQuery(value);
      return said === null
        ? []
        : [
            {
              kind: 'value',
              names: [value, titleOf(name, value)].map((one) => one.toLowerCase()),
              done: `${name}:${whole}${said}`,
              note: titleOf(name, value),
            },
          ];
    });
}

/** Days that are asked for often, the newest first. */
function daysFor(field: 'since' | 'until', today: string): Candidate[] {
  const firstOf = (day: string): string => `${day.slice(0, 7)}-01`;
  const days = new Map<string, string>();
  for (const [day, note] of [
    [today, en('today')],
    [stepped(today, -1), en('yesterday')],
    [stepped(today, -7), en('7 days ago')],
    [stepped(today, -30), en('30 days ago')],
    [firstOf(today), en('first of this month')],
    [firstOf(stepped(firstOf(today), -1)), en('first of last month')],
  ] as const)
    if (!days.has(day)) days.set(day, note);
  return [...days]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([day, note]) => ({ kind: 'day', names: [day, note], done: `${field}:${day}`, note }));
}

/** The values a session has, of the fields whose values are names. A severity passes `severity:` of a lesser one too. */
const VALUES: Partial<Record<Field, (one: Conversation) => Iterable<string | null>>> = {
  project: ({ figures }) => [baseName(figures.repository ?? figures.project ?? '')],
  severity: ({ figures }) =>
    figures.severity === 'unjudged' ? ['unjudged'] : SEVERITIES.slice(1, rankOf(figures.severity) + 1),
  model: modelsOf,
  main: (one) => [mainModel(one)],
  mode: ({ figures }) => figures.permissionModes,
  version: ({ figures }) => figures.claudeVersions,
  branch: ({ figures }) => figures.gitBranches,
  pr: ({ figures }) => figures.pullRequests,
  on: ({ figures }) => figures.gitBranches,
  task: ({ figures }) => [figures.taskType],
  agent: ({ subAgents }) => subAgents.map(agentName),
  tool: toolsOf,
  server: serversOf,
  finding: ({ figures }) => figures.findings.map(({ name }) => name),
  signal: ({ figures }) =>
    figures.signals.filter(({ severity }) => severity !== 'ok').map(({ name }) => name),
};
/** What people know a value as that is a name of ours; '' for others. */
const titleOf = (field: Field, value: string): string =>
  (field === 'finding' ? findings : field === 'signal' ? signals : []).find(({ name }) => name === value)
    ?.title ?? '';

/** Fields whose values are suggested without them; those of the others are values of these, or parts of them. */
const NAMED = Object.keys(VALUES)
  .filter(isField)
  .filter((field) => field !== 'main' && field !== 'server' && field !== 'on');

/** How many sessions have each value of a field. `whole`: as it is asked for by its whole name. */
function tally(field: Field, whole: string, conversations: readonly Conversation[]): Map<string, number> {
  const sessions = new Map<string, number>();
  if (whole !== '' && isGroup(field)) {
    const groups = groupsOf(DIMENSION[field], conversations, () => '');
    return new Map([...groups].map(([name, members]) => [name, members.length]));
  }
  const valuesOf = VALUES[field];
  for (const one of conversations)
    for (const value of new Set(valuesOf?.(one)))
      if (value !== null) sessions.set(value, (sessions.get(value) ?? 0) + 1);
  return sessions;
}
