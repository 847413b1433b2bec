/** The rows of sessions in lists and the badge. Pure. */
import { writtenName } from '../session/naming';
import { urgencyOf, type Severity } from '../signals/severity';
import { openOf } from '../findings/registry';
import { ALERT_ABOUT, alertId } from '../store/alerts';
import type { SessionFigures } from '../store/figures';
import { limitKey, limitsNow } from '../usage/blocks';
import { tokensOf, pricedCost } from '../usage/rows';
import { conversationOf } from '../session/sessionId';
import type { Ends } from './ends';
import { isListed, stateOf } from './lifeCycle';
import type { LiveSession, SessionRow } from './sessionRow';
import type { Rules } from './rules';
import { isHeadless } from './tally';

/** Latest of ISO times; null without any. */
const latest = (times: (string | null)[]): string | null =>
  times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);

interface Known {
  readonly figures: ReadonlyMap<string, SessionFigures>;
  readonly entries: ReadonlyMap<string, { readonly gone: boolean }>;
  /** The sessions sorted by their ends; without it, all sessions are searched. */
  readonly ends?: Pick<Ends, 'since'>;
}

/** What determines days and states. */
type RowRules = Pick<Rules, 'dayOf' | 'silence'>;

/** The row of a session, with the usage of its sub-agents. The severity is its own (P16). `kept`: in the vault. */
export function rowOf(
  library: Known,
  figures: SessionFigures,
  now: number,
  { dayOf, silence }: RowRules,
  kept: (path: string) => boolean = () => false,
): SessionRow {
  const family = [figures, ...figures.subAgents.flatMap((id) => library.figures.get(id) ?? [])];
  const usage = family.flatMap((one) => one.usage);
  const endedAt = latest(family.map((one) => one.endedAt));
  const entry = library.entries.get(figures.file);
  // A deleted log is not being written.
  const left = entry === undefined || entry.gone;
  const copied = left && kept(figures.file);
  return {
    id: figures.id,
    name: writtenName(figures),
    project: figures.project,
    repository: figures.repository,
    startedAt: figures.startedAt,
    endedAt,
    day: figures.startedAt === null ? null : dayOf(Date.parse(figures.startedAt)),
    lastDay: endedAt === null ? null : dayOf(Date.parse(endedAt)),
    state: left || isOver(figures, endedAt) ? 'ended' : stateOf(endedAt, figures.waiting, now, silence),
    severity: figures.severity,
    prompts: figures.prompts,
    messages: figures.messages,
    subAgents: figures.subAgents.length,
    agentType: figures.agentType,
    task: figures.taskType,
    tokens: usage.reduce((sum, row) => sum + tokensOf(row), 0),
    costMicroUsd: usage.length === 0 ? 0 : pricedCost(usage),
    lowerBound: usage.some((row) => row.lowerBound > 0),
    conditions: [...new Set(usage.flatMap((row) => Object.keys(row.unknownConditions)))].sort(),
    unpriced: [...new Set(usage.filter((row) => row.costMicroUsd === null).map((row) => row.model))].sort(),
    gone: left && !copied,
    copied,
    starred: false,
    note: null,
    hidden: false,
  };
}

/** A scripted run (`claude -p`) ends with its turn, because nobody can answer. Not while a sub-agent still writes. */
const isOver = (figures: SessionFigures, familyEndedAt: string | null): boolean =>
  figures.waiting && isHeadless(figures) && figures.endedAt === familyEndedAt;

/** Sessions of which a line, or one of a sub-agent, was written since `t`. */
function writtenLately({ figures, ends }: Known, t: number): Iterable<SessionFigures> {
  if (ends === undefined) return figures.values();
  const ids = new Set(ends.since(t).map(conversationOf));
  return [...ids].flatMap((id) => figures.get(id) ?? []);
}

/** Facts about a live session besides its figures; `window`: its context window as Claude Code states it. */
export type Lately = Pick<LiveSession, 'trend' | 'model'> & { window?: number | null };

/** What a person no longer wants to see. */
interface Attention {
  isHidden: (session: string) => boolean;
  /** The alert with this id was dismissed, muted or snoozed, and has not become worse. */
  isPutAway: (alert: string, severity: Severity) => boolean;
  /** The settings mute findings of this name, in this project. */
  isMuted: (finding: string, project: string | null) => boolean;
}
const NO_WISHES: Attention = { isHidden: () => false, isPutAway: () => false, isMuted: () => false };

/** See `LiveSession.dismissed`. */
function dismissedIn(
  { signals, compactions, limits }: SessionFigures,
  { id, endedAt }: SessionRow,
  now: number,
  isPutAway: Attention['isPutAway'],
): string[] {
  const alerts: [name: string, about: string, severity: Severity][] = [
    ...signals.map((one): [string, string, Severity] => [one.name, one.name, one.severity]),
    ['log', ALERT_ABOUT.log, 'warn'],
    ['context', ALERT_ABOUT.context(compactions), 'warn'],
    ['waiting', ALERT_ABOUT.waiting(endedAt), 'ok'],
  ];
  return [
    ...alerts.flatMap(([name, about, severity]) => (isPutAway(alertId(id, about), severity) ? name : [])),
    // A limit has one alert, whichever sessions mention it.
    ...limitsNow(limits, now)
      .map(limitKey)
      .filter((key) => isPutAway(key, 'warn')),
  ];
}

/** Sessions that have not ended, worst first, then the most recent. */
export function liveSessions(
  library: Known,
  now: number,
  rules: RowRules,
  lately: (id: string) => Lately,
  { isHidden, isPutAway, isMuted }: Attention = NO_WISHES,
): LiveSession[] {
  const live: LiveSession[] = [];
  for (const figures of writtenLately(library, now - rules.silence.endedMs)) {
    if (!isListed(figures) || isHidden(figures.id)) continue;
    // A session lives while one of its sub-agents does.
    const ended = (one: SessionFigures | undefined): boolean =>
      stateOf(one?.endedAt ?? null, false, now, rules.silence) === 'ended';
    if (ended(figures) && figures.subAgents.every((id) => ended(library.figures.get(id)))) continue;
    const row = rowOf(library, figures, now, rules);
    if (row.state === 'ended') continue;
    const { window = null, ...known } = lately(figures.id);
    live.push({
      row,
      signals: figures.signals,
      findings: openOf(figures.findings).filter(
        (one) =>
          !isMuted(one.name, row.repository ?? row.project) &&
          !isPutAway(alertId(row.id, ALERT_ABOUT.finding(one)), one.severity),
      ),
      dismissed: dismissedIn(figures, row, now, isPutAway),
      limits: figures.limits,
      context:
        figures.context === null || window === null
          ? figures.context
          : { ...figures.context, window, official: true },
      ...known,
    });
  }
  return live.sort(
    (a, b) =>
      urgencyOf(b.row.severity) - urgencyOf(a.row.severity) ||
      ((a.row.endedAt ?? '') < (b.row.endedAt ?? '') ? 1 : -1),
  );
}
