/** Models as people call them. Pure. */
import { modelName } from '../../src/session/modelName';

/** The models that wrote something, most first; those that are none of Claude's (`<synthetic>`) are left out. */
export function modelsOf(usage: readonly { model: string; output: number }[]): string[] {
  const models = new Map<string, number>();
  for (const { model, output } of usage)
    if (model !== '' && !model.startsWith('<')) models.set(model, (models.get(model) ?? 0) + output);
  return [...new Set([...models].toSorted(([, a], [, b]) => b - a).map(([model]) => modelName(model)))];
}
