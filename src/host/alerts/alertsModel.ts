/** The alerts as the Alerts view lists them. Nothing here knows of `vscode`. */
import { inLocale, t } from '../../l10n/texts';
import { saidPlainly } from '../../l10n/said';
import type { Alert } from '../../questions/alerts';
import { isOpen, MOST_LISTED } from '../../questions/shared/alertIds';
import { formatSpan } from '../../usage/format';

/** Kinds that hold now or not at all: nobody can do anything about them later. */
const OF_NOW: ReadonlySet<Alert['kind']> = new Set([
  'waiting',
  'context',
  'budget',
  'limit',
  'log',
  'detector',
]);

/** Alerts that are over and listed, at most. */
const MOST_RESOLVED = 50;

export interface AlertGroups {
  /** What can be acted on: in a session that lives, or of today's money. */
  now: Alert[];
  /** What was found in sessions that have ended. */
  recently: Alert[];
  /** What is over since the last 30 days. */
  resolved: Alert[];
}

/** The alerts in their order, those of this workspace first; what was put away is in none. */
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

/** What happened, in a sentence. */
export const sentenceOf = ({ kind, sentence }: Alert): string =>
  kind === 'waiting' ? t('Claude waits for you') : saidPlainly(sentence);

/** The shortest fact that tells it from the others: since when it waits, how full it is, or what it says. */
export function factOf({ kind, detail, at }: Alert, now: number): string {
  const since = at === null ? 0 : now - Date.parse(at);
  if (kind === 'waiting') return since < 60_000 ? '' : formatSpan(since);
  if (kind === 'context') return inLocale(/^\d+ %/.exec(detail)?.[0] ?? '');
  return kind === 'finding' ? '' : saidPlainly(detail);
}
