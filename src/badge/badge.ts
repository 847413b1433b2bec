/** What the badge says of the live sessions of this workspace. Does not use `vscode`. */
import { t } from '../l10n/texts';
import type { LiveSession } from '../library/sessionRow';
import type { Settings } from '../settings/settings';
import { urgencyOf, type Severity } from '../signals/severity';
import { fillText } from '../usage/contextShare';
import { formatShare, costText } from '../usage/format';
import { pricedCost } from '../usage/rows';
import { clip } from '../log/visible';
import { badgeSessions, type Badge, type BadgeFacts } from './liveWords';
import { reasonsOf, type Reason } from './reasons';
import { leftText, sumText } from './spendWords';
import { inWorkspace } from '../session/paths';

const LIVELIEST = ['active', 'waiting', 'idle', 'ended'];

/** Worst severity first, then active before waiting and idle, then the most recently written. */
function worstFirst(a: LiveSession, b: LiveSession): number {
  return (
    urgencyOf(b.row.severity) - urgencyOf(a.row.severity) ||
    LIVELIEST.indexOf(a.row.state) - LIVELIEST.indexOf(b.row.state) ||
    (b.row.endedAt ?? '').localeCompare(a.row.endedAt ?? '')
  );
}

/** The live sessions of this workspace, worst first. */
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

/** What the badge says, and why. */
export interface BadgeContent {
  icon: string;
  text: string;
  /** Its colour: none, yellow or red. */
  severity: Severity;
  /** What it is about, without figures. If this changes, the badge is updated at once, otherwise at its usual interval. */
  about: string;
  /** The session a click opens; null for none. */
  session: LiveSession | null;
  /** The reasons, the one shown first; empty if nothing is wrong or known. */
  reasons: Reason[];
}

/** The current badge: the first reason if something is wrong, else the facts chosen in the settings. */
export function badgeContent(badge: Badge, facts: BadgeFacts): BadgeContent {
  const { reading } = facts;
  const quiet = { severity: 'ok' as const, session: badge.worst, reasons: [] };
  if (facts.stopped) return { ...quiet, icon: 'warning', text: t('Vigil stopped'), about: 'stopped' };
  // While logs are being read, a session may look better or worse than it is.
  if (reading?.running === true)
    return {
      ...quiet,
      icon: 'loading~spin',
      text:
        reading.bytesTotal === 0
          ? t('Reading logs')
          : t('Reading logs {0}', formatShare(reading.bytesDone, reading.bytesTotal)),
      // In tenths, so that the share visibly grows while many logs are read.
      about: `reading ${Math.floor((10 * reading.bytesDone) / Math.max(1, reading.bytesTotal))}`,
    };
  const reasons = reasonsOf(badge, facts);
  const [reason] = reasons;
  if (reason !== undefined) {
    const { icon, severity, text, session } = reason;
    const about = `${reason.about} ${severity} ${session?.row.id ?? ''}`;
    return { icon, severity, text, about, session: session ?? badge.worst, reasons };
  }
  const live = badgeSessions(badge);
  // What was spent is not known either.
  if (reading !== null && live.length === 0)
    return {
      ...quiet,
      icon: 'debug-pause',
      text: t('Reading stopped at {0}', formatShare(reading.bytesDone, reading.bytesTotal)),
      about: 'reading stopped',
    };
  const about = live
    .map(({ row }) => `${row.id} ${row.state}`)
    .sort()
    .join();
  return { ...quiet, icon: 'eye', text: factsText(live, facts), about };
}

/** The facts of `vigil.statusBar.show` that are known, in their order: “38 % · $15.26 · 3 h 34 min left”. */
function factsText(live: readonly LiveSession[], { settings, spend, now, saysAtLeast }: BadgeFacts): string {
  const day = spend === null ? '' : sumText(spend.day);
  const today = day === '' ? '' : t('{0} today', day);
  if (live.length === 0) return today === '' ? t('Vigil') : today;
  const [one] = live;
  const parts: Record<Settings['statusBar']['show'][number], () => string> = {
    context: () =>
      live.length > 1
        ? t('{0} live', live.length)
        : one === undefined || one.context === null
          ? ''
          : fillText(one.context),
    session: () => costOf(live, saysAtLeast),
    limit: () => leftText(spend, now),
    today: () => today,
    week: () => {
      const week = spend === null ? '' : sumText(spend.week);
      return week === '' ? '' : t('{0} this week', week);
    },
  };
  return settings.statusBar.show
    .map((part) => parts[part]())
    .filter(Boolean)
    .join(' · ');
}

/** The total cost of sessions. The hover marks lower bounds; with `saysAtLeast` the text does, for surfaces without a hover. */
export const costOf = (live: readonly LiveSession[], saysAtLeast = false): string =>
  costText({
    costMicroUsd: pricedCost(live.map(({ row }) => row)),
    lowerBound: saysAtLeast && live.some(({ row }) => row.lowerBound || row.conditions.length > 0),
    unpriced: live.flatMap(({ row }) => row.unpriced),
  });

/** Text of the status-bar item. */
export const badgeText = ({ icon, text }: BadgeContent): string =>
  text === '' ? `$(${icon})` : `$(${icon}) ${text}`;

/** Sentence for a screen reader. */
export function badgeLabel(badge: Badge, saying: BadgeContent, { reading, stopped }: BadgeFacts): string {
  if (stopped || reading?.running === true) return t('Vigil: {0}', saying.text);
  const [reason] = saying.reasons;
  if (badge.worst === null && reason === undefined)
    return t('Vigil: no Claude Code session is running in this workspace, {0}', saying.text);
  const { session } = saying;
  const said = reason?.sentence ?? saying.text;
  if (session === null) return t('Vigil: {0}', said);
  const first = t('Vigil: {0}, Claude Code session {1}', said, clip(session.row.name, 80));
  return badge.others.length === 0 ? first : `${first}; ${t('{0} more live here', badge.others.length)}`;
}
