import { en } from '../l10n/english';
import { cacheHitShare } from '../usage/rows';
import type { WeekDetector } from './detector';
import { seriesByModel } from './series';
import { formatShare } from '../usage/format';

/** Cache hits, by model. */
export const cacheHits: WeekDetector = {
  name: 'cache_hits',
  title: en('Cache hits'),
  meaning: en(
    'The share of input tokens that came from the prompt cache, by the model that wrote most of a session.',
  ),
  rule: 'the share is smaller by at least 5 points and a fifth',
  silent: 'sessions whose model is not known',
  series: (conversations, { dayOf }) =>
    seriesByModel(conversations, dayOf, ({ amounts }) => cacheHitShare(amounts), {
      worse: 'low',
      least: 0.05,
      lead: (model) => en('Fewer cache hits with {0}', model),
      value: (share) => en('{n0} of input tokens', formatShare(share, 1)),
    }),
};
