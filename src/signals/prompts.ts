import { en, enCount } from '../l10n/english';
import { type Evidence, type Signal, placeOf } from './signal';

/** codevigil's `prompts`, counting only what a person said (P18). Never an alarm. */
export interface PromptsState {
  turns: number;
  evidence: Evidence[];
}

export const prompts: Signal<PromptsState> = {
  name: 'prompts',
  title: en('Prompts'),
  meaning: en(
    'How often you spoke. Fewer prompts with more work may mean trust; many short ones may mean correction.',
  ),
  experimental: false,
  alarm: null,
  init: () => ({ turns: 0, evidence: [] }),
  fold(state, step) {
    if (step.kind !== 'prompt' || step.via === 'scripted') return;
    state.turns++;
    state.evidence.push({
      ...placeOf(step),
      note: en('{n0} characters, {1}', step.chars, step.via),
      against: false,
    });
  },
  read: ({ turns, evidence }) => ({
    value: turns,
    measure: null,
    label: enCount(turns, '{n0} prompt', '{n0} prompts'),
    detail: { user_turns: turns },
    evidence,
  }),
};
