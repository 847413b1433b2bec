/** The alerts as the Alerts view lists them. Nothing here knows of `vscode`. */
import type { Alert } from '../questions/alerts';
import { MOST_LISTED } from '../questions/shared/alertIds';
import { minutes, percent, type Translate } from './format';

/** Kinds that hold now or not at all: nobody can do anything about them later. */
const OF_NOW: ReadonlySet<Alert['kind']> = new Set(['waiting', 'context', 'budget', 'limit', 'log']);

export interface AlertGroups {
  /** What can be acted on: in a session that lives, or of today's money. */
  now: Alert[];
  /** What was found in sessions that have ended. */
  recently: Alert[];
}

/** The alerts in their order, those of this workspace first. */
export function groupsOf(
  alerts: readonly Alert[],
  live: ReadonlySet<string>,
  isHere: (project: string | null) => boolean,
): AlertGroups {
  const here = (alert: Alert): boolean => alert.project === null || isHere(alert.project);
  const ordered = [...alerts.filter(here), ...alerts.filter((one) => !here(one))];
  const isNow = ({ kind, session }: Alert): boolean =>
    OF_NOW.has(kind) || (session !== null && live.has(session));
  return { now: ordered.filter(isNow), recently: ordered.filter((one) => !isNow(one)).slice(0, MOST_LISTED) };
}

/** What is muted by: the name of the finding or measure, else the kind. */
export function muteName({ id, kind, session }: Pick<Alert, 'id' | 'kind' | 'session'>): string {
  // An id begins with its session's, which may hold blanks, and what makes it another alert.
  const [first = '', second = ''] = id
    .slice((session ?? '').length)
    .trim()
    .split(' ');
  return kind === 'finding' ? second : kind === 'signal' ? first : kind;
}

/** What happened, in a sentence. */
export const sentenceOf = ({ kind, title }: Alert, t: Translate): string =>
  kind === 'waiting' ? t('Claude waits for you') : title;

/** The shortest fact that tells it from the others: since when it waits, how full it is, or what it says. */
export function factOf({ kind, detail, at }: Alert, now: number, t: Translate): string {
  if (kind === 'waiting') return at === null ? '' : minutes(Math.max(0, now - Date.parse(at)), t);
  if (kind === 'context') return percent(Number.parseInt(detail, 10), 100).replace('?', '');
  return kind === 'finding' ? '' : detail;
}
