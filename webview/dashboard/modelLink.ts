import { modelName } from '../../src/session/modelName';
import { localize } from '../shared/l10n';
import { link } from '../shared/parts';
import { shown } from '../shared/text';
import { namedQuery } from './queries';
import type { Actions } from './tab';

/** A model that leads to the sessions of the days that used it, where a query can say its name. */
export function modelLink(
  model: string,
  days: { from: string | null; to: string },
  actions: Actions,
  called = modelName(model),
): unknown {
  const query = namedQuery('model', model, days);
  const name = shown(localize(called), 80);
  return query === null ? name : link(name, () => actions.sessions(query));
}
