/** What sessions can be grouped by. A file of its own, without imports: pages use it too. */
export const COHORTS = [
  'day',
  'week',
  'month',
  'project',
  'model',
  'mode',
  'version',
  'task',
  'branch',
  'pr',
] as const;
export type CohortDimension = (typeof COHORTS)[number];

/** What each dimension is called. */
export const COHORT_TITLES: Readonly<Record<CohortDimension, string>> = {
  day: 'Day',
  week: 'Week',
  month: 'Month',
  project: 'Project',
  model: 'Model',
  mode: 'Permission mode',
  version: 'Claude Code version',
  task: 'Task type',
  branch: 'Branch',
  pr: 'Pull request',
};
