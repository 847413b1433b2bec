/** Secrets stand readable in the log, and went to the model with it. */
import { en } from '../l10n/english';
import { listed } from './listed';
import { placeOf, type Evidence } from '../signals/signal';
import type { Finding } from './finding';

interface State {
  /** What was printed, in order: one that is printed twice is one secret. */
  kinds: string[];
  evidence: Evidence[];
  t: number | null;
}

export const secretShown: Finding<State> = {
  name: 'secret_shown',
  title: en('Secret shown'),
  meaning: en(
    'A private key, a password or a token was printed: it stands in the log and was sent to the model.',
  ),
  advice: en('Replace the secret, and keep the file or command out of Claude’s reach.'),
  leavesOut: [
    'names, patterns, and code that looks for secrets',
    'placeholders, examples, masked or shortened values, lengths and paths; made-up values such as `dev-secret-key` or `0123456789`',
    'settings that only relate to a secret (`TOKEN_ENDPOINT`, `KEY_PREFIX`), references to where a secret is kept (`op://…`, `arn:…`), and encrypted values',
    'keys and values in tests, fixtures and examples, on web pages, and those of test accounts (`sk_test_…`)',
    'public keys, certificates, and keys meant for clients (`PUBLIC`, `ANON`, `PUBLISHABLE`, `phc_…`, `pk_live_…`)',
    'a private-key block that is empty or in a temporary file, and keys for `localhost`',
    'values that are piped into another program and not printed',
  ],
  checkedOn:
    'Two real sessions whose values have since been removed, and hand-written ones for key stores and key files.',

  init: () => ({ kinds: [], evidence: [], t: null }),

  fold(state, step) {
    if (step.kind !== 'tool' || step.answer === null) return;
    const shown = step.answer.facts
      .flatMap(({ fact, value = en('secret') }) => (fact === 'secretShown' ? [String(value)] : []))
      .filter((kind) => !state.kinds.includes(kind));
    if (shown.length === 0) return;
    state.kinds.push(...shown);
    state.t = step.answer.t;
    state.evidence.push({ ...placeOf(step.answer), note: en('shows: {w0}', listed(shown)), against: true });
  },

  // All secrets of a session are one finding: whoever replaces one wants to know of the others.
  read: ({ kinds, evidence, t }) =>
    kinds.length === 0
      ? []
      : [
          {
            severity: 'critical',
            sentence: en(
              kinds.length === 1 ? 'Printed a secret: {w0}' : 'Printed secrets: {w0}',
              listed(kinds),
            ),
            t,
            open: true,
            evidence,
            grows: true,
          },
        ],
};
