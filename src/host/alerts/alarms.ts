/** What a person is notified of. Nothing here knows of `vscode`. */
import type { LiveSession } from '../../library/sessionRow';
import type { Reason } from '../../badge/reasons';

/** Alarms remembered as told; older ones are forgotten, their sessions have long ended. */
export const MOST_TOLD = 500;

/** A wait is told of when it has lasted so long: whoever sits there answers sooner. In ms. */
export const WAIT_MS = 20_000;

/** Measures describe, an archive that is not kept has a notice of its own: neither is told. */
const TOLD_OF = new Set(['context', 'limit', 'budget']);
/** The same in all windows, also where one session told of it. */
const OF_ALL_WINDOWS = new Set(['limit', 'budget']);

export interface Telling {
  reported: ReadonlySet<string>;
  muted: readonly string[];
  /** The person is at this window. */
  focused: boolean;
}

/**
 * Harm, full contexts, limits and budgets that were neither told nor muted. What is the same in all windows is told by the one the person is
 * at. `findings`: names of all findings.
 */
export const alarmsToTell = (
  reasons: readonly Reason[],
  findings: ReadonlySet<string>,
  { reported, muted, focused }: Telling,
): Reason[] =>
  reasons
    .filter(({ name, severity }) => TOLD_OF.has(name) || (severity === 'critical' && findings.has(name)))
    .filter(({ key, name }) => !reported.has(key) && !muted.includes(name))
    .filter(({ name }) => focused || !OF_ALL_WINDOWS.has(name));

export const waitKey = ({ row }: LiveSession): string => `${row.id} waits ${row.endedAt}`;

/** Sessions that have waited for a while and were not told of; `next`: when the next one will have, ms from now, or null. */
export function waitsToTell(
  sessions: readonly LiveSession[],
  reported: ReadonlySet<string>,
  now: number,
): { due: LiveSession[]; next: number | null } {
  const left = ({ row }: LiveSession): number =>
    row.endedAt === null ? 0 : WAIT_MS - (now - Date.parse(row.endedAt));
  const waiting = sessions.filter((one) => one.row.state === 'waiting' && !reported.has(waitKey(one)));
  const later = waiting.map(left).filter((ms) => ms > 0);
  return {
    due: waiting.filter((one) => left(one) <= 0),
    next: later.length === 0 ? null : Math.min(...later, WAIT_MS),
  };
}
