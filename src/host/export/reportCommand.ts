/** “Generate Report”: asks for kind, range, grouping and format, remembers the answers, opens what was written. */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import * as z from 'zod';
import { localize } from '../../l10n/localize';
import { COHORTS } from '../../analysis/cohortNames';
import { COHORT_TITLES } from '../../analysis/dimensions';
import type { Args } from '../../engine/protocol';
import { calendarOf, daysOfRange, isDay, lastDays, REPORT_RANGES } from '../../usage/days';
import type { Reports } from './reports';

export interface ReportParts {
  reports: Reports;
  /** Where the last choice is remembered. */
  memory: vscode.Memento;
  now: () => number;
  timeZone: () => string;
  /** Asks for a session; undefined when the person gives up. */
  askSession: () => Promise<string | undefined>;
}

const Choice = z.object({
  kind: z.enum(['overview', 'cohort', 'comparison', 'changes', 'session']),
  range: z.enum(REPORT_RANGES).default('7d'),
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
  const choice: Choice = { kind, range: last?.range ?? '7d', by: last?.by ?? 'week', format: 'markdown' };
  const more: Partial<Args<'report'>> = {};
  if (kind === 'session') {
    const id = await parts.askSession();
    if (id === undefined) return undefined;
    more.ids = [id];
  } else if (kind === 'comparison') {
    const pivot = await askDay(t('Date of the change, YYYY-MM-DD'), lastDays(today, 30).from);
    if (pivot === undefined) return undefined;
    more.pivot = pivot;
  } else if (kind !== 'changes') {
    const range = await pick(t('Days the report is about'), RANGES(), last?.range);
    if (range === undefined) return undefined;
    choice.range = range;
    Object.assign(more, daysOfRange(range, today));
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
  { value: 'all', label: t('All time') },
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
    ...(option.value === last ? { description: t('last time') } : {}),
  }));
  items.sort((a, b) => Number(b.value === last) - Number(a.value === last));
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.value;
}

const askDay = (prompt: string, value: string): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    prompt,
    value,
    validateInput: (text) => (isDay(text) ? null : t('Write the day as YYYY-MM-DD.')),
  });
