/** Commit hooks or signing skipped: what they would have said, nobody knows. */
import { factIn } from '../session/facts';
import type { Call } from '../session/step';
import { placeOf, type Evidence } from '../signals/signal';
import type { Finding, Found } from './finding';

interface State {
  found: Omit<Found, 'name'>[];
  /** The last refusal by a hook that no commit has passed since. */
  refusal: Evidence | null;
  /** The person asked for it in this turn. */
  ordered: boolean;
}

export const guardBypassed: Finding<State> = {
  name: 'guard_bypassed',
  title: 'Guard bypassed',
  meaning: 'Commit hooks or signing were skipped, so nothing checked what was committed.',
  advice:
    'Look at what was committed, run the hooks on it, and say in CLAUDE.md that they may not be skipped.',

  init: () => ({ found: [], refusal: null, ordered: false }),

  fold(state, step) {
    if (step.kind === 'prompt') state.ordered = step.marks.some(({ category }) => category === 'skip_hooks');
    if (step.kind !== 'tool') return;
    const how = factIn(step.facts, 'skipsHooks');
    if (how !== undefined && !state.ordered && !isRefusedByPerson(step))
      state.found.push(foundIn(step, how, state.refusal));
    if (step.answer?.facts.some(({ fact }) => fact === 'hookRefused') === true)
      state.refusal = { ...placeOf(step.answer), note: 'a hook refused this', against: true };
    else if (how === undefined && step.outcome === 'ok' && factIn(step.facts, 'commits') !== undefined) {
      // What was committed since went through the hooks.
      state.refusal = null;
      for (const found of state.found) found.open = false;
    }
  },

  read: ({ found }) => found,
};

const isRefusedByPerson = ({ answer }: Call): boolean => answer?.deniedBy === 'person';

function foundIn(step: Call, how: string | number | null, refusal: Evidence | null): Omit<Found, 'name'> {
  const tried = step.outcome !== null && step.outcome !== 'ok';
  const what = /gpg/i.test(String(how)) ? 'commit signing' : 'the commit hooks';
  const skipped = `${tried ? `Tried to skip ${what}` : `Skipped ${what}`} with \`${how ?? '--no-verify'}\``;
  return {
    severity: refusal === null ? 'warn' : 'critical',
    sentence: refusal === null ? skipped : `${skipped} after they had refused the commit`,
    t: step.t,
    open: true,
    evidence: [
      ...(refusal === null ? [] : [refusal]),
      { ...placeOf(step), note: `ran with ${how ?? '--no-verify'}`, against: true },
    ],
  };
}
