/** “Generate Report”: asks for kind, sessions, days, grouping and format, remembers the answers, opens what was written. */
import * as vscode from 'vscode';
import { t, tn } from '../../l10n/texts';
import * as z from 'zod';
import { localize } from '../../l10n/localize';
import { COHORTS } from '../../analysis/cohortNames';
import { COHORT_TITLES } from '../../analysis/dimensions';
import { exactCondition, workspaceQuery } from '../../analysis/queryFields';
import type { Args } from '../../engine/protocol';
import { baseName, shortPaths } from '../../log/folders';
import { calendarOf, daysOfRange, isDay, lastDays, NAMED_RANGES } from '../../usage/days';
import { plainLabel } from '../shared/labels';
import type { Reports } from './reports';

export interface ReportParts {
  reports: Reports;
  /** Where the last choice is remembered. */
  memory: vscode.Memento;
  now: () => number;
  timeZone: () => string;
  /** The folders that are open. */
  folders: () => readonly string[];
  /** All projects, with the number of their sessions. */
  projects: () => Promise<readonly { name: string; sessions: number }[]>;
  /** Asks for a session; undefined when the person gives up. */
  askSession: () => Promise<string | undefined>;
}

/** Stands in the list of ranges for days of one's own. */
const OWN = 'own';
/** Stands in the list of sessions for those of the folders that are open. */
const WORKSPACE = 'workspace';

const Choice = z.object({
  kind: z.enum(['overview', 'cohort', 'comparison', 'changes', 'session']),
  /** `WORKSPACE`, or a query; '': all sessions; absent before it was chosen. */
  sessions: z.string().optional(),
  range: z.enum([...NAMED_RANGES, OWN]).default('7d'),
  by: z.enum(COHORTS).default('week'),
  format: z.enum(['markdown', 'html', 'json', 'csv']).default('markdown'),
});
type Choice = z.infer<typeof Choice>;

const MEMORY_KEY = 'vigil.lastReport';

export async function generateReport(parts: ReportParts): Promise<void> {
  const last = Choice.safeParse(parts.memory.get(MEMORY_KEY)).data;
  const request = await asked(parts, last);
  if (request === undefined) return;
  await parts.memory.update(MEMORY_KEY, request.choice);
  await parts.reports.open(request.args);
}

async function asked(
  parts: ReportParts,
  last: Choice | undefined,
): Promise<{ choice: Choice; args: Args<'report'> } | undefined> {
  const kind = await pick(t('What the report is about'), KINDS(), last?.kind);
  if (kind === undefined) return undefined;
  const today = calendarOf(parts.timeZone()).day(parts.now());
  const choice: Choice = { ...Choice.parse({ kind }), ...last, kind };
  const more: Partial<Args<'report'>> = {};
  if (kind === 'session') {
    const id = await parts.askSession();
    if (id === undefined) return undefined;
    more.ids = [id];
  } else {
    const sessions = await askSessions(parts, last?.sessions);
    if (sessions === undefined) return undefined;
    choice.sessions = sessions;
    more.query = sessions === WORKSPACE ? (workspaceQuery(parts.folders()) ?? '') : sessions;
  }
  if (kind === 'comparison') {
    const pivot = await askDay(t('Date of the change, YYYY-MM-DD'), lastDays(today, 30).from);
    if (pivot === undefined) return undefined;
    more.pivot = pivot;
  } else if (kind === 'overview' || kind === 'cohort') {
    const range = await pick(t('Days the report is about'), RANGES(), last?.range);
    if (range === undefined) return undefined;
    choice.range = range;
    const days = range === OWN ? await askDays(today) : daysOfRange(range, today);
    if (days === undefined) return undefined;
    Object.assign(more, days);
  }
  if (kind === 'cohort') {
    const by = await pick(
      t('Sessions are grouped by'),
      COHORTS.map((value) => ({ value, label: localize(COHORT_TITLES[value]) })),
      last?.by,
    );
    if (by === undefined) return undefined;
    choice.by = by;
  }
  const format = await pick(t('Format'), FORMATS(), last?.format);
  if (format === undefined) return undefined;
  choice.format = format;
  return { choice, args: { kind, format, by: choice.by, ...more } };
}

interface Option<T> {
  value: T;
  label: string;
  description?: string;
  detail?: string;
}

const KINDS = (): Option<Choice['kind']>[] => [
  { value: 'overview', label: t('Overview'), detail: t('Cost, sessions and tools of a few days') },
  { value: 'cohort', label: t('Compare groups'), detail: t('By week, project, model…') },
  {
    value: 'comparison',
    label: t('Before and after a date'),
    detail: t('Did quality or cost change?'),
  },
  { value: 'changes', label: t('Find changes'), detail: t('When did something change?') },
  {
    value: 'session',
    label: t('One session'),
    detail: t('What happened in it, what it cost, and what to check'),
  },
];
const RANGES = (): Option<Choice['range']>[] => [
  { value: 'today', label: t('Today') },
  { value: 'yesterday', label: t('Yesterday') },
  { value: '7d', label: t('Last 7 days') },
  { value: '30d', label: t('Last 30 days') },
  { value: '90d', label: t('Last 90 days') },
  { value: 'month', label: t('This month') },
  { value: 'last-month', label: t('Last month') },
  { value: 'all', label: t('All time') },
  { value: OWN, label: t('From … to …') },
];
const FORMATS = (): Option<Choice['format']>[] => [
  {
    value: 'markdown',
    label: t('Preview'),
    detail: t('To read, and to save or copy as Markdown or HTML'),
  },
  { value: 'html', label: 'HTML', detail: t('One file with charts, to share. You choose where to save it') },
  { value: 'json', label: 'JSON' },
  { value: 'csv', label: 'CSV' },
];

/** A quick pick whose first item is what was chosen the last time. */
async function pick<T>(
  placeHolder: string,
  options: readonly Option<T>[],
  last: T | undefined,
): Promise<T | undefined> {
  const items = options.map((option) => ({
    ...option,
    ...(option.value === last
      ? { description: [option.description ?? [], t('last time')].flat().join(' · ') }
      : {}),
  }));
  items.sort((a, b) => Number(b.value === last) - Number(a.value === last));
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.value;
}

/** Whose sessions: those of the workspace, all, or those of one project. Not asked where there is no choice. */
async function askSessions(
  { folders, projects }: ReportParts,
  last: string | undefined,
): Promise<string | undefined> {
  const open = folders();
  const here = workspaceQuery(open) !== null;
  const known = await projects();
  if (known.length < (here ? 1 : 2)) return '';
  const short = shortPaths(known.map(({ name }) => name));
  const options: Option<string>[] = [
    ...(here
      ? [
          {
            value: WORKSPACE,
            label: t('This workspace'),
            description: plainLabel(open.map(baseName).join(', ')),
          },
        ]
      : []),
    { value: '', label: t('All projects') },
    ...known.flatMap(({ name, sessions }) => {
      const value = exactCondition('project', name);
      return value === null
        ? []
        : [
            {
              value,
              label: plainLabel(short.get(name) ?? name),
              description: tn(sessions, '{0} session', '{0} sessions'),
              detail: plainLabel(name),
            },
          ];
    }),
  ];
  return pick(t('Sessions the report is about'), options, last);
}

/** Two days, both included; undefined when the person gives up. */
async function askDays(today: string): Promise<{ from: string; to: string } | undefined> {
  const from = await askDay(t('First day, YYYY-MM-DD'), lastDays(today, 30).from);
  if (from === undefined) return undefined;
  const to = await askDay(t('Last day, YYYY-MM-DD'), today, from);
  return to === undefined ? undefined : { from, to };
}

/** `first`: no earlier day is taken. */
const askDay = (prompt: string, value: string, first = ''): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    prompt,
    value,
    validateInput: (text) =>
      !isDay(text)
        ? t('Write the day as YYYY-MM-DD.')
        : text < first
          ? t('The last day is before the first.')
          : null,
  });
