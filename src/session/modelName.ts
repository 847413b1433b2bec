/** Display names of models. Pure. */

/** `Opus 4.5` for `claude-opus-4-5-20251101`; other ids unchanged. */
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

/** The display name of each model; models with the same name keep their ids. */
export function namesOfModels(models: readonly string[]): Map<string, string> {
  const alike = Map.groupBy(models, modelName);
  return new Map(
    models.map((model) => {
      const name = modelName(model);
      return [model, (alike.get(name)?.length ?? 0) > 1 ? model : name];
    }),
  );
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
