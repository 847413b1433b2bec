import type { PhraseMark } from '../session/event';
import { hear, noneHeard, notJudgedIn, unjudgedDetail, type Heard } from './heard';
import { counted, type Evidence, type Signal, placeOf } from './signal';

/** Prompts of a person that hold a phrase of one list. */
export interface PromptShareState {
  prompts: number;
  withHit: number;
  /** The agent has said or done something that could be spoken of. */
  worked: boolean;
  heard: Heard;
  evidence: Evidence[];
}

/**
 * A descriptive signal over the person's own words. Too few of them are found to show a share (docs/signals.md), so it has no value and
 * says how many it found. `answersWork`: what comes before the agent has done anything is no hit.
 */
export const promptShare = (
  list: PhraseMark['list'],
  {
    answersWork,
    ...words
  }: Pick<Signal<PromptShareState>, 'name' | 'title' | 'meaning'> & { answersWork: boolean },
): Signal<PromptShareState> => ({
  ...words,
  experimental: true,
  alarm: null,

  init: () => ({ prompts: 0, withHit: 0, worked: false, heard: noneHeard(), evidence: [] }),

  fold(state, step) {
    if (step.kind === 'text' || step.kind === 'tool') state.worked = true;
    if (step.kind !== 'prompt' || step.via === 'scripted') return;
    state.prompts++;
    hear(state.heard, step.language, 'every');
    const hit = step.marks.find((mark) => mark.list === list);
    if (hit === undefined || (answersWork && !state.worked)) return;
    state.withHit++;
    state.evidence.push({ ...placeOf(step), note: `“${hit.phrase}”`, against: true });
  },

  read({ prompts, withHit, heard, evidence }) {
    return {
      value: null,
      measure: null,
      label:
        prompts === 0
          ? 'no prompts'
          : (notJudgedIn(heard) ?? `${withHit} found in ${counted(prompts, 'prompt')}; not a full count`),
      detail: { prompts, prompts_with_hit: withHit, ...unjudgedDetail(heard) },
      evidence,
    };
  },
});
