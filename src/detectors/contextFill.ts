import { en } from '../l10n/english';
import { mainModel, UNKNOWN } from '../analysis/cohorts';
import { exactly } from '../analysis/queryFields';
import { contextShare } from '../usage/contextShare';
import type { WeekDetector } from './detector';
import { namesOfModels } from '../session/modelName';
import { seriesBy } from './series';
import { formatShare } from '../usage/format';

/** How full the context is when a session ends, by model: windows differ. */
export const contextFill: WeekDetector = {
  name: 'context',
  title: en('Context'),
  meaning: en('How full the context window is after the last response of a session, by model.'),
  rule: 'context windows are fuller by at least 10 points and a fifth',
  silent: 'sessions of a model whose window is not known',
  series(conversations, { dayOf }) {
    const called = namesOfModels([...new Set(conversations.map(mainModel))]);
    return seriesBy(
      conversations,
      dayOf,
      (one) => {
        const model = mainModel(one);
        const { context } = one.figures;
        return model === UNKNOWN || context === null ? [] : [[model, contextShare(context)]];
      },
      (model) => ({
        worse: 'high',
        least: 0.1,
        project: null,
        lead: en('Sessions end with a fuller context on {0}', called.get(model) ?? model),
        value: (share) => en('{n0} of the window', formatShare(share, 1)),
        query: exactly('main', model),
      }),
    );
  },
};
