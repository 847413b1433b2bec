/**
 * The filter of session lists: words, and conditions such as `project:api severity:warn cost:>2 since:2026-10-01`. A word in
 * quotes may hold blanks; `-` before a condition turns it round. Pure.
 */
import { en } from '../l10n/english';
import { findings } from '../findings/registry';
import { rankOf, SEVERITIES } from '../signals/severity';
import { signals } from '../signals/registry';
import { TASKS_OFF } from '../signals/task';
import { pathKey } from '../session/fileKey';
import { isWithin } from '../session/paths';
import { isDay } from '../usage/days';
import { tokensOf } from '../usage/rows';
import { cohortOf, mainModel, UNKNOWN } from './cohorts';
import type { CohortDimension } from './cohortNames';
import { isOfFolder, sameProject } from './projects';
import { agentName, anyOf, errorsOf, modelKey, spanOf } from './family';
import type { Conversation } from './metrics';
import { FIELDS, type Field } from './queryFields';

export type Test = (conversation: Conversation) => boolean;
export type Query = { ok: true; test: Test } | { ok: false; error: string };

export const isField = (name: string): name is Field => Object.hasOwn(FIELDS, name);

/**
 * The words of a query: minus, field, `=` when the value is to be the whole name, value in quotes, value without. A quotation mark that
 * nothing closes is a letter.
 */
export const WORD = /(-?)(?:([a-z]{1,20}):(=?))?(?:"([^"]{0,300})"|(\S{1,300}))/gi;

/**
 * The test that a query stands for; an error in words when a condition cannot be understood, or asks for kinds of task while these are
 * not told (`tasks`).
 */
export function parseQuery(text: string, dayOf: (t: number) => string, tasks = true): Query {
  const tests: Test[] = [];
  /** Folders are alternatives: a workspace has several, and no session is in two. */
  const places: Test[] = [];
  for (const [, minus = '', field = '', whole = '', quoted, bare = ''] of text.matchAll(WORD)) {
    const value = quoted ?? bare;
    const name = field.toLowerCase();
    if (name !== '' && !isField(name))
      return {
        ok: false,
        error: en('There is no condition “{0}:”. There are {1}.', field, Object.keys(FIELDS).join(', ')),
      };
    if (name === 'task' && !tasks) return { ok: false, error: TASKS_OFF };
    const test = name === '' ? wordTest(value) : conditionOf(name, value, whole === '=', dayOf);
    if (typeof test === 'string') return { ok: false, error: test };
    if (name === 'in' && minus === '') places.push(test);
    else tests.push(minus === '-' ? (one) => !test(one) : test);
  }
  if (places.length > 0) tests.push((one) => places.some((test) => test(one)));
  return { ok: true, test: (one) => tests.every((test) => test(one)) };
}

const has = (name: string | null, part: string): boolean =>
  name?.toLowerCase().includes(part.toLowerCase()) ?? false;

/** A word is in the title, name, project, branch or id. */
export const wordTest =
  (word: string): Test =>
  ({ figures }) =>
    [figures.title, figures.name, figures.project, figures.id, ...figures.gitBranches].some((name) =>
      has(name, word),
    );

/** The test of a condition; an error in words. `whole`: the value is a whole name, capitals and all; else a part of one will do. */
export function conditionOf(
  field: Field,
  value: string,
  whole: boolean,
  dayOf: (t: number) => string,
): Test | string {
  const part = value.toLowerCase();
  const named = (name: string): boolean => (whole ? name === value : name.toLowerCase().includes(part));
  if (whole && field === 'project' && value !== UNKNOWN)
    return ({ figures }) => sameProject(figures.repository ?? figures.project, value);
  if (whole && isGroup(field)) return (one) => cohortOf(DIMENSION[field], one, dayOf) === value;
  const number = `${whole ? '=' : ''}${value}`;
  switch (field) {
    case 'project':
      return ({ figures }) => isOfFolder(figures, value);
    case 'in': {
      const folder = pathKey(value);
      return ({ figures: { project, repository } }) =>
        [project, repository].some((path) => path !== null && isWithin(pathKey(path), folder));
    }
    case 'severity':
      return severityTest(value, whole);
    case 'model':
      return (one) => anyOf(one, ({ usage }) => usage.some((row) => named(modelKey(row))));
    case 'main':
      return (one) => has(mainModel(one), value);
    case 'mode':
      return ({ figures }) => figures.permissionModes.some((name) => has(name, value));
    case 'version':
      return ({ figures }) => figures.claudeVersions.some((name) => name.startsWith(value));
    case 'branch':
      return ({ figures }) => figures.gitBranches.some((name) => has(name, value));
    case 'pr':
      return ({ figures }) => figures.pullRequests.some((name) => has(name, value));
    case 'on':
      return ({ figures }) => figures.gitBranches.some(named);
    case 'task':
      return ({ figures }) => has(figures.taskType, value);
    case 'agent':
      return ({ subAgents }) => subAgents.some((one) => named(agentName(one)));
    case 'tool':
      return (one) => anyOf(one, ({ tools }) => tools.some(({ name }) => named(name)));
    case 'server':
      return (one) => anyOf(one, ({ tools }) => tools.some(({ server }) => server !== null && named(server)));
    case 'id':
      return ({ figures }) => (whole ? figures.id === value : figures.id.startsWith(value));
    case 'since':
    case 'until':
      return dayTest(field, value, dayOf);
    case 'started':
      return startTest(value, dayOf);
    case 'finding':
      if (!findings.some(({ name }) => name === value))
        return en('“{0}” is not a finding.', `finding:${value}`);
      return ({ figures }) => figures.findings.some(({ name }) => name === value);
    case 'signal':
      if (!signals.some(({ name }) => name === value))
        return en('“{0}” is not a measure.', `signal:${value}`);
      return ({ figures }) =>
        figures.signals.some(({ name, severity }) => name === value && severity !== 'ok');
    case 'cost':
      return numberTest(field, number, ({ amounts }) =>
        amounts.costMicroUsd === null ? null : amounts.costMicroUsd / 1e6,
      );
    case 'tokens':
      return numberTest(field, number, ({ amounts }) => tokensOf(amounts));
    case 'prompts':
      return numberTest(field, number, ({ figures }) => figures.prompts);
    case 'errors':
      return numberTest(field, number, errorsOf);
  }
}

/** A session that went on over midnight is of both days, as in the overview. */
function dayTest(field: 'since' | 'until', value: string, dayOf: (t: number) => string): Test | string {
  if (!isDay(value)) return en('“{0}” is not a date: write YYYY-MM-DD.', `${field}:${value}`);
  return (one) => {
    const { startedAt, endedAt } = spanOf(one);
    const t = field === 'since' ? endedAt : startedAt;
    if (t === null) return false;
    const day = dayOf(Date.parse(t));
    return field === 'since' ? day >= value : day <= value;
  };
}

/** At least so bad; of what is not judged just that, as it is no degree. */
function severityTest(value: string, whole: boolean): Test | string {
  const least = SEVERITIES.findIndex((one) => one === value.toLowerCase());
  if (least === -1) return en('“{0}” is not one of {1}.', `severity:${value}`, SEVERITIES.join(', '));
  if (whole || least === 0) return ({ figures }) => figures.severity === SEVERITIES[least];
  return ({ figures }) => rankOf(figures.severity) >= least;
}

/** `project:=/w/api`: the group of sessions of just that name, as cohorts have it. `model:=` is no group: it is of every model used. */
export const DIMENSION = {
  project: 'project',
  main: 'model',
  mode: 'mode',
  version: 'version',
  task: 'task',
  branch: 'branch',
  pr: 'pr',
} as const satisfies Partial<Record<Field, CohortDimension>>;
export const isGroup = (field: Field): field is keyof typeof DIMENSION => Object.hasOwn(DIMENSION, field);

/**
 * The days a session began on: `2026-03-01`, `2026-W10`, `2026-03`, or from one day to another, `2026-03-01..2026-03-07`, either of which
 * may be left out. `unknown`: no line of it has a readable time.
 */
function startTest(value: string, dayOf: (t: number) => string): Test | string {
  for (const [form, over] of STARTS)
    if (form.test(value)) return (one) => cohortOf(over, one, dayOf) === value;
  const [, from = '', to = ''] = /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/.exec(value) ?? [];
  if ((from === '' && to === '') || [from, to].some((day) => day !== '' && !isDay(day)))
    return en(
      '“{0}” is not a date: write YYYY-MM-DD, or for example {1}.',
      `started:${value}`,
      FIELDS.started,
    );
  return (one) => {
    const day = cohortOf('day', one, dayOf);
    return day !== UNKNOWN && day >= from && (to === '' || day <= to);
  };
}
const STARTS = [
  [/^(\d{4}-\d\d-\d\d|unknown)$/, 'day'],
  [/^\d{4}-W\d\d$/, 'week'],
  [/^\d{4}-\d\d$/, 'month'],
] as const;

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9 };

/** `>2`, `>=2`, `<2`, `<=2`, `2`; K, M and B are thousands, millions and billions. What is unknown passes no such test. */
function numberTest(
  field: Field,
  value: string,
  numberOf: (one: Conversation) => number | null,
): Test | string {
  const match = /^(>=|<=|>|<|=)?\$?(\d+(?:\.\d+)?)([kmb]?)$/i.exec(value);
  if (match === null)
    return en('“{0}” is not a number: write for example {1}.', `${field}:${value}`, FIELDS[field]);
  const [, sign = '=', digits = '', unit = ''] = match;
  const bound = Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
  const compare: Record<string, (n: number) => boolean> = {
    '>': (n) => n > bound,
    '>=': (n) => n >= bound,
    '<': (n) => n < bound,
    '<=': (n) => n <= bound,
    '=': (n) => n === bound,
  };
  return (one) => {
    const n = numberOf(one);
    return n !== null && (compare[sign]?.(n) ?? false);
  };
}
