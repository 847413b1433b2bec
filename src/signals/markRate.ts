import { en } from '../l10n/english';
import type { PhraseMark } from '../session/event';
import {
  countLanguage,
  noLanguages,
  notJudgedIn,
  unjudgedDetail,
  type LanguageCounts,
} from './languageCounts';
import { mayJudge, type Category } from './measured';
import { type Evidence, type Signal, placeOf, timesIn, PER_CALLS } from './signal';
import type { Judges } from './words/listed';
import { CONCESSION } from './words/names';

/** Phrases of one list in the agent's texts, per thousand tool calls. */
export interface MarkRateState {
  matches: number;
  calls: number;
  /** The text that comes next answers a prompt in which the person objects to something. */
  answers: boolean;
  heard: LanguageCounts;
  evidence: Evidence[];
}

/** How far into an answer a concession answers the prompt. UTF-16 units. */
const ANSWERS = 60;

/** Agreeing admits something where it is the first thing said to a person who objects; any other phrase counts by itself. */
const counts = ({ category, index }: PhraseMark, { answers }: MarkRateState): boolean =>
  category !== CONCESSION || (answers && index < ANSWERS);

const objects = ({ list }: PhraseMark): boolean => list === 'correction' || list === 'frustration';

/**
 * A descriptive signal over a list of careful phrases (issue 42796, metrics 7 and 9). `judges`: the languages that have the list.
 * `category`: what its words are; a category too few of which are found only says how many were (`measured.ts`).
 */
export const markRate = (
  list: PhraseMark['list'],
  {
    judges,
    category,
    ...words
  }: Pick<Signal<MarkRateState>, 'name' | 'title' | 'meaning'> & { judges: Judges; category: Category },
): Signal<MarkRateState> => ({
  ...words,
  per: PER_CALLS,
  experimental: true,
  alarm: null,

  init: () => ({ matches: 0, calls: 0, answers: false, heard: noLanguages(), evidence: [] }),

  fold(state, step) {
    if (step.kind === 'tool') state.calls++;
    if (step.kind === 'prompt') state.answers = state.calls > 0 && step.marks.some(objects);
    if (step.kind !== 'text') return;
    countLanguage(state.heard, step.language, judges);
    for (const mark of step.marks) {
      if (mark.list !== list || mark.by !== 'careful' || !counts(mark, state)) continue;
      state.matches++;
      state.evidence.push({ ...placeOf(step), index: mark.index, note: `“${mark.phrase}”`, against: true });
    }
    state.answers = false;
  },

  read({ matches, calls, heard, evidence }) {
    const silent = notJudgedIn(heard);
    const unknown = silent !== null || !mayJudge(category) || (calls === 0 && matches === 0);
    const rate = (matches * 1000) / Math.max(calls, 1);
    return {
      value: unknown ? null : rate,
      measure: null,
      label:
        silent ??
        (mayJudge(category) ? timesIn(matches, calls) : en('{n0} found; there may be more', matches)),
      detail: { matches, tool_calls: calls, ...unjudgedDetail(heard) },
      evidence,
    };
  },
});
