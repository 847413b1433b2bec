/**
 * How well each category of words is found, counted on labelled places of sources the words were not written with (`npm run labels`; a
 * test compares). What every surface may show of a category follows from it: a share, a rate and a judgement where nine of ten hits are
 * right and three of five are found, else only how many were found.
 */
import type { StopCategory } from './words/names';

/** Places where a category is true, places Vigil marked, and those it marked rightly. */
export interface Counted {
  truth: number;
  marked: number;
  right: number;
}

export type Category =
  | StopCategory
  | 'reasoning_loop'
  | 'simplest'
  | 'self_admitted_error'
  | 'user_correction'
  | 'user_frustration';

/** Counts on the test part of the labels. */
export const MEASURED: Readonly<Record<Category, Counted>> = {
  reasoning_loop: { truth: 13, marked: 10, right: 10 },
  simplest: { truth: 6, marked: 6, right: 6 },
  self_admitted_error: { truth: 17, marked: 7, right: 6 },
  user_correction: { truth: 26, marked: 16, right: 10 },
  permission_seeking: { truth: 7, marked: 4, right: 1 },
  user_frustration: { truth: 1, marked: 0, right: 0 },
  known_limitation: { truth: 1, marked: 1, right: 0 },
  ownership_dodging: { truth: 0, marked: 0, right: 0 },
  premature_stopping: { truth: 0, marked: 0, right: 0 },
  session_length_excuse: { truth: 0, marked: 0, right: 0 },
};

const LEAST_PRECISION = 0.9;
const LEAST_RECALL = 0.6;

/** True when enough are found, and enough of what is found is right. What nobody could measure is not. */
export function enough({ truth, marked, right }: Counted): boolean {
  return truth > 0 && marked > 0 && right / marked >= LEAST_PRECISION && right / truth >= LEAST_RECALL;
}

/** True when a category may be shown as a share or rate, and judged. */
export const mayJudge = (category: Category): boolean => enough(MEASURED[category]);
