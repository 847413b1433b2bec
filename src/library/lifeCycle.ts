/** Which sessions are listed, and the state of each. Pure. */
import { isOfPerson } from '../analysis/family';
import type { Settings } from '../settings/settings';
import { DAY_MS } from '../usage/days';
import type { LiveState } from './sessionRow';

/** Sessions a person had are listed. */
export const isListed = isOfPerson;

/** After how long without a line a session is idle, and after how long it has ended; ms. codevigil's are 5 and 35 minutes. */
export interface Silence {
  idleMs: number;
  endedMs: number;
}

const MINUTE_MS = 60_000;

/** The times from the settings. */
export const silenceOf = ({ live: { idleMinutes, endedMinutes } }: Pick<Settings, 'live'>): Silence => ({
  idleMs: idleMinutes * MINUTE_MS,
  // A session that ends before it is idle is never idle.
  endedMs: endedMinutes * MINUTE_MS,
});

/**
 * The state at `now` of a session whose last line was written at `endedAt` (ISO). `waiting`: the turn is over, or Claude asks
 * something. If an ended session is written to again, it continues as before.
 */
export function stateOf(
  endedAt: string | null,
  waiting: boolean,
  now: number,
  { idleMs, endedMs }: Silence,
): LiveState {
  if (endedAt === null) return 'ended';
  const silence = now - Date.parse(endedAt);
  // A line far in the future is not explained by a clock that is slightly ahead.
  if (silence >= endedMs || silence < -DAY_MS) return 'ended';
  if (waiting) return 'waiting';
  return silence < idleMs ? 'active' : 'idle';
}
