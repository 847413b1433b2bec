/** The list of past sessions that pass a filter. Pure. */
import { compareTexts } from '../log/compareTexts';
import { isOfFolder } from './projects';
import { rankOf, type SessionSeverity } from '../signals/severity';
import { mainModel } from './cohorts';
import { daysOf } from './family';
import type { Conversation } from './metrics';

/** What a session must be; what is not given does not matter. Texts are parts of names, in any case. */
export interface Filter {
  project?: string | undefined;
  /** First and last day of its start, `YYYY-MM-DD`, included. */
  since?: string | undefined;
  until?: string | undefined;
  /** At least so bad. */
  severity?: SessionSeverity | undefined;
  model?: string | undefined;
  mode?: string | undefined;
  task?: string | undefined;
  /** In its title, project, branch or id. */
  text?: string | undefined;
}

/** The sessions that pass, newest first. */
export function history(
  conversations: readonly Conversation[],
  filter: Filter,
  dayOf: (t: number) => string,
): Conversation[] {
  const within = (part: string | undefined, ...names: (string | null)[]): boolean =>
    part === undefined || names.some((name) => name?.toLowerCase().includes(part.toLowerCase()));
  return conversations
    .filter((one) => {
      const { figures } = one;
      const day = daysOf(one, dayOf).began;
      return (
        (filter.project === undefined || isOfFolder(figures, filter.project)) &&
        (filter.since === undefined || (day !== null && day >= filter.since)) &&
        (filter.until === undefined || (day !== null && day <= filter.until)) &&
        (filter.severity === undefined ||
          (filter.severity === 'unjudged' && figures.severity === 'unjudged') ||
          (filter.severity !== 'unjudged' && rankOf(figures.severity) >= rankOf(filter.severity))) &&
        within(filter.model, mainModel(one)) &&
        within(filter.mode, ...figures.permissionModes) &&
        within(filter.task, figures.taskType) &&
        within(filter.text, figures.title, figures.name, figures.project, figures.id, ...figures.gitBranches)
      );
    })
    .sort(
      ({ figures: a }, { figures: b }) =>
        compareTexts(b.startedAt ?? '', a.startedAt ?? '') || compareTexts(a.id, b.id),
    );
}
