/** The agent says in its own words that it did harm. */
import { en } from '../l10n/english';
import { placeOf } from '../signals/signal';
import type { Finding, Found } from './finding';

export const harmDone: Finding<{ found: Omit<Found, 'name'>[] }> = {
  name: 'harm_done',
  title: en('Harm done'),
  meaning: en('Claude says that it deleted, overwrote, published or broke something it should not have.'),
  advice: en('Read what it says, stop it if it goes on, and look at what can be brought back.'),
  leavesOut: [
    'what is done so as not to harm “accidentally”',
    'harm that others did, that a test plays through, or that could happen',
    'mistakes that cost nothing but another edit, and what it says it brought back, or was asked for',
    'languages without a list of such words',
  ],
  checkedOn:
    'Written sentences in ten languages: the open logs hold no such case, and none was found in them by mistake.',

  init: () => ({ found: [] }),

  fold({ found }, step) {
    // Who has answered knows.
    if (step.kind === 'prompt') for (const one of found) one.open = false;
    if (step.kind !== 'text' || !step.marks.some(({ list }) => list === 'harm')) return;
    found.push({
      severity: 'critical',
      sentence: en('Says that it did harm by mistake'),
      t: step.t,
      open: true,
      evidence: [{ ...placeOf(step), note: en('in its own words'), against: true }],
    });
  },

  read: ({ found }) => found,
};
