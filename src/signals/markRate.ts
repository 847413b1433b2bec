import type { PhraseMark } from '../session/event';
import { counted, type Evidence, type Signal, placeOf } from './signal';

/** Phrases of one list in the agent's texts, per thousand tool calls. */
export interface MarkRateState {
  matches: number;
  calls: number;
  evidence: Evidence[];
}

/** A descriptive signal over a list of careful phrases (issue 42796, metrics 7 and 9). */
export const markRate = (
  list: PhraseMark['list'],
  words: Pick<Signal<MarkRateState>, 'name' | 'title' | 'meaning'>,
): Signal<MarkRateState> => ({
  ...words,
  experimental: true,
  alarm: null,

  init: () => ({ matches: 0, calls: 0, evidence: [] }),

  fold(state, step) {
    if (step.kind === 'tool') state.calls++;
    if (step.kind !== 'text') return;
    for (const mark of step.marks) {
      if (mark.list !== list || mark.by !== 'careful') continue;
      state.matches++;
      state.evidence.push({ ...placeOf(step), note: `“${mark.phrase}”`, against: true });
    }
  },

  read({ matches, calls, evidence }) {
    const rate = (matches * 1000) / Math.max(calls, 1);
    return {
      value: calls === 0 && matches === 0 ? null : rate,
      measure: null,
      label: `${counted(matches, 'time')} in ${counted(calls, 'tool call')}`,
      detail: { matches, tool_calls: calls },
      evidence,
    };
  },
});
