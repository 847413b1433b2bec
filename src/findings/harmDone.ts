/** The agent says in its own words that it did harm. */
import { en } from '../l10n/english';
import { saidBy } from '../signals/signal';
import type { Finding, Found } from './finding';

export const harmDone: Finding<{ found: Omit<Found, 'name'>[] }> = {
  name: 'harm_done',
  title: en('Harm done'),
  meaning: en('Claude says that it deleted, overwrote, published or broke something it should not have.'),
  advice: en('Read what it says, stop it if it goes on, and look at what can be brought back.'),
  leavesOut: [
    'precautions, taken so as not to break something “accidentally”',
    'harm that others did, that a test simulates, that could happen, or that a letter tells which Claude writes for you',
    'mistakes that another edit fixes, harm that Claude says it undid, and actions you asked for',
    'languages without a word list for harm',
  ],
  checkedOn:
    'Hand-written sentences in ten languages. The open logs contain no such case, and the rule raised no false alert on them.',

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
      evidence: [
        { ...saidBy(step, ({ list }) => list === 'harm'), note: en('in its own words'), against: true },
      ],
    });
  },

  read: ({ found }) => found,
};
