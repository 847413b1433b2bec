/** Names of what sessions can be grouped by. Without imports: the command's help is loaded with them, and nothing else. */
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
