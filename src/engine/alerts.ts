/** What may want a person's attention now, from figures that are there. Pure; nothing here remembers what was seen. */
import { weekOf } from '../analysis/usage';
import { signals } from '../signals/registry';
import { RANKED, type Severity } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import type { Spend } from '../usage/budget';
import { contextShare } from '../usage/context';
import { formatCost } from '../usage/format';
import { alertId } from './alertIds';
import type { Alert } from './dashboardData';
import type { SessionRow } from './protocol';

/** Sessions that ended longer ago raise no alerts: nobody can do anything about them. */
export const RECENT_MS = 7 * 86_400_000;
/** More are not told. Faces list fewer, but only they know which were dismissed. */
const MOST = 2_000;
/** Share of a budget from which on it is nearly used up. */
const BUDGET_WARN = 0.8;

export interface AlertSources {
  /** Sessions of their own, with their rows. */
  sessions: Iterable<{ row: SessionRow; figures: SessionFigures }>;
  spend: Spend;
  now: number;
  /** Day of a time, in the zone of the settings. */
  dayOf: (t: number) => string;
  /** Share of the context window from which on it is nearly full. */
  contextWarnAt: number;
}

const TITLES = new Map(signals.map(({ name, title }) => [name, title]));

/** The worst first, of those the newest. */
export function alertsOf({ sessions, spend, now, dayOf, contextWarnAt }: AlertSources): Alert[] {
  const alerts: Alert[] = [];
  for (const { row, figures } of sessions) {
    const { endedAt } = row;
    if (endedAt === null || now - Date.parse(endedAt) > RECENT_MS) continue;
    const add = (
      kind: Alert['kind'],
      what: string,
      severity: Severity,
      title: string,
      detail: string,
    ): void =>
      void alerts.push({
        id: alertId(`${row.id} ${what}`, severity),
        kind,
        severity,
        title,
        detail,
        session: row.id,
        sessionTitle: row.title,
        project: row.repository ?? row.project,
        at: endedAt,
      });
    for (const { name, severity, label } of figures.signals)
      if (severity !== 'ok') add('signal', name, severity, TITLES.get(name) ?? name, label);
    if (row.state === 'ended') continue;
    const { context } = figures;
    const share = context === null ? null : contextShare(context);
    if (share !== null && share >= contextWarnAt)
      // What fills again after a compaction is another.
      add(
        'context',
        `context ${figures.compactions}`,
        'warn',
        'Context window nearly full',
        `${Math.floor(100 * share)} % used`,
      );
    if (row.state === 'waiting')
      // Each end of a turn is one of its own.
      add('waiting', `waiting ${endedAt}`, 'ok', 'Waits for you', 'the agent ended its turn or asks');
  }
  const today = dayOf(now);
  const periods = { day: today, week: weekOf(today), month: today.slice(0, 7) };
  for (const { budget, spentMicroUsd, share } of spend.budgets) {
    if (share < BUDGET_WARN) continue;
    const severity = share >= 1 ? 'critical' : 'warn';
    alerts.push({
      id: alertId(`budget ${budget.per} ${periods[budget.per]} ${budget.project ?? ''}`, severity),
      kind: 'budget',
      severity,
      title: share >= 1 ? 'Budget passed' : 'Budget nearly used up',
      detail: `${formatCost(spentMicroUsd, { lowerBound: false })} of $${budget.usd} a ${budget.per}`,
      session: null,
      sessionTitle: null,
      project: budget.project ?? null,
      at: null,
    });
  }
  return alerts
    .sort(
      (a, b) =>
        RANKED.indexOf(b.severity) - RANKED.indexOf(a.severity) ||
        ((a.at ?? '9') < (b.at ?? '9') ? 1 : (a.at ?? '9') > (b.at ?? '9') ? -1 : 0) ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, MOST);
}
