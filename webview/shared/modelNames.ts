/** Models as people call them. Pure. */

/** `Opus 4.5` of `claude-opus-4-5-20251101`; what is written otherwise stays as it is. */
export function modelName(model: string): string {
  const [, family, major, minor, rest = ''] =
    /^(?:[\w.]*[./])?claude-([a-z]+)-(\d{1,2})(?:-(\d{1,2}))?(?:-\d{8})?(?:-v\d+)?(?::\d+)?(\[1m\])?$/i.exec(
      model,
    ) ?? [];
  const [, older, version] = /^claude-(\d(?:-\d)?)-([a-z]+)(?:-\d{8})?$/i.exec(model) ?? [];
  if (family !== undefined)
    return `${capital(family)} ${major}${minor === undefined ? '' : `.${minor}`}${rest === '' ? '' : ' 1M'}`;
  if (older !== undefined && version !== undefined) return `${capital(version)} ${older.replace('-', '.')}`;
  return model;
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** The models that wrote something, most first; those that are none of Claude's (`<synthetic>`) are left out. */
export function modelsOf(usage: readonly { model: string; output: number }[]): string[] {
  const models = new Map<string, number>();
  for (const { model, output } of usage)
    if (model !== '' && !model.startsWith('<')) models.set(model, (models.get(model) ?? 0) + output);
  return [...new Set([...models].toSorted(([, a], [, b]) => b - a).map(([model]) => modelName(model)))];
}
