/** Numbers of turns. Pure. */
import type { Event } from './event';

/** The turn of each event, from 0: each prompt or command starts a turn, and events before the first one are a turn too. */
export function turnByEvent(events: readonly Event[]): number[] {
  let turn = -1;
  return events.map(({ kind }) => {
    if (kind === 'prompt' || kind === 'command' || turn === -1) turn++;
    return turn;
  });
}
