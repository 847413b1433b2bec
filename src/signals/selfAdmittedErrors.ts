import { en } from '../l10n/english';
import { markRate } from './markRate';

/** Issue 42796, metric 9. Too rare in one session to judge it: 0.5 per 1,000 calls in its worst weeks. */
export const selfAdmittedErrors = markRate('admission', {
  name: 'self_admitted_errors',
  title: en('Said it was wrong'),
  meaning: en('How often Claude says that its own work was wrong, hasty or careless, per 1,000 tool calls.'),
  judges: 'every',
  category: 'self_admitted_error',
});
