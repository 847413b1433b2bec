import { en } from '../l10n/english';
import { contextShare } from '../usage/contextShare';
import type { WeekDetector } from './detector';
import { seriesByModel } from './series';
import { formatShare } from '../usage/format';

/** How full the context is when a session ends, by model: windows differ. */
export const contextFill: WeekDetector = {
  name: 'context',
  title: en('Context'),
  meaning: en('How full the context window is after the last response of a session, by model.'),
  rule: 'context windows are fuller by at least 10 points and a fifth',
  silent: 'sessions of a model whose window is not known',
  series: (conversations, { dayOf }) =>
    seriesByModel(
      conversations,
      dayOf,
      ({ figures: { context } }) => (context === null ? null : contextShare(context)),
      {
        worse: 'high',
        least: 0.1,
        lead: (model) => en('Sessions end with a fuller context on {0}', model),
        value: (share) => en('{n0} of the window', formatShare(share, 1)),
      },
    ),
};
