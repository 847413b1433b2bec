/** Findings that are made of one turn, when it is over. */
import type { Step } from '../session/step';
import type { About, Finding, Found, WORDS } from './finding';
import { mayTest } from './testRuns';
import { isClosed, newTurn, showsHookTests, type Turn } from './turns';

/** What was found, with the names by which a repair knows it again. */
export type Judged = Omit<Found, 'name'> & { about: readonly string[] };

interface State {
  turn: Turn;
  /** A turn has ended before. */
  later: boolean;
  found: Judged[];
}

export interface PerTurn {
  /** What a turn that is over holds; `later`: it is not the first that ended. */
  judge(turn: Turn, about: About, later: boolean): Judged[];
  /** A later step that repairs what was found. */
  repairs?(step: Step, found: Judged): boolean;
}

/** A finding that looks at each turn when it has ended. */
export function perTurn(
  words: Pick<Finding<State>, (typeof WORDS)[number]>,
  { judge, repairs }: PerTurn,
): Finding<State> {
  return {
    ...words,
    init: () => ({ turn: newTurn(), later: false, found: [] }),
    fold(state, step, about) {
      if (repairs !== undefined)
        for (const one of state.found) if (one.open && repairs(step, one)) one.open = false;
      if (step.kind === 'prompt' || step.kind === 'command' || step.kind === 'interrupt') {
        if (step.kind !== 'interrupt' && isClosed(state.turn, true)) {
          const found = judge(state.turn, about, state.later);
          state.later = true;
          for (const one of found) if (repairs?.(step, one) === true) one.open = false;
          state.found.push(...found);
        }
        const { hooksTest, testedBefore, calls } = state.turn;
        state.turn = newTurn(hooksTest, testedBefore || calls.some(mayTest));
        if (step.kind === 'prompt') state.turn.prompts.push(step);
      } else if (step.kind === 'text') state.turn.closing = step;
      else if (step.kind === 'turnEnd') state.turn.ended = true;
      else if (step.kind === 'tool') {
        state.turn.calls.push(step);
        state.turn.hooksTest ||= showsHookTests(step);
        // What calls follow was no last word.
        state.turn.closing = null;
        state.turn.ended = false;
      }
    },
    read: ({ turn, found, later }, about) =>
      [...found, ...(isClosed(turn, false) ? judge(turn, about, later) : [])].map(
        ({ severity, sentence, t, open, evidence }) => ({ severity, sentence, t, open, evidence }),
      ),
  };
}
