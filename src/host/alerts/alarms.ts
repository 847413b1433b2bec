/** What people are notified of. Does not use `vscode`. */
import type { LiveSession } from '../../library/sessionRow';
import { asksForYou } from '../../badge/liveWords';
import type { Reason } from '../../badge/reasons';

/** Most notifications that are remembered. Older ones belong to sessions that ended long ago. */
export const MOST_TOLD = 500;

/** A wait must last this long before it is notified, as people at their desk answer sooner. In ms. */
export const WAIT_MS = 20_000;

/** Never notified: measures only describe, and an archive that is not kept has a message of its own. */
const TOLD_OF = new Set(['context', 'limit', 'budget']);
/** The same in all windows, even if it came from one session. */
const OF_ALL_WINDOWS = new Set(['limit', 'budget']);

export interface Telling {
  reported: ReadonlySet<string>;
  muted: readonly string[];
  /** This window has the focus. */
  focused: boolean;
}

/**
 * Harm, full contexts, limits and budgets that were neither notified nor muted. What is the same in all windows is shown by the focused
 * one. `findings`: names of all findings.
 */
export const newAlarms = (
  reasons: readonly Reason[],
  findings: ReadonlySet<string>,
  { reported, muted, focused }: Telling,
): Reason[] =>
  reasons
    .filter(({ name, severity }) => TOLD_OF.has(name) || (severity === 'critical' && findings.has(name)))
    .filter(({ key, name }) => !reported.has(key) && !muted.includes(name))
    .filter(({ name }) => focused || !OF_ALL_WINDOWS.has(name));

export const waitKey = ({ row }: LiveSession): string => `${row.id} waits ${row.endedAt}`;

/** Sessions that have waited long enough and were not notified; `next`: ms until the next one has, or null. */
export function waitsToTell(
  sessions: readonly LiveSession[],
  reported: ReadonlySet<string>,
  now: number,
): { due: LiveSession[]; next: number | null } {
  const left = ({ row }: LiveSession): number =>
    row.endedAt === null ? 0 : WAIT_MS - (now - Date.parse(row.endedAt));
  const waiting = sessions.filter((one) => asksForYou(one) && !reported.has(waitKey(one)));
  const later = waiting.map(left).filter((ms) => ms > 0);
  return {
    due: waiting.filter((one) => left(one) <= 0),
    next: later.length === 0 ? null : Math.min(...later, WAIT_MS),
  };
}
