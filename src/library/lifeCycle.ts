/** Which sessions are listed, and how far each has come. Pure. */
import { isOfPerson } from '../analysis/family';
import type { LiveState } from './sessionRow';

/** Sessions a person had are listed. */
export const isListed = isOfPerson;

/** codevigil's life cycle: silence of 5 minutes is idle, of 35 minutes the end. In ms. */
const IDLE_MS = 5 * 60_000;
export const ENDED_MS = 35 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * State of a session whose last line was written at `endedAt` (ISO), at the time `now`. `waiting`: the agent has ended its
 * turn or asks. A session that is written to again goes on as it was (coffee-break rule): nothing is forgotten at the end.
 */
export function stateOf(endedAt: string | null, waiting: boolean, now: number): LiveState {
  if (endedAt === null) return 'ended';
  const silence = now - Date.parse(endedAt);
  // A line from tomorrow is none of a clock that goes a little fast.
  if (silence >= ENDED_MS || silence < -DAY_MS) return 'ended';
  if (waiting) return 'waiting';
  return silence < IDLE_MS ? 'active' : 'idle';
}
