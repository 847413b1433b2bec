import { en } from '../l10n/english';
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

/** The middle value, or the mean of the two middle ones; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  // Numbers are sorted as such here, without a call for each two.
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
