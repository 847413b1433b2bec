/** What sessions can be grouped by, in words. A file of its own: pages use it too. */
import { en } from '../l10n/english';
import type { CohortDimension } from './cohortNames';

/** What each dimension is called. */
export const COHORT_TITLES: Readonly<Record<CohortDimension, string>> = {
  day: en('Day'),
  week: en('Week'),
  month: en('Month'),
  project: en('Project'),
  model: en('Model'),
  mode: en('Permission mode'),
  version: en('Claude Code version'),
  task: en('Kind of task'),
  branch: en('Branch'),
  pr: en('Pull request'),
};
