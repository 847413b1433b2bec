import type { PhraseMark } from '../session/event';
import { counted, type Evidence, type Signal, placeOf } from './signal';

/** Prompts of a person that hold a phrase of one list. */
export interface PromptShareState {
  prompts: number;
  withHit: number;
  evidence: Evidence[];
}

/** A descriptive signal over the person's own words (issue 42796: share of prompts). */
export const promptShare = (
  list: PhraseMark['list'],
  words: Pick<Signal<PromptShareState>, 'name' | 'title' | 'meaning'>,
): Signal<PromptShareState> => ({
  ...words,
  experimental: true,
  alarm: null,

  init: () => ({ prompts: 0, withHit: 0, evidence: [] }),

  fold(state, step) {
    if (step.kind !== 'prompt' || step.via === 'scripted') return;
    state.prompts++;
    const hit = step.marks.find((mark) => mark.list === list);
    if (hit === undefined) return;
    state.withHit++;
    state.evidence.push({ ...placeOf(step), note: `“${hit.phrase}”`, against: true });
  },

  read({ prompts, withHit, evidence }) {
    return {
      value: prompts === 0 ? null : withHit / prompts,
      measure: null,
      label: prompts === 0 ? 'no prompts' : `${withHit} of ${counted(prompts, 'prompt')}`,
      detail: { prompts, prompts_with_hit: withHit },
      evidence,
    };
  },
});
