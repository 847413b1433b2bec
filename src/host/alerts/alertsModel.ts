/** The alerts in the order of the Alerts view. Does not use `vscode`. */
import { inLocale, t } from '../../l10n/texts';
import { localizePlain } from '../../l10n/localize';
import type { Alert } from '../../questions/alerts';
import { isOpen, MOST_LISTED } from '../../detectors/alertStates';
import { formatSpan } from '../../usage/format';

/** Kinds that only matter while they last. */
const OF_NOW: ReadonlySet<Alert['kind']> = new Set([
  'waiting',
  'context',
  'budget',
  'limit',
  'log',
  'detector',
]);

/** Most past alerts that are listed. */
const MOST_RESOLVED = 50;

export interface AlertGroups {
  /** Can be acted on: in a live session, or about today's money. */
  now: Alert[];
  /** Findings of ended sessions. */
  recently: Alert[];
  /** Past alerts of the last 30 days. */
  resolved: Alert[];
}

/** The groups of alerts, those of this workspace first. Dismissed, muted and snoozed alerts are in none. */
export function groupsOf(
  alerts: readonly Alert[],
  live: ReadonlySet<string>,
  isHere: (project: string | null) => boolean,
): AlertGroups {
  const here = (alert: Alert): boolean => alert.project === null || isHere(alert.project);
  const ordered = [...alerts.filter(here), ...alerts.filter((one) => !here(one))];
  const isNow = ({ kind, session }: Alert): boolean =>
    OF_NOW.has(kind) || (session !== null && live.has(session));
  const open = ordered.filter(isOpen);
  return {
    now: open.filter(isNow),
    recently: open.filter((one) => !isNow(one)).slice(0, MOST_LISTED),
    resolved: alerts.filter(({ state }) => state === 'resolved').slice(0, MOST_RESOLVED),
  };
}

/** One sentence that says what happened. */
export const sentenceOf = ({ kind, sentence }: Alert): string =>
  kind === 'waiting' ? t('Claude waits for you') : localizePlain(sentence);

/** The shortest text that distinguishes it from others: how long it waits, how full it is, or what it says. */
export function factOf({ kind, detail, at }: Alert, now: number): string {
  const since = at === null ? 0 : now - Date.parse(at);
  if (kind === 'waiting') return since < 60_000 ? '' : formatSpan(since);
  if (kind === 'context') return inLocale(/^\d+ %/.exec(detail)?.[0] ?? '');
  return kind === 'finding' ? '' : localizePlain(detail);
}
