import { NO_MODEL } from '../analysis/queryFields';
import { namesOfModels } from '../session/modelName';

export function modelWords(models: readonly string[]): (model: string) => string {
  const names = namesOfModels(models);
  return (model) => (names.get(model) ?? model) || NO_MODEL;
}
