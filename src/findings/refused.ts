/** Row after row refused by rules, hooks or the sandbox: the agent can do nothing, and nobody may have noticed. */
import { counted, placeOf, type Evidence } from '../signals/signal';
import type { Finding } from './finding';

interface State {
  calls: number;
  refused: Evidence[];
  t: number | null;
}

/** From so many refusals, and such a share of all calls, on. */
const LEAST_REFUSED = 3;
const LEAST_SHARE = 0.4;

export const refused: Finding<State> = {
  name: 'refused',
  title: 'Refused again and again',
  meaning: 'Most of what the agent tries is refused by permission rules, a hook or the sandbox.',
  advice: 'Allow what it needs in the permission rules, or tell it to stop trying.',

  init: () => ({ calls: 0, refused: [], t: null }),

  fold(state, step) {
    if (step.kind !== 'tool') return;
    state.calls++;
    if (step.answer?.deniedBy !== 'machine') return;
    state.refused.push({ ...placeOf(step.answer), note: `${step.name} was refused`, against: true });
    state.t = step.answer.t;
  },

  read({ calls, refused: lines, t }) {
    if (lines.length < LEAST_REFUSED || lines.length / calls < LEAST_SHARE) return [];
    return [
      {
        severity: 'critical',
        sentence: `Was refused ${counted(lines.length, 'call')} of ${calls} by rules, not by you`,
        t,
        open: true,
        evidence: lines,
      },
    ];
  },
};
