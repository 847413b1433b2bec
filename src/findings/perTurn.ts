/** Findings that are made of one turn, when it is over. */
import type { Step } from '../session/step';
import type { About, Finding, Found } from './finding';
import { isClosed, newTurn, type Turn } from './turns';

interface State {
  turn: Turn;
  found: Omit<Found, 'name'>[];
}

export interface PerTurn {
  /** What a turn that is over holds. `later`: calls of the turns after it so far. */
  judge(turn: Turn, about: About): Omit<Found, 'name'>[];
  /** A later step that repairs what was found. */
  repairs?(step: Step, found: Omit<Found, 'name'>): boolean;
}

/** A finding that looks at each turn when it has ended. */
export function perTurn(
  words: Pick<Finding<State>, 'name' | 'title' | 'meaning' | 'advice'>,
  { judge, repairs }: PerTurn,
): Finding<State> {
  return {
    ...words,
    init: () => ({ turn: newTurn(), found: [] }),
    fold(state, step, about) {
      if (repairs !== undefined)
        for (const one of state.found) if (one.open && repairs(step, one)) one.open = false;
      if (step.kind === 'prompt' || step.kind === 'command' || step.kind === 'interrupt') {
        if (step.kind !== 'interrupt' && isClosed(state.turn, true))
          state.found.push(...judge(state.turn, about));
        state.turn = newTurn();
        if (step.kind === 'prompt') state.turn.prompts.push(step);
      } else if (step.kind === 'text') state.turn.closing = step;
      else if (step.kind === 'tool') {
        state.turn.calls.push(step);
        // What calls follow was no last word.
        state.turn.closing = null;
      }
    },
    read: ({ turn, found }, about) => (isClosed(turn, false) ? [...found, ...judge(turn, about)] : found),
  };
}
