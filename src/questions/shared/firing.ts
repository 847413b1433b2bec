/** The alerts that fire now, from the current figures. Pure; `detectors/life.ts` has their states. */
import { en } from '../../l10n/english';
import type { Detected } from '../../detectors/detector';
import type { Firing } from '../../detectors/life';
import { tellingLine } from '../../findings/finding';
import { findingWords, openOf } from '../../findings/registry';
import { isNotUnderstood } from '../../findings/severity';
import { conversationOf } from '../../session/sessionId';
import type { SessionRow } from '../../library/sessionRow';
import { PARSE_HEALTH } from '../../signals/parseHealth';
import { signals } from '../../signals/registry';
import { bySeverity, type Severity } from '../../signals/severity';
import { ALERT_ABOUT, alertId, type AlertWords } from '../../store/alerts';
import type { SessionFigures } from '../../store/figures';
import { LIMIT_NAMES, limitKey, limitsNow } from '../../usage/blocks';
import { contextShare } from '../../usage/contextShare';
import { formatShare } from '../../usage/format';
import { listedIn, rowIn, type Sources } from './sources';
import { compareTexts } from '../../log/compareTexts';
import { DAY_MS, isoOf } from '../../usage/days';

/** Everything that fires now. */
export function firingIn(sources: Sources): Firing[] {
  const { library, now, rules, settings, detected } = sources;
  const recent = new Set(library.ends.since(now() - RECENT_MS).map(conversationOf));
  return firingOf({
    // Most sessions ended long ago, so rows are made only for the others.
    sessions: listedIn(library)
      .filter(({ id }) => recent.has(id))
      .map((figures) => ({ row: rowIn(sources, figures), figures })),
    detected: detected(),
    now: now(),
    contextWarnAt: settings().context.warnAt,
    measures: rules().measures,
  });
}

/** Sessions that ended longer ago raise no alerts, because nothing can be done about them. In ms. */
export const RECENT_MS = 7 * DAY_MS;

interface Alerted {
  row: SessionRow;
  figures: SessionFigures;
}

export interface FiringSources {
  /** Main conversations with their rows. */
  sessions: Iterable<Alerted>;
  /** The reports of detectors. */
  detected: readonly Detected[];
  now: number;
  /** Share of the context window from which on there is an alert. */
  contextWarnAt: number;
  /** Measures raise alerts, as in codevigil. */
  measures: boolean;
}

const TITLES = new Map(signals.map(({ name, title }) => [name, title]));

/** An alert of a session without the fields that all its alerts share; `about`: see `ALERT_ABOUT`. */
type Told = Pick<AlertWords, 'kind' | 'sentence' | 'detail'> & {
  about: string;
  severity: Severity;
  /** Name of the finding or measure; absent: the kind. */
  name?: string;
  line?: AlertWords['line'];
  /** ms since the epoch; absent or null: when the session was last written to. */
  t?: number | null;
};

/** All alerts that fire, the worst first, then the newest. */
export function firingOf(sources: FiringSources): Firing[] {
  const { now } = sources;
  const alerts: Firing[] = [];
  const limited: Alerted[] = [];
  for (const session of sources.sessions) {
    const { endedAt } = session.row;
    if (endedAt === null || now - Date.parse(endedAt) > RECENT_MS) continue;
    if (session.figures.limits.length > 0) limited.push(session);
    for (const fact of [
      ...found(session.figures),
      ...(sources.measures ? measured(session.figures) : []),
      ...(session.row.state === 'ended' ? [] : ofTheMoment(session, sources)),
    ])
      alerts.push(firingFor(fact, session.row));
  }
  const all = [...alerts, ...limits(limited, now), ...sources.detected.map(ofDetector)];
  // Two alerts with the same id would be dismissed together, so only one is kept.
  return [...new Map(all.toReversed().map((one) => [one.id, one])).values()].sort(
    (a, b) =>
      bySeverity(a, b) || compareTexts(b.words.at ?? '9', a.words.at ?? '9') || compareTexts(a.id, b.id),
  );
}

const firingFor = (
  { about, severity, name, line = null, t = null, ...words }: Told,
  row: SessionRow,
): Firing => ({
  id: alertId(row.id, about),
  severity,
  words: {
    ...words,
    detector: name ?? words.kind,
    session: row.id,
    sessionName: row.name,
    project: row.repository ?? row.project,
    at: isoOf(t) ?? row.endedAt,
    line,
    link: null,
  },
});

/** The alert of a detector's report. Budgets have their own kind, which is older than detectors. */
const ofDetector = ({ detector, key, severity, sentence, detail, project, link }: Detected): Firing => ({
  id: alertId(detector, key),
  severity,
  words: {
    kind: detector === 'budget' ? 'budget' : 'detector',
    detector,
    sentence,
    detail,
    session: null,
    sessionName: null,
    project,
    at: null,
    line: null,
    link,
  },
});

/** Alerts of open findings. */
const found = ({ findings }: SessionFigures): Told[] =>
  openOf(findings).map((one) => ({
    kind: 'finding',
    about: ALERT_ABOUT.finding(one),
    severity: one.severity,
    name: one.name,
    sentence: one.sentence,
    detail: findingWords(one.name).advice,
    line: tellingLine(one),
    t: one.t,
  }));

/** Alerts of measures beyond their thresholds, if measures raise alerts as in codevigil. */
const measured = ({ signals: readings }: SessionFigures): Told[] =>
  readings
    .filter(({ name, severity }) => severity !== 'ok' && name !== PARSE_HEALTH.name)
    .map(({ name, severity, label }) => ({
      kind: 'signal',
      about: name,
      severity,
      name,
      sentence: TITLES.get(name) ?? name,
      detail: label,
    }));

/** Alerts of a live session: context and waiting. */
function ofTheMoment({ row, figures }: Alerted, { contextWarnAt }: FiringSources): Told[] {
  const facts: Told[] = [];
  const health = figures.signals.find(({ name }) => name === PARSE_HEALTH.name);
  if (health !== undefined && isNotUnderstood([health]))
    facts.push({
      kind: 'log',
      about: ALERT_ABOUT.log,
      severity: 'warn',
      sentence: en('Log not understood'),
      detail: en('Vigil understood {w0}: figures of this session may be low. Update Vigil.', health.label),
      line: health.evidence.length === 0 ? null : tellingLine(health),
    });
  const share = figures.context === null ? null : contextShare(figures.context);
  if (share !== null && share >= contextWarnAt)
    facts.push({
      kind: 'context',
      about: ALERT_ABOUT.context(figures.compactions),
      severity: 'warn',
      sentence: en('Context nearly full'),
      detail: en('{n0} used', formatShare(share, 1)),
    });
  if (row.state === 'waiting')
    facts.push({
      kind: 'waiting',
      about: ALERT_ABOUT.waiting(row.endedAt),
      severity: 'ok',
      sentence: en('Claude waits for you'),
      detail: en('Its turn is over, or it asks something.'),
    });
  return facts;
}

/** Alerts of limits that are reached or near and not reset; one for each limit, although many sessions may mention it. */
function limits(sessions: readonly Alerted[], now: number): Firing[] {
  const notices = sessions.flatMap(({ row, figures }) => figures.limits.map((one) => ({ ...one, row })));
  return limitsNow(notices, now).map((one) => ({
    ...firingFor(
      {
        kind: 'limit',
        about: '',
        severity: 'warn',
        sentence: en(one.reached ? 'Limit reached' : 'Limit nearly reached'),
        detail: LIMIT_NAMES[one.window],
        line: { at: one.at, file: one.file ?? 0 },
        t: one.t,
      },
      one.row,
    ),
    id: limitKey(one),
  }));
}
