/** After a hook refused a commit, what the hook looks at was changed instead of the code. */
import { factIn } from '../session/facts';
import { baseName, placeOf, type Evidence } from '../signals/signal';
import type { Finding, Found } from './finding';

interface State {
  found: Omit<Found, 'name'>[];
  refusal: Evidence | null;
  /** Changes of guards since the refusal. */
  changes: { evidence: Evidence; file: string; t: number | null }[];
}

export const guardWeakened: Finding<State> = {
  name: 'guard_weakened',
  title: 'Guard weakened',
  meaning: 'An ignore list, a hook or the settings of a linter were changed to get a refused commit through.',
  advice: 'Look at the change: if the guard was right, take it back and mend the code.',

  init: () => ({ found: [], refusal: null, changes: [] }),

  fold(state, step) {
    // What the person asks for is theirs.
    if (step.kind === 'prompt') {
      state.refusal = null;
      state.changes = [];
    }
    if (step.kind !== 'tool') return;
    const refused = step.answer?.facts.some(({ fact }) => fact === 'hookRefused') === true;
    const commits = factIn(step.facts, 'commits') !== undefined;
    if (refused) {
      state.refusal = { ...placeOf(step.answer ?? step), note: 'a hook refused this', against: true };
      state.changes = [];
      return;
    }
    const guard = factIn(step.facts, 'changesGuard');
    if (guard !== undefined && state.refusal !== null && (step.outcome === null || step.outcome === 'ok'))
      state.changes.push({
        evidence: { ...placeOf(step), note: `changed ${baseName(String(guard))}`, against: true },
        file: baseName(String(guard)),
        t: step.t,
      });
    if (!commits || step.outcome !== 'ok' || state.refusal === null) return;
    const [first] = state.changes;
    if (first !== undefined)
      state.found.push({
        severity: 'warn',
        sentence: `Changed ${first.file} to get a refused commit through`,
        t: first.t,
        open: true,
        evidence: [
          state.refusal,
          ...state.changes.map(({ evidence }) => evidence),
          { ...placeOf(step), note: 'the commit that went through', against: true },
        ],
      });
    state.refusal = null;
    state.changes = [];
  },

  read: ({ found }) => found,
};
