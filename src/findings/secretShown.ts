/** A secret stands readable in the log, and went to the model with it. */
import { en } from '../l10n/english';
import { placeOf } from '../signals/signal';
import type { Finding, Found } from './finding';

interface State {
  found: Omit<Found, 'name'>[];
  /** Kinds told: one that is printed twice is one secret. */
  kinds: string[];
}

export const secretShown: Finding<State> = {
  name: 'secret_shown',
  title: en('Secret shown'),
  meaning: en(
    'A private key, a password or a token was printed: it stands in the log and was sent to the model.',
  ),
  advice: en('Replace the secret, and keep the file or command out of Claude’s reach.'),
  leavesOut: [
    'names, patterns and the code that looks for secrets',
    'placeholders, examples, masked values, lengths and paths; words such as `dev-secret-key`',
    'keys and values in files of tests, fixtures and examples',
    'public halves of keys, certificates and keys meant for clients (`PUBLIC`, `ANON`, `PUBLISHABLE`)',
    'a private-key block without a body',
    'values that go on to another program and are not printed',
  ],
  checkedOn:
    'Two real sessions whose values were scrubbed since, and written ones for key stores and key files.',

  init: () => ({ found: [], kinds: [] }),

  fold(state, step) {
    if (step.kind !== 'tool' || step.answer === null) return;
    for (const { fact, value = en('secret') } of step.answer.facts) {
      const kind = String(value);
      if (fact !== 'secretShown' || state.kinds.includes(kind)) continue;
      state.kinds.push(kind);
      state.found.push({
        severity: 'critical',
        sentence: en('Printed a secret: {w0}', kind),
        t: step.answer.t,
        open: true,
        evidence: [{ ...placeOf(step.answer), note: en('shows a {w0}', kind), against: true }],
      });
    }
  },

  read: ({ found }) => found,
};
