/** Turns as findings look at them: what was asked, done and said until the person speaks again. */
import type { EventOf } from '../session/event';
import { factIn } from '../session/facts';
import { endsTurn, type Call } from '../session/step';

export interface Turn {
  prompts: EventOf<'prompt'>[];
  calls: Call[];
  /** The last text; null while calls follow it. */
  closing: EventOf<'text'> | null;
  /** The log says that the turn is over. */
  ended: boolean;
  /** Commits of this session run tests, or may. */
  hooksTest: boolean;
  /** Tests ran in an earlier turn, or may have. */
  testedBefore: boolean;
}

export const newTurn = (hooksTest = false, testedBefore = false): Turn => ({
  prompts: [],
  calls: [],
  closing: null,
  ended: false,
  hooksTest,
  testedBefore,
});

/** True for a call that shows that hooks of commits run tests: by a file of hooks, or by tests in the output of a commit. */
export const showsHookTests = ({ facts, answer }: Call): boolean =>
  factIn(facts, 'testsByHook') !== undefined ||
  factIn(answer?.facts ?? [], factIn(facts, 'commits') === undefined ? 'testsByHook' : 'testsPassed') !==
    undefined;

/** True when the agent has said its last word in this turn: the log says so, or the person spoke after it. */
export const isClosed = ({ closing, ended }: Turn, spokenAfter: boolean): boolean =>
  closing !== null &&
  (endsTurn(closing.stop) === true || ((spokenAfter || ended) && endsTurn(closing.stop) !== false));
