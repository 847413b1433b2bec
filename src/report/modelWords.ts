import { NO_MODEL } from '../analysis/queryFields';
import { namesOfModels } from '../session/modelName';

/** What a report calls each of these models: as the pages do. */
export function modelWords(models: readonly string[]): (model: string) => string {
  const names = namesOfModels(models);
  return (model) => (names.get(model) ?? model) || NO_MODEL;
}
