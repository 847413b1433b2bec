import { en } from '../l10n/english';
import { mainModel, UNKNOWN } from '../analysis/cohorts';
import { exactly } from '../analysis/queryFields';
import { cacheHitShare } from '../usage/rows';
import type { WeekDetector } from './detector';
import { namesOfModels } from '../session/modelName';
import { seriesBy } from './series';
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
  series(conversations, { dayOf }) {
    const called = namesOfModels([...new Set(conversations.map(mainModel))]);
    return seriesBy(
      conversations,
      dayOf,
      (one) => {
        const model = mainModel(one);
        return model === UNKNOWN ? [] : [[model, cacheHitShare(one.amounts)]];
      },
      (model) => ({
        worse: 'low',
        least: 0.05,
        project: null,
        lead: en('Fewer cache hits with {0}', called.get(model) ?? model),
        value: (share) => en('{n0} of input tokens', formatShare(share, 1)),
        query: exactly('main', model),
      }),
    );
  },
};
