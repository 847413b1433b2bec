/** Which sessions are listed, and how far each has come. Pure. */
import { isOfPerson } from '../analysis/family';
import type { Settings } from '../settings/settings';
import { DAY_MS } from '../usage/days';
import type { LiveState } from './sessionRow';

/** Sessions a person had are listed. */
export const isListed = isOfPerson;

/** How long a session is silent before it is idle, and before it has ended; ms. codevigil's are 5 and 35 minutes. */
export interface Silence {
  idleMs: number;
  endedMs: number;
}

const MINUTE_MS = 60_000;

/** The silence of the settings. */
export const silenceOf = ({ live: { idleMinutes, endedMinutes } }: Pick<Settings, 'live'>): Silence => ({
  idleMs: idleMinutes * MINUTE_MS,
  // A session that ends before it is idle is never idle.
  endedMs: endedMinutes * MINUTE_MS,
});

/**
 * State of a session whose last line was written at `endedAt` (ISO), at the time `now`. `waiting`: the agent has ended its
 * turn or asks. A session that is written to again goes on as it was (coffee-break rule): nothing is forgotten at the end.
 */
export function stateOf(
  endedAt: string | null,
  waiting: boolean,
  now: number,
  { idleMs, endedMs }: Silence,
): LiveState {
  if (endedAt === null) return 'ended';
  const silence = now - Date.parse(endedAt);
  // A line from tomorrow is none of a clock that goes a little fast.
  if (silence >= endedMs || silence < -DAY_MS) return 'ended';
  if (waiting) return 'waiting';
  return silence < idleMs ? 'active' : 'idle';
}
