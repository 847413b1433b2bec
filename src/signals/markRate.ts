import type { PhraseMark } from '../session/event';
import { hear, noneHeard, notJudgedIn, unjudgedDetail, type Heard } from './heard';
import { counted, type Evidence, type Signal, placeOf } from './signal';
import type { Judges } from './words/all';

/** Phrases of one list in the agent's texts, per thousand tool calls. */
export interface MarkRateState {
  matches: number;
  calls: number;
  heard: Heard;
  evidence: Evidence[];
}

/**
 * A descriptive signal over a list of careful phrases (issue 42796, metrics 7 and 9). `judges`: the languages that have the list.
 * `asRate`: enough of them are found to show a rate (docs/signals.md); else it only says how many were found.
 */
export const markRate = (
  list: PhraseMark['list'],
  {
    judges,
    asRate,
    ...words
  }: Pick<Signal<MarkRateState>, 'name' | 'title' | 'meaning'> & { judges: Judges; asRate: boolean },
): Signal<MarkRateState> => ({
  ...words,
  experimental: true,
  alarm: null,

  init: () => ({ matches: 0, calls: 0, heard: noneHeard(), evidence: [] }),

  fold(state, step) {
    if (step.kind === 'tool') state.calls++;
    if (step.kind !== 'text') return;
    hear(state.heard, step.language, judges);
    for (const mark of step.marks) {
      if (mark.list !== list || mark.by !== 'careful') continue;
      state.matches++;
      state.evidence.push({ ...placeOf(step), note: `“${mark.phrase}”`, against: true });
    }
  },

  read({ matches, calls, heard, evidence }) {
    const silent = notJudgedIn(heard);
    const unknown = silent !== null || !asRate || (calls === 0 && matches === 0);
    const rate = (matches * 1000) / Math.max(calls, 1);
    return {
      value: unknown ? null : rate,
      measure: null,
      label:
        silent ??
        (asRate
          ? `${counted(matches, 'time')} in ${counted(calls, 'tool call')}`
          : `${matches} found; not a full count`),
      detail: { matches, tool_calls: calls, ...unjudgedDetail(heard) },
      evidence,
    };
  },
});
