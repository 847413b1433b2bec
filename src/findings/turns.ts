/** Turns as findings look at them: what was asked, done and said until the person speaks again. */
import type { EventOf } from '../session/event';
import { endsTurn, type Call } from '../session/step';

export interface Turn {
  prompts: EventOf<'prompt'>[];
  calls: Call[];
  /** The last text; null while calls follow it. */
  closing: EventOf<'text'> | null;
  /** The log says that the turn is over. */
  ended: boolean;
}

export const newTurn = (): Turn => ({ prompts: [], calls: [], closing: null, ended: false });

/** True when the agent has said its last word in this turn: the log says so, or the person spoke after it. */
export const isClosed = ({ closing, ended }: Turn, spokenAfter: boolean): boolean =>
  closing !== null &&
  (endsTurn(closing.stop) === true || ((spokenAfter || ended) && endsTurn(closing.stop) !== false));
