import { en } from '../l10n/english';
import { median } from './quantile';
import { placeOf, type Evidence, type Signal } from './signal';

/** codevigil's `thinking`, with empty text behind a signature told as hidden (P36). Never an alarm. */
export interface ThinkingState {
  hidden: number;
  /** Characters of each visible block, and of each signature. */
  visible: number[];
  signatures: number[];
  evidence: Evidence[];
}

export const thinking: Signal<ThinkingState> = {
  name: 'thinking',
  title: en('Thinking shown'),
  meaning: en(
    'Share of thinking blocks whose text is in the log. Newer models hide it by default; that says nothing about depth.',
  ),
  unit: 'share',
  experimental: false,
  alarm: null,

  init: () => ({ hidden: 0, visible: [], signatures: [], evidence: [] }),

  fold(state, step) {
    if (step.kind !== 'thinking') return;
    if (step.hidden) state.hidden++;
    else state.visible.push(step.chars);
    if (step.signature !== null) state.signatures.push(step.signature);
    const note = step.hidden ? en('hidden') : en('shown, {n0} characters', step.chars);
    state.evidence.push({ ...placeOf(step), note, against: false });
  },

  read({ hidden, visible, signatures, evidence }) {
    const blocks = hidden + visible.length;
    return {
      value: blocks === 0 ? null : visible.length / blocks,
      measure: null,
      label: blocks === 0 ? en('no thinking') : en('in {n0} of {n1} blocks', visible.length, blocks),
      detail: {
        thinking_blocks: blocks,
        visible_blocks: visible.length,
        hidden_blocks: hidden,
        visible_chars_median: median(visible),
        signature_chars_median: median(signatures),
      },
      evidence,
    };
  },
};
