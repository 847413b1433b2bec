/** Series of figures by group, for detectors that compare weeks. Pure. */
import type { Point } from '../analysis/compare';
import type { Conversation } from '../analysis/metrics';
import { mainModel, UNKNOWN } from '../analysis/cohorts';
import { projectNames } from '../analysis/projects';
import { exactCondition } from '../analysis/queryFields';
import { baseName } from '../log/folders';
import { namesOfModels } from '../session/modelName';
import type { Series } from './detector';

/** What the values of a session are, each with its group. */
type ValuesOf = (one: Conversation) => Iterable<readonly [string, number | null]>;

/** A series for each group; sessions without a readable time have no day, and unknown values are left out. */
export function seriesBy(
  conversations: readonly Conversation[],
  dayOf: (t: number) => string,
  valuesOf: ValuesOf,
  shapeOf: (group: string) => Omit<Series, 'points' | 'key'>,
): Series[] {
  const groups = new Map<string, Point[]>();
  for (const one of conversations) {
    const { startedAt } = one.figures;
    if (startedAt === null) continue;
    const day = dayOf(Date.parse(startedAt));
    for (const [group, value] of valuesOf(one)) {
      if (value === null) continue;
      const points = groups.get(group) ?? [];
      points.push({ day, value });
      groups.set(group, points);
    }
  }
  return [...groups].map(([key, points]) => ({ ...shapeOf(key), key, points }));
}

/** A series for each project, a repository with its worktrees being one. `lead` gets the last part of its path. */
export function seriesByProject(
  conversations: readonly Conversation[],
  dayOf: (t: number) => string,
  valueOf: (one: Conversation) => number | null,
  { lead, ...shape }: Pick<Series, 'worse' | 'least' | 'value'> & { lead: (project: string) => string },
): Series[] {
  const nameOf = projectNames(conversations.map(({ figures }) => figures));
  return seriesBy(
    conversations,
    dayOf,
    (one) => {
      const folder = one.figures.repository ?? one.figures.project;
      return folder === null ? [] : [[nameOf(folder), valueOf(one)]];
    },
    (folder) => ({
      ...shape,
      project: folder,
      lead: lead(baseName(folder)),
      query: exactCondition('project', folder),
    }),
  );
}

/** A series for each model that wrote most of a session; unknown models are left out. `lead` gets the name of the model. */
export function seriesByModel(
  conversations: readonly Conversation[],
  dayOf: (t: number) => string,
  valueOf: (one: Conversation) => number | null,
  { lead, ...shape }: Pick<Series, 'worse' | 'least' | 'value'> & { lead: (model: string) => string },
): Series[] {
  const names = namesOfModels([...new Set(conversations.map(mainModel))]);
  return seriesBy(
    conversations,
    dayOf,
    (one) => {
      const model = mainModel(one);
      return model === UNKNOWN ? [] : [[model, valueOf(one)]];
    },
    (model) => ({
      ...shape,
      project: null,
      lead: lead(names.get(model) ?? model),
      query: exactCondition('main', model),
    }),
  );
}
