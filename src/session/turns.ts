/** Which turn an event is in. Pure. */
import type { Event } from './event';

/** The turn of each event, from 0: one begins with each prompt or command, and what comes before the first is a turn of its own. */
export function turnByEvent(events: readonly Event[]): number[] {
  let turn = -1;
  return events.map(({ kind }) => {
    if (kind === 'prompt' || kind === 'command' || turn === -1) turn++;
    return turn;
  });
}
