import { en } from '../l10n/english';
import { markRate } from './markRate';

/** Issue 42796, metric 7: the word itself, in prose. */
export const simplestRate = markRate('simplest', {
  name: 'simplest_rate',
  title: en('Took the “simplest” way'),
  meaning: en('How often Claude reaches for the simplest way, per 1,000 tool calls.'),
  judges: 'english',
  category: 'simplest',
});
