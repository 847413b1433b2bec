import { counted, type Evidence, type Signal, placeOf } from './signal';

/** codevigil's `prompts`, counting only what a person said (P18). Never an alarm. */
export interface PromptsState {
  turns: number;
  evidence: Evidence[];
}

export const prompts: Signal<PromptsState> = {
  name: 'prompts',
  title: 'Prompts',
  meaning:
    'How often a person spoke. Fewer prompts with more work may mean trust; many short ones may mean correction.',
  experimental: false,
  alarm: null,
  init: () => ({ turns: 0, evidence: [] }),
  fold(state, step) {
    if (step.kind !== 'prompt' || step.via === 'scripted') return;
    state.turns++;
    state.evidence.push({
      ...placeOf(step),
      note: `${step.chars} characters, ${step.via}`,
      against: false,
    });
  },
  read: ({ turns, evidence }) => ({
    value: turns,
    measure: null,
    label: counted(turns, 'prompt'),
    detail: { user_turns: turns },
    evidence,
  }),
};
