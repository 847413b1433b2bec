/** The reasons for a badge in colour. Does not use `vscode`. */
import { t } from '../l10n/texts';
import { localize, localizePlain } from '../l10n/localize';
import type { LiveSession } from '../library/sessionRow';
import { isMuted } from '../detectors/muted';
import { identifyingLine, tellingLine } from '../findings/finding';
import { findingWords } from '../findings/registry';
import { isNotUnderstood } from '../findings/severity';
import { PARSE_HEALTH } from '../signals/parseHealth';
import { bySeverity, type Severity } from '../signals/severity';
import { SEVERITY_ICON } from '../signals/severityWords';
import { limitKey, limitsNow } from '../usage/blocks';
import { budgetKey, budgetSeverity } from '../usage/budget';
import { limitName } from '../usage/limitName';
import { asksForYou, fullness, badgeSessions, waitText, type Badge, type BadgeFacts } from './liveWords';
import { formatShare, formatTokens } from '../usage/format';
import { clock, dayOf } from '../usage/times';
import { budgetShort, budgetText, limitShort, strainedBudgets } from './spendWords';

/** A context window above this share is about to be full. */
const OVERFULL = 0.95;

export interface Reason {
  /** The finding or measure, or the kind of reason; used to mute it. */
  name: string;
  /** Changes with what it is about, not with figures. */
  about: string;
  /** Identifies what happened, so that it is notified once. */
  key: string;
  /** Red (`critical`) only for harm, a spent budget and a full context; `ok` for a wait. */
  severity: Severity;
  icon: string;
  /** Two or three words. */
  text: string;
  /** What happened, in a sentence. */
  sentence: string;
  /** What to do; '' if there is nothing. */
  advice: string;
  /** Null if it is not about a session. */
  session: LiveSession | null;
  /** The log line behind it. */
  line?: { at: number; file: number };
}

/** The project of alerts about a session. */
export const projectOf = (session: LiveSession | null): string | null =>
  session?.row.repository ?? session?.row.project ?? null;

type Reasons = (sessions: readonly LiveSession[], facts: BadgeFacts) => Reason[];

const found: Reasons = (sessions) =>
  sessions.flatMap((session) =>
    session.findings.map((one) => ({
      name: one.name,
      about: one.name,
      key: `${session.row.id} ${one.name} ${identifyingLine(one).file}:${identifyingLine(one).at}`,
      severity: one.severity,
      icon: SEVERITY_ICON[one.severity],
      text: localize(findingWords(one.name).title),
      sentence: localizePlain(one.sentence),
      advice: localizePlain(findingWords(one.name).advice),
      session,
      line: tellingLine(one),
    })),
  );

const measured: Reasons = (sessions, { settings, words }) =>
  !settings.alerts.measures
    ? []
    : sessions.flatMap((session) =>
        session.signals
          .filter(({ name, severity }) => severity !== 'ok' && name !== PARSE_HEALTH.name)
          .map(({ name, severity, label, evidence }) => {
            const word = words.find((one) => one.name === name);
            const last = evidence.findLast(({ against }) => against);
            return {
              name,
              about: name,
              key: `${session.row.id} ${name}`,
              severity,
              icon: SEVERITY_ICON[severity],
              text: localize(word?.title ?? name),
              sentence: `${localize(word?.title ?? name)}: ${localize(label)}`,
              advice: localize(word?.meaning ?? ''),
              session,
              ...(last === undefined ? {} : { line: { at: last.at, file: last.file ?? 0 } }),
            };
          }),
      );

const budgets: Reasons = (_, { spend, now, timeFormat: { timeZone } }) =>
  strainedBudgets(spend)
    .filter(({ dismissed }) => dismissed !== true)
    .map((one) => {
      const severity = budgetSeverity(one.share);
      return {
        name: 'budget',
        about: 'budget',
        // Each day, week or month is notified again.
        key: `budget ${budgetKey(one.budget, dayOf(now, timeZone))} ${severity === 'critical'}`,
        severity,
        icon: SEVERITY_ICON[severity],
        text: budgetShort(one),
        sentence: budgetText(one),
        advice: '',
        session: null,
      };
    });

const archive: Reasons = (_, { notKept }) =>
  notKept === null
    ? []
    : [
        {
          name: 'detectors.archive',
          about: 'archive',
          key: 'archive',
          severity: 'warn',
          icon: 'warning',
          text: t('Archive not kept'),
          sentence: t('Vigil’s archive is not kept'),
          advice: localize(notKept),
          session: null,
        },
      ];

const limits: Reasons = (sessions, { now, timeFormat }) =>
  limitsNow(
    sessions.flatMap((session) => session.limits.map((one) => ({ ...one, session }))),
    now,
  )
    .filter((one) => !one.session.dismissed.includes(limitKey(one)))
    .map(({ reached, session, window, resetsAt }) => {
      const at = clock(resetsAt, timeFormat);
      const words = reached
        ? t('{0} reached', limitName(window))
        : t('{0} nearly reached', limitName(window));
      return {
        name: 'limit',
        about: `limit ${window}`,
        key: `limit ${window} ${resetsAt} ${reached}`,
        severity: 'warn',
        icon: 'warning',
        text: [limitShort(window, reached), at].filter(Boolean).join(' · '),
        sentence: at === '' ? words : t('{0}, resets {1}', words, at),
        advice: '',
        session,
      };
    });

const notUnderstood: Reasons = (sessions) =>
  sessions
    .filter(({ signals }) => isNotUnderstood(signals))
    .map((session) => ({
      name: 'log',
      about: 'log',
      key: `${session.row.id} log`,
      severity: 'warn',
      icon: 'warning',
      text: t('Log not understood'),
      sentence: t('Much of this log could not be read'),
      advice: t('Its figures may be low. Update Vigil.'),
      session,
    }));

const contexts: Reasons = (sessions, { settings }) =>
  sessions.flatMap((session) => {
    const share = fullness(session);
    const { context } = session;
    if (share === null || context?.window == null || share < settings.context.warnAt) return [];
    const severity = share >= OVERFULL ? 'critical' : 'warn';
    const full = formatShare(share, 1);
    return [
      {
        name: 'context',
        about: 'context',
        key: `${session.row.id} context ${severity}`,
        severity,
        icon: SEVERITY_ICON[severity],
        text: t('Context {0}', full),
        sentence: t(
          'Context {0} full, {1} of {2} tokens',
          full,
          formatTokens(context.tokens),
          formatTokens(context.window),
        ),
        advice: t('Run /compact, or start a new session with a summary.'),
        session,
      },
    ];
  });

/** One reason for all waits: that of the session that has waited longest, with their number. */
const waits: Reasons = (sessions, { now, settings }) => {
  const waiting = sessions
    .filter((one) => asksForYou(one) && !isMuted(settings.alerts, 'waiting', projectOf(one)))
    .toSorted((a, b) => (a.row.endedAt ?? '').localeCompare(b.row.endedAt ?? ''));
  const [session] = waiting;
  if (session === undefined) return [];
  const text = waitText(session, now);
  return [
    {
      name: 'waiting',
      about: `waits ${waiting.length}`,
      key: `${session.row.id} waits ${session.row.endedAt}`,
      severity: 'ok',
      icon: 'bell-dot',
      text:
        sessions.length === 1
          ? text
          : waiting.length === 1
            ? t('{0} live, 1 waits', sessions.length)
            : t('{0} live, {1} wait', sessions.length, waiting.length),
      sentence: t('Claude waits for you'),
      advice: '',
      session,
    },
  ];
};

/** The kinds of reasons, in their order within one severity. */
const REASONS: readonly Reasons[] = [
  found,
  measured,
  budgets,
  archive,
  limits,
  notUnderstood,
  contexts,
  waits,
];

/** The reasons that were not muted or dismissed, most important first; empty if nothing is wrong or nothing has been judged yet. */
export const reasonsOf = (badge: Badge, facts: BadgeFacts): Reason[] =>
  REASONS.flatMap((findReasons) => findReasons(badgeSessions(badge), facts))
    .filter(
      ({ name, session }) =>
        !isMuted(facts.settings.alerts, name, projectOf(session)) &&
        session?.dismissed.includes(name) !== true,
    )
    .toSorted(bySeverity);
