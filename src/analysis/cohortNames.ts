/** Names of what can be grouped by. Without imports: the command's help is loaded with them, and nothing else. */

/** What sessions can be grouped by. */
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

/** What usage can be grouped by. */
export const DIMENSIONS = [
  'day',
  'week',
  'month',
  'hour',
  'model',
  'project',
  'branch',
  'pr',
  'session',
  'agent',
  'tool',
  'server',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];
