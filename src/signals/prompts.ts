import type { Signal } from './signal';

/** codevigil's `prompts`, counting only what a person said (P18). Never an alarm. */
export interface PromptsState {
  turns: number;
}

export const prompts: Signal<PromptsState, null> = {
  name: 'prompts',
  title: 'Prompts',
  meaning:
    'How often a person spoke. Fewer prompts with more work may mean trust; many short ones may mean correction.',
  defaults: null,
  init: () => ({ turns: 0 }),
  fold(state, event) {
    if (event.kind === 'prompt' && event.via !== 'scripted') state.turns++;
  },
  read: ({ turns }) => ({
    value: turns,
    severity: 'ok',
    label: `${turns} ${turns === 1 ? 'prompt' : 'prompts'}`,
    detail: { user_turns: turns },
    evidence: [],
  }),
};
