import type { LiveSession } from '../engine/protocol';
import type { Settings } from '../engine/settings';
import type { Spend } from '../usage/budget';
import { isNearlyFull } from '../usage/context';
import { blockText, budgetText, limitsText, notional, strainedBudgets, sumsText } from './spendWords';
import { sparkline, standing, type Usual } from '../signals/baseline';
import { verdictOf } from '../signals/registry';
import type { Severity, SignalReading } from '../signals/signal';
import { clip, costText, escapeMarkdown, fillText, percent, short, type Translate } from './format';
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

const rank: Record<Severity, number> = { ok: 0, warn: 1, critical: 2 };

/** Words for what a live session is doing. */
export function stateWord(state: LiveSession['row']['state'], t: Translate): string {
  return { active: t('active'), waiting: t('waiting for you'), idle: t('idle'), ended: t('ended') }[state];
}

const LIVELIEST = ['active', 'waiting', 'idle', 'ended'];

/** Worst severity first, then active before waiting and idle, then the latest written to. */
function worstFirst(a: LiveSession, b: LiveSession): number {
  return (
    rank[b.row.severity] - rank[a.row.severity] ||
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
  settings: Pick<Settings, 'plan' | 'context'>;
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

/** Codicon of a severity. */
export const severityIcon: Record<Severity, string> = { ok: 'pass', warn: 'warning', critical: 'error' };

/** Word for a severity, the same on every face. */
export function severityWord(severity: Severity, t: Translate): string {
  return { ok: t('OK'), warn: t('WARN'), critical: t('CRITICAL') }[severity];
}

/**
 * Text of the status-bar item: one icon, one word; "Vigil" when no session is live here. A budget that is nearly used up is
 * added with its share, and that the archive is not kept in words.
 */
export function badgeText(
  { worst }: Badge,
  spend: Spend | null,
  t: Translate,
  notKept: string | null = null,
): string {
  const strained = strainedBudgets(spend)[0];
  const archive = notKept === null ? '' : ` $(warning) ${t('archive not kept')}`;
  const budget = `${strained === undefined ? '' : ` $(flame) ${percent(strained.share, 1)}`}${archive}`;
  if (worst === null) return `$(eye) Vigil${budget}`;
  const { severity } = worst.row;
  return `$(${severity === 'ok' ? 'eye' : severityIcon[severity]}) ${severityWord(severity, t)}${budget}`;
}

/** Sentence for a screen reader. */
export function badgeLabel(badge: Badge, t: Translate, notKept: string | null = null): string {
  return notKept === null ? sessionsLabel(badge, t) : `${sessionsLabel(badge, t)}; ${t('archive not kept')}`;
}

function sessionsLabel({ worst, others }: Badge, t: Translate): string {
  if (worst === null) return t('Vigil: no live Claude Code session in this workspace');
  const first = t(
    'Vigil: {0}, live Claude Code session {1}',
    severityWord(worst.row.severity, t),
    titleOf(worst),
  );
  return others.length === 0 ? first : `${first}; ${t('{0} more live here', others.length)}`;
}

/** Value of a signal with at most two places; "unknown" when the signal cannot say (law 1). */
export function valueText(reading: SignalReading, locale: string, t: Translate): string {
  if (reading.value === null) return t('unknown');
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(reading.value);
}

/**
 * Markdown of the badge's tooltip: the worst session with each signal (value, severity, meaning), its context and
 * cost, then the other live sessions as links. Text that comes from logs is escaped.
 */
export function badgeTooltip(badge: Badge, facts: BadgeFacts): string {
  const { words, usual, spend, settings, now, locale, t } = facts;
  const { worst, others } = badge;
  const spent =
    spend === null
      ? []
      : [sumsText(spend, locale, t), blockText(spend, now, locale, t), limitsText(spend, now, t)];
  const money = [...spent, notional(settings, t)].filter((line) => line !== '').map(escapeMarkdown);
  const budgets = strainedBudgets(spend).map(
    (one) => `$(flame) **${escapeMarkdown(budgetText(one, locale, t))}**`,
  );
  const archive =
    typeof facts.notKept === 'string'
      ? [`$(warning) **${t('The archive is not kept.')}** ${escapeMarkdown(facts.notKept)}`]
      : [];
  const ledger = [...archive, ...budgets, ...money].join('  \n');
  if (worst === null) {
    return [
      `**${t('Vigil')}**`,
      t('No live Claude Code session in this workspace.'),
      t('Start one in a terminal and its signals appear here. Click to see all sessions.'),
      ledger,
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  }
  const { row, context } = worst;
  const cost = costText(row, locale, t);
  const state = [
    stateWord(row.state, t),
    context === null
      ? ''
      : context.window === null
        ? t('context {0}', fillText(context, locale, t))
        : t(
            'context {0} ({1} of {2} tokens)',
            fillText(context, locale, t),
            short(context.tokens, locale),
            short(context.window, locale),
          ),
    cost === '' ? '' : t('cost {0}', cost),
  ].filter((fact) => fact !== '');
  const shown = worst.signals.filter(
    ({ name, severity }) =>
      severity !== 'ok' || words.some((word) => word.name === name && !word.experimental),
  );
  const signals = shown
    .toSorted((a, b) => rank[b.severity] - rank[a.severity])
    .map((reading) => signalLines(row.id, reading, words, usual, locale, t));
  const parts = [`**${escapeMarkdown(titleOf(worst))}**`, state.map(escapeMarkdown).join(' · ')];
  if (isNearlyFull(context, settings.context.warnAt))
    parts.push(
      `$(warning) ${t('The context is nearly full: compact it, or start anew with what was learned.')}`,
    );
  parts.push(...signals);
  if (others.length > 0) {
    parts.push('---', `${t('Also live here:')}\n\n${others.slice(0, 5).map(otherLine).join('\n')}`);
  }
  if (ledger !== '') parts.push('---', ledger);
  parts.push('---', t('Click to open the session.'));
  return parts.join('\n\n');
}

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
  const icon = judged === null ? 'dash' : severityIcon[judged];
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
  return `- $(${severityIcon[session.row.severity]}) [${escapeMarkdown(titleOf(session))}](command:vigil.openSession?${args})`;
}

const argumentsOf = (...args: unknown[]): string => encodeURIComponent(JSON.stringify(args));

function titleOf({ row }: LiveSession): string {
  return clip(row.title ?? row.id, 80);
}
