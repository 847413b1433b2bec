import type { LiveSession } from '../library/sessionRow';
import type { Settings } from '../settings/settings';
import type { Spend } from '../usage/budget';
import { isNearlyFull } from '../usage/context';
import { blockText, budgetText, limitsText, notional, strainedBudgets, sumsText } from './spendWords';
import { sparkline, standing, type Usual } from '../signals/baseline';
import { verdictOf } from '../signals/registry';
import type { Severity, SignalReading } from '../signals/signal';
import { tellingLine, type Found } from '../findings/finding';
import { findingWords } from '../findings/registry';
import { isNotUnderstood, type SessionSeverity } from '../findings/severity';
import { bySeverity, SEVERITY_ICON, urgencyOf } from '../signals/severity';
import { PARSE_HEALTH } from '../signals/parseHealth';
import { limitsNow } from '../usage/blocks';
import { formatTokens } from '../usage/format';
import { clip, costText, escapeMarkdown, fillText, type Translate } from './format';
import { inWorkspace } from './workspacePaths';

/** What the badge speaks of: the worst live session of this workspace, and the other live ones in it. */
export interface Badge {
  worst: LiveSession | null;
  others: LiveSession[];
}

/** What the tooltip needs of the signal registry. */
export interface SignalWords {
  name: string;
  title: string;
  meaning: string;
  experimental: boolean;
}

/** Words for what a live session is doing. */
export function stateWord(state: LiveSession['row']['state'], t: Translate): string {
  return { active: t('active'), waiting: t('waiting for you'), idle: t('idle'), ended: t('ended') }[state];
}

const LIVELIEST = ['active', 'waiting', 'idle', 'ended'];

/** Worst severity first, then active before waiting and idle, then the latest written to. */
function worstFirst(a: LiveSession, b: LiveSession): number {
  return (
    urgencyOf(b.row.severity) - urgencyOf(a.row.severity) ||
    LIVELIEST.indexOf(a.row.state) - LIVELIEST.indexOf(b.row.state) ||
    (b.row.endedAt ?? '').localeCompare(a.row.endedAt ?? '')
  );
}

/** What the tooltip speaks of beside the sessions. */
export interface BadgeFacts {
  words: readonly SignalWords[];
  usual: readonly Usual[];
  /** Null until the engine has told. */
  spend: Spend | null;
  settings: Pick<Settings, 'plan' | 'context' | 'alerts'>;
  now: number;
  locale: string;
  t: Translate;
  /** Why the archive is not kept, in words; null while it is. */
  notKept?: string | null;
}

/** Picks from the live sessions those of this workspace, worst first. */
export function badgeOf(
  live: readonly LiveSession[],
  folders: readonly string[],
  ignoreCase: boolean,
): Badge {
  const here = live
    .filter(({ row }) => row.state !== 'ended' && inWorkspace(row.project, folders, ignoreCase))
    .toSorted(worstFirst);
  return { worst: here[0] ?? null, others: here.slice(1) };
}

/** Word for a severity, the same on every face. */
export function severityWord(severity: SessionSeverity, t: Translate): string {
  return { unjudged: t('not judged yet'), ok: t('OK'), warn: t('WARN'), critical: t('CRITICAL') }[severity];
}

/** Why the badge is not quiet. */
export interface Reason {
  /** Red only for harm; `ok`: nothing is wrong, somebody is waited for. */
  severity: Severity;
  icon: string;
  /** Plain words in lower case, as few as tell it. */
  text: string;
  /** Null of what concerns no session. */
  session: LiveSession | null;
}

type ReasonFacts = Pick<BadgeFacts, 'words' | 'spend' | 'settings' | 'now' | 't' | 'notKept'>;

/** Lower case but for names: “no answer”, but “API error”. */
const plain = (title: string): string => {
  const [first = '', second = ' '] = title;
  const isName = second !== ' ' && second === second.toUpperCase();
  return isName ? title : first.toLowerCase() + title.slice(1);
};

/** Each kind of reason, in the order in which they go before each other among those of one severity. */
const REASONS: readonly ((sessions: readonly LiveSession[], facts: ReasonFacts) => Reason[])[] = [
  (sessions) =>
    sessions.flatMap((session) =>
      session.findings.map(({ name, severity }) => ({
        severity,
        icon: SEVERITY_ICON[severity],
        text: plain(findingWords(name).title),
        session,
      })),
    ),
  (sessions, { settings, words }) =>
    !settings.alerts.measures
      ? []
      : sessions.flatMap((session) =>
          session.signals
            .filter(({ name, severity }) => severity !== 'ok' && name !== PARSE_HEALTH.name)
            .map(({ name, severity }) => ({
              severity,
              icon: SEVERITY_ICON[severity],
              text: plain(words.find((word) => word.name === name)?.title ?? name),
              session,
            })),
        ),
  (_, { spend, t }) =>
    strainedBudgets(spend).map(({ share }) => ({
      severity: share >= 1 ? 'critical' : 'warn',
      icon: 'flame',
      text: share >= 1 ? t('budget spent') : t('budget nearly spent'),
      session: null,
    })),
  (_, { notKept, t }) =>
    typeof notKept === 'string'
      ? [{ severity: 'warn', icon: 'warning', text: t('archive not kept'), session: null }]
      : [],
  (sessions, { now, t }) =>
    limitsNow(
      sessions.flatMap((session) => session.limits.map((one) => ({ ...one, session }))),
      now,
    ).map(({ reached, session }) => ({
      severity: 'warn',
      icon: 'warning',
      text: reached ? t('limit reached') : t('limit nearly reached'),
      session,
    })),
  (sessions, { t }) =>
    sessions
      .filter(({ signals }) => isNotUnderstood(signals))
      .map((session) => ({ severity: 'warn', icon: 'warning', text: t('log not understood'), session })),
  (sessions, { settings, t }) =>
    sessions
      .filter(({ context }) => isNearlyFull(context, settings.context.warnAt))
      .map((session) => ({ severity: 'warn', icon: 'warning', text: t('context nearly full'), session })),
  (sessions, { t }) =>
    sessions
      .filter(({ row }) => row.state === 'waiting')
      .map((session) => ({
        severity: 'ok',
        icon: 'comment-discussion',
        text: t('waits for you'),
        session,
      })),
];

/** Why the badge is not quiet, the first reason first; empty while all is well or nothing is judged yet. */
export function reasonsOf({ worst, others }: Badge, facts: ReasonFacts): Reason[] {
  const sessions = worst === null ? [] : [worst, ...others];
  return REASONS.flatMap((of) => of(sessions, facts)).toSorted(bySeverity);
}

/** Text of the status-bar item: an eye while all is well, else one plain reason; “Vigil” when no session is live here. */
export function badgeText(badge: Badge, [reason]: readonly Reason[]): string {
  if (reason !== undefined) return `$(${reason.icon}) ${reason.text}`;
  return badge.worst === null ? '$(eye) Vigil' : '$(eye)';
}

/** Sentence for a screen reader. */
export function badgeLabel({ worst, others }: Badge, [reason]: readonly Reason[], t: Translate): string {
  if (worst === null && reason === undefined)
    return t('Vigil: no live Claude Code session in this workspace');
  const session = reason === undefined ? worst : reason.session;
  const state =
    reason?.text ?? (worst?.row.severity === 'unjudged' ? t('not judged yet') : t('nothing to look at'));
  if (session === null) return t('Vigil: {0}', state);
  const first = t('Vigil: {0}, live Claude Code session {1}', state, titleOf(session));
  return others.length === 0 ? first : `${first}; ${t('{0} more live here', others.length)}`;
}

/** Value of a signal with at most two places; "unknown" when the signal cannot say (law 1). */
export function valueText(reading: SignalReading, locale: string, t: Translate): string {
  if (reading.value === null) return t('unknown');
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(reading.value);
}

/**
 * Markdown of the badge's tooltip: what was found in the live sessions, each as a sentence with the line that tells it and what to do;
 * then context, cost and measures of the first session, and the other live ones as links. Text that comes from logs is escaped.
 */
export function badgeTooltip(badge: Badge, facts: BadgeFacts): string {
  const { spend, settings, now, t } = facts;
  const { worst, others } = badge;
  const spent =
    spend === null ? [] : [sumsText(spend, t), blockText(spend, now, t), limitsText(spend, now, t)];
  const money = [...spent, notional(settings, t)].filter((line) => line !== '').map(escapeMarkdown);
  const budgets = strainedBudgets(spend).map((one) => `$(flame) **${escapeMarkdown(budgetText(one, t))}**`);
  const archive =
    typeof facts.notKept === 'string'
      ? [`$(warning) **${t('The archive is not kept.')}** ${escapeMarkdown(facts.notKept)}`]
      : [];
  const ledger = [...archive, ...budgets, ...money].join('  \n');
  if (worst === null) {
    return [
      `**${t('Vigil')}**`,
      t('No live Claude Code session in this workspace.'),
      t('Start one in a terminal and what is found in it appears here. Click to see all sessions.'),
      ledger,
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  }
  const parts = [
    `**${escapeMarkdown(titleOf(worst))}**`,
    ...worst.findings.map((one) => findingLines(worst, one, t)),
  ];
  if (isNotUnderstood(worst.signals))
    parts.push(`$(warning) ${t('The log is not understood: every figure of this session is in doubt.')}`);
  if (isNearlyFull(worst.context, settings.context.warnAt))
    parts.push(
      `$(warning) ${t('The context is nearly full: compact it, or start anew with what was learned.')}`,
    );
  if (worst.row.severity === 'unjudged') parts.push(t('Not judged yet: too little has happened.'));
  parts.push(stateLine(worst, facts), ...measureLines(worst, facts));
  for (const other of others)
    parts.push(...other.findings.map((one) => findingLines(other, one, t, titleOf(other))));
  if (others.length > 0) {
    parts.push('---', `${t('Also live here:')}\n\n${others.slice(0, 5).map(otherLine).join('\n')}`);
  }
  if (ledger !== '') parts.push('---', ledger);
  parts.push('---', t('Click to open the session.'));
  return parts.join('\n\n');
}

/** What was found, the line that tells it, what to do; of another session with its title. */
function findingLines({ row }: LiveSession, found: Found, t: Translate, title = ''): string {
  const { at, file } = tellingLine(found);
  const link = `[${t('Show the line')}](command:vigil.openLog?${argumentsOf(row.id, at, file)})`;
  return [
    `$(${SEVERITY_ICON[found.severity]}) **${escapeMarkdown(found.sentence)}**`,
    ...[findingWords(found.name).advice, title].filter((text) => text !== '').map(escapeMarkdown),
    link,
  ].join('  \n');
}

/** What it does, its context and cost. */
function stateLine({ row, context }: LiveSession, { t }: BadgeFacts): string {
  const cost = costText(row, t);
  return [
    stateWord(row.state, t),
    context === null
      ? ''
      : context.window === null
        ? t('context {0}', fillText(context, t))
        : t(
            'context {0} ({1} of {2} tokens)',
            fillText(context, t),
            formatTokens(context.tokens),
            formatTokens(context.window),
          ),
    cost === '' ? '' : t('cost {0}', cost),
  ]
    .filter((fact) => fact !== '')
    .map(escapeMarkdown)
    .join(' · ');
}

/** Its measures, those with marks first where these are asked for. */
function measureLines(
  { row, signals }: LiveSession,
  { words, usual, settings, locale, t }: BadgeFacts,
): string[] {
  const { measures } = settings.alerts;
  return signals
    .filter(
      ({ name, severity }) =>
        (measures && severity !== 'ok') || words.some((word) => word.name === name && !word.experimental),
    )
    .toSorted((a, b) => (measures ? bySeverity(a, b) : 0))
    .map((reading) =>
      measures
        ? signalLines(row.id, reading, words, usual, locale, t)
        : measureLine(reading, words, usual, locale, t),
    );
}

/** A measure in a line: its value and where it stands among those of one's own sessions. */
function measureLine(
  reading: SignalReading,
  words: readonly SignalWords[],
  usual: readonly Usual[],
  locale: string,
  t: Translate,
): string {
  const own = usual.find(({ name }) => name === reading.name);
  const title = words.find(({ name }) => name === reading.name)?.title ?? reading.name;
  const mark = reading.severity === 'ok' || reading.name === PARSE_HEALTH.name ? '' : t('unusual');
  const rest = [mark, own === undefined ? '' : standing(reading.value, own)].filter((text) => text !== '');
  return [
    `${escapeMarkdown(title)} ${escapeMarkdown(valueText(reading, locale, t))}`,
    ...rest.map(escapeMarkdown),
  ].join(' · ');
}

/** As codevigil has it: a measure with its severity. */
function signalLines(
  session: string,
  reading: SignalReading,
  words: readonly SignalWords[],
  usual: readonly Usual[],
  locale: string,
  t: Translate,
): string {
  const word = words.find(({ name }) => name === reading.name);
  const verdict = verdictOf(reading);
  const judged = verdict === 'tooShort' || verdict === 'describes' ? null : verdict;
  const icon = judged === null ? 'dash' : SEVERITY_ICON[judged];
  const state = judged !== null ? severityWord(judged, t) : verdict === 'tooShort' ? t('not judged') : '';
  const title = `**${escapeMarkdown(word?.title ?? reading.name)}** ${escapeMarkdown(valueText(reading, locale, t))}`;
  const head = `$(${icon}) ${title}${state === '' ? '' : ` · ${state}`}`;
  const own = usual.find(({ name }) => name === reading.name);
  const place =
    own === undefined ? '' : [standing(reading.value, own), sparkline(own.trend)].join(' ').trim();
  // The meaning only where something is wrong: a tooltip is read at a glance.
  const rest = [reading.label, place, reading.severity === 'ok' ? '' : (word?.meaning ?? '')]
    .filter((text) => text !== '')
    .map(escapeMarkdown);
  const line = reading.evidence.findLast(({ against }) => against);
  const link =
    reading.severity === 'ok' || line === undefined
      ? []
      : [
          `[${t('Open the latest line')}](command:vigil.openLog?${argumentsOf(session, line.at, line.file ?? 0)})`,
        ];
  // What is well takes two lines, what is wrong as many as it needs.
  if (reading.severity === 'ok') return [head, rest.join(' · ')].join('  \n');
  return [head, ...rest, ...link].join('  \n');
}

/** A list line that opens the session. VS Code runs the link only for the commands the item trusts. */
function otherLine(session: LiveSession): string {
  const args = argumentsOf(session.row.id);
  return `- $(${SEVERITY_ICON[session.row.severity]}) [${escapeMarkdown(titleOf(session))}](command:vigil.openSession?${args})`;
}

const argumentsOf = (...args: unknown[]): string => encodeURIComponent(JSON.stringify(args));

function titleOf({ row }: LiveSession): string {
  return clip(row.name, 80);
}
