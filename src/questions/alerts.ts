/** What may want a person's attention now, from figures that are there. Pure; nothing here remembers what was seen. */
import * as z from 'zod';
import { weekOf } from '../analysis/usage';
import { firstLine, tellingLine } from '../findings/finding';
import { findingWords, openOf } from '../findings/registry';
import { isNotUnderstood } from '../findings/severity';
import { PARSE_HEALTH } from '../signals/parseHealth';
import { signals } from '../signals/registry';
import { Severity, bySeverity } from '../signals/severity';
import type { SessionFigures } from '../store/figures';
import { LIMIT_NAMES, limitsNow } from '../usage/blocks';
import type { Spend } from '../usage/budget';
import { contextShare } from '../usage/context';
import { formatCost } from '../usage/format';
import { alertId } from './shared/alertIds';
import { listedIn, rowIn, subAgentsIn, type Sources } from './shared/sources';
import type { SessionRow } from '../library/sessionRow';

export const args = z.null();

/** Something that may want a person's attention. `id` (`alertIds.ts`) stays the same while it is the same. */
export const Alert = z.object({
  id: z.string(),
  kind: z.enum(['finding', 'signal', 'context', 'budget', 'limit', 'log', 'waiting']),
  severity: Severity,
  /** What it is about, and what it says. */
  title: z.string(),
  detail: z.string(),
  session: z.string().nullable(),
  sessionName: z.string().nullable(),
  project: z.string().nullable(),
  at: z.string().nullable(),
  /** The line that tells it; null where none does. */
  line: z.object({ at: z.number(), file: z.number() }).nullable(),
});
export type Alert = z.infer<typeof Alert>;
export const reply = z.array(Alert);

export const answer = (_: z.output<typeof args>, sources: Sources): Alert[] => {
  const { library, now, rules, settings, spend } = sources;
  const isRecent = ({ endedAt }: SessionFigures): boolean =>
    endedAt !== null && now() - Date.parse(endedAt) <= RECENT_MS;
  return alertsOf({
    // Most sessions ended long ago: rows are made of the others alone.
    sessions: listedIn(library)
      .filter((figures) => [figures, ...subAgentsIn(library, figures)].some(isRecent))
      .map((figures) => ({ row: rowIn(sources, figures), figures })),
    spend: spend(),
    now: now(),
    dayOf: rules().dayOf,
    contextWarnAt: settings().context.warnAt,
    measures: rules().measures,
  });
};

/** Sessions that ended longer ago raise no alerts: nobody can do anything about them. */
export const RECENT_MS = 7 * 86_400_000;
/** More are not told. Faces list fewer, but only they know which were dismissed. */
const MOST = 2_000;
/** Share of a budget from which on it is nearly used up. */
const BUDGET_WARN = 0.8;

interface Alerted {
  row: SessionRow;
  figures: SessionFigures;
}

export interface AlertSources {
  /** Sessions of their own, with their rows. */
  sessions: Iterable<Alerted>;
  spend: Spend;
  now: number;
  /** Day of a time, in the zone of the settings. */
  dayOf: (t: number) => string;
  /** Share of the context window from which on it is nearly full. */
  contextWarnAt: number;
  /** Measures ring, as codevigil has it. */
  measures: boolean;
}

const TITLES = new Map(signals.map(({ name, title }) => [name, title]));

/** An alert of a session but for what all of its alerts share; `what` makes its id. */
type Told = Pick<Alert, 'kind' | 'severity' | 'title' | 'detail'> & {
  what: string;
  line?: Alert['line'];
  /** ms since the epoch; absent or null: when the session was last written to. */
  t?: number | null;
};

/** The worst first, of those the newest. */
export function alertsOf(sources: AlertSources): Alert[] {
  const { now } = sources;
  const alerts: Alert[] = [];
  const limited: Alerted[] = [];
  for (const session of sources.sessions) {
    const { endedAt } = session.row;
    if (endedAt === null || now - Date.parse(endedAt) > RECENT_MS) continue;
    if (session.figures.limits.length > 0) limited.push(session);
    for (const told of [
      ...found(session.figures),
      ...(sources.measures ? measured(session.figures) : []),
      ...(session.row.state === 'ended' ? [] : ofTheMoment(session, sources)),
    ])
      alerts.push(alertOf(told, session.row));
  }
  const all = [...alerts, ...limits(limited, now), ...budgets(sources)];
  // Two that begin with the same line are one: what is listed twice cannot be dismissed once.
  return [...new Map(all.toReversed().map((one) => [one.id, one])).values()]
    .sort(
      (a, b) =>
        bySeverity(a, b) ||
        ((a.at ?? '9') < (b.at ?? '9') ? 1 : (a.at ?? '9') > (b.at ?? '9') ? -1 : 0) ||
        (a.id < b.id ? -1 : 1),
    )
    .slice(0, MOST);
}

const alertOf = ({ what, line = null, t = null, ...told }: Told, row: SessionRow): Alert => ({
  ...told,
  id: alertId(`${row.id} ${what}`, told.severity),
  session: row.id,
  sessionName: row.name,
  project: row.repository ?? row.project,
  at: t === null ? row.endedAt : new Date(t).toISOString(),
  line,
});

/** Findings that are open. One that was repaired is gone; when it happens again it begins with another line. */
const found = ({ findings }: SessionFigures): Told[] =>
  openOf(findings).map((one) => {
    const first = firstLine(one);
    return {
      kind: 'finding',
      what: `finding ${one.name} ${first.file}:${first.at}`,
      severity: one.severity,
      title: one.sentence,
      detail: findingWords(one.name).advice,
      line: tellingLine(one),
      t: one.t,
    };
  });

/** Measures beyond their thresholds, for those who want codevigil's behaviour. */
const measured = ({ signals: readings }: SessionFigures): Told[] =>
  readings
    .filter(({ name, severity }) => severity !== 'ok' && name !== PARSE_HEALTH.name)
    .map(({ name, severity, label }) => ({
      kind: 'signal',
      what: name,
      severity,
      title: TITLES.get(name) ?? name,
      detail: label,
    }));

/** Facts that hold now, and no longer once the session has ended. */
function ofTheMoment({ row, figures }: Alerted, { contextWarnAt }: AlertSources): Told[] {
  const told: Told[] = [];
  const health = figures.signals.find(({ name }) => name === PARSE_HEALTH.name);
  if (health !== undefined && isNotUnderstood([health]))
    told.push({
      kind: 'log',
      what: 'log',
      severity: 'warn',
      title: 'Log not understood',
      detail: `${health.label}: every figure of this session is in doubt. Update Vigil.`,
      line: health.evidence.length === 0 ? null : tellingLine(health),
    });
  const share = figures.context === null ? null : contextShare(figures.context);
  if (share !== null && share >= contextWarnAt)
    told.push({
      kind: 'context',
      // What fills again after a compaction is another.
      what: `context ${figures.compactions}`,
      severity: 'warn',
      title: 'Context window nearly full',
      detail: `${Math.floor(100 * share)} % used`,
    });
  if (row.state === 'waiting')
    told.push({
      kind: 'waiting',
      // Each end of a turn is one of its own.
      what: `waiting ${row.endedAt}`,
      severity: 'ok',
      title: 'Waits for you',
      detail: 'the agent ended its turn or asks',
    });
  return told;
}

/** Limits of the plan that are reached or near and have not been reset; many sessions may speak of one. */
function limits(sessions: readonly Alerted[], now: number): Alert[] {
  const notices = sessions.flatMap(({ row, figures }) => figures.limits.map((one) => ({ ...one, row })));
  return limitsNow(notices, now).map((one) => ({
    ...alertOf(
      {
        kind: 'limit',
        what: '',
        severity: 'warn',
        title: one.reached ? 'Limit reached' : 'Limit nearly reached',
        detail: LIMIT_NAMES[one.window],
        line: { at: one.at, file: one.file ?? 0 },
        t: one.t,
      },
      one.row,
    ),
    id: alertId(`limit ${one.window} ${one.resetsAt} ${one.reached ? 'reached' : 'near'}`, 'warn'),
  }));
}

/** Budgets that are nearly or wholly used up. */
function budgets({ spend, dayOf, now }: AlertSources): Alert[] {
  const today = dayOf(now);
  const periods = { day: today, week: weekOf(today), month: today.slice(0, 7) };
  return spend.budgets
    .filter(({ share }) => share >= BUDGET_WARN)
    .map(({ budget, spentMicroUsd, share }) => {
      const severity = share >= 1 ? 'critical' : 'warn';
      return {
        id: alertId(`budget ${budget.per} ${periods[budget.per]} ${budget.project ?? ''}`, severity),
        kind: 'budget',
        severity,
        title: share >= 1 ? 'Budget passed' : 'Budget nearly used up',
        detail: `${formatCost(spentMicroUsd, { lowerBound: false })} of $${budget.usd} a ${budget.per}`,
        session: null,
        sessionName: null,
        project: budget.project ?? null,
        at: null,
        line: null,
      };
    });
}
