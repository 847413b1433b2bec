/** What a report found, in three sentences: they stand before its tables. Pure. */
import { counted } from '../signals/signal';
import { SEVERITIES, type Severity } from '../signals/severity';
import { formatShare } from '../usage/format';
import { inline } from './markdown';
import { modelWords } from './modelWords';
import { atLeast, cost, type Sum } from './sums';

interface Told {
  total: Sum & { sessions: number };
  byDay: readonly (Sum & { day: string })[];
  byProject: readonly (Sum & { project: string })[];
  byModel: readonly (Sum & { model: string })[];
  sessions: readonly { findings: readonly { severity: Severity; sentence: string }[] }[];
  tools: readonly { calls: number; errors: number }[];
}

export const highlights = (report: Told): string[] =>
  [spent(report), wentTo(report), went(report)].filter(Boolean);

const largest = <T extends Sum>(rows: readonly T[]): T | undefined =>
  rows.toSorted((a, b) => b.costMicroUsd - a.costMicroUsd)[0];

function spent({ total, byDay }: Told): string {
  const days = byDay.filter(({ day }) => day !== '');
  const most = largest(days);
  // Of lower bounds nobody knows which is the largest.
  const on =
    days.length < 2 || most === undefined || most.costMicroUsd === 0
      ? ''
      : `, ${days.some(atLeast) ? 'the most that is known' : 'the most'} on ${most.day}: ${cost(most)}`;
  return `**${cost(total)}** in ${counted(total.sessions, 'session')} on ${counted(days.length, 'day')}${on}.`;
}

/** Which project and model had the largest shares of the money; nothing where there is but one of each. */
function wentTo({ total, byProject, byModel }: Told): string {
  if (total.costMicroUsd === 0) return '';
  const share = (part: Sum): string => formatShare(part.costMicroUsd, total.costMicroUsd);
  const project = largest(byProject);
  const model = largest(byModel);
  const called = modelWords(byModel.map((one) => one.model));
  const parts = [
    ...(byProject.length < 2 || project === undefined
      ? []
      : [`${share(project)} in ${inline(project.project || '(unknown)')}`]),
    ...(byModel.length < 2 || model === undefined
      ? []
      : [`${share(model)} with ${inline(called(model.model))}`]),
  ];
  return parts.length === 0
    ? ''
    : `The largest share${parts.length > 1 ? 's' : ''}${atLeast(total) ? ' of what is known' : ''}: ${parts.join(', ')}.`;
}

/** What was found, and how often tools failed. */
function went({ sessions, tools }: Told): string {
  const found = sessions.flatMap((one) => one.findings);
  const worst = found.toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity))[0];
  const calls = tools.reduce((sum, one) => sum + one.calls, 0);
  const errors = tools.reduce((sum, one) => sum + one.errors, 0);
  const failed =
    calls === 0 ? '' : ` ${formatShare(errors, calls)} of ${counted(calls, 'tool call')} failed.`;
  return worst === undefined
    ? `Nothing to check was found.${failed}`
    : `${counted(sessions.filter((one) => one.findings.length > 0).length, 'session')} to check, the worst: ${inline(worst.sentence)}.${failed}`;
}
