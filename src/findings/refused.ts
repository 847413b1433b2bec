/** Row after row refused by rules, hooks or the sandbox: the agent can do nothing, and nobody may have noticed. */
import { en } from '../l10n/english';
import { placeOf, type Evidence } from '../signals/signal';
import type { Finding } from './finding';

interface State {
  calls: number;
  refused: Evidence[];
  t: number | null;
  /** Tools that were refused, in order. */
  names: string[];
  /** How many of them the person has seen: they spoke afterwards. */
  known: number;
  /** Calls that went through since the last refusal. */
  since: number;
}

/** From so many refusals, and such a share of all calls, on. */
const LEAST_REFUSED = 3;
const LEAST_SHARE = 0.4;

export const refused: Finding<State> = {
  name: 'refused',
  title: en('Refused again and again'),
  meaning: en('Much of what Claude tries is refused by permission rules, a hook or the sandbox.'),
  advice: en('Allow what it needs in the permission rules, or tell it to stop trying.'),
  leavesOut: [
    'calls that you denied yourself, with or without a comment',
    'plans that you rejected, and interruptions',
    'a hook that redirects Claude now and then',
    'fewer than three refusals, or refusals of less than 40 % of all calls',
    'refusals that you know of, because you wrote something afterwards, or that as many successful calls followed',
  ],
  checkedOn: 'One real session in which six of nine calls were refused, and hand-written ones.',

  init: () => ({ calls: 0, refused: [], t: null, names: [], known: 0, since: 0 }),

  fold(state, step) {
    if (step.kind === 'prompt' && step.via !== 'scripted') state.known = state.refused.length;
    if (step.kind !== 'tool') return;
    state.calls++;
    if (step.answer?.deniedBy !== 'machine' || step.name === 'ExitPlanMode') {
      if (step.outcome === 'ok') state.since++;
      return;
    }
    state.since = 0;
    state.refused.push({ ...placeOf(step.answer), note: en('{0} was refused', step.name), against: true });
    state.t = step.answer.t;
    state.names.push(step.name);
  },

  read({ calls, refused: lines, t, names, known, since }) {
    if (lines.length < LEAST_REFUSED || lines.length / calls < LEAST_SHARE) return [];
    return [
      {
        severity: 'critical',
        sentence: en(
          'Was refused call after call, most often of {0}, by rules or a hook, not by you',
          mostOften(names),
        ),
        t,
        // It found another way.
        open: lines.length > known && since < lines.length,
        evidence: lines,
      },
    ];
  },
};

const mostOften = (names: readonly string[]): string => {
  const count = (name: string): number => names.filter((one) => one === name).length;
  return [...new Set(names)].reduce((most, name) => (count(name) > count(most) ? name : most));
};
