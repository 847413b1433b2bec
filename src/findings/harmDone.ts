/** The agent says in its own words that it did harm. */
import { en } from '../l10n/english';
import type { PhraseMark } from '../session/event';
import { placeOfMark } from '../signals/signal';
import type { Finding, Found } from './finding';

interface State {
  found: Omit<Found, 'name'>[];
  /** The person asked for a text to be sent; what follows may be about that text. */
  letter: boolean;
}

/** Harm that Claude tells as its own; in a text that greets somebody only if no letter was asked for. */
const isHarm = ({ list, category }: PhraseMark, { letter }: State): boolean =>
  list === 'harm' && !(letter && category === 'greeted');

export const harmDone: Finding<State> = {
  name: 'harm_done',
  title: en('Harm done'),
  meaning: en('Claude says that it deleted, overwrote, published or broke something it should not have.'),
  advice: en('Read what it says, stop it if it goes on, and look at what can be brought back.'),
  leavesOut: [
    'precautions, taken so as not to break something “accidentally”',
    'harm that others did, that a test simulates, that could happen, or that a letter tells which Claude writes for you (an answer that only begins with a greeting is no letter)',
    'mistakes that another edit fixes, harm that Claude says it undid, and actions you asked for',
    'languages without a word list for harm',
  ],
  checkedOn:
    'Hand-written sentences in eleven languages. The open logs contain no such case, and the rule raised no false alert on them.',

  init: () => ({ found: [], letter: false }),

  fold(state, step) {
    if (step.kind === 'prompt') {
      // Who has answered knows.
      for (const one of state.found) one.open = false;
      state.letter ||= step.marks.some(({ list, category }) => list === 'order' && category === 'letter');
    }
    if (step.kind !== 'text' || !step.marks.some((mark) => isHarm(mark, state))) return;
    state.found.push({
      severity: 'critical',
      sentence: en('Says that it did harm by mistake'),
      t: step.t,
      open: true,
      evidence: [
        { ...placeOfMark(step, (mark) => isHarm(mark, state)), note: en('in its own words'), against: true },
      ],
    });
  },

  read: ({ found }) => found,
};
