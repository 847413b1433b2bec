import { baseName } from '../log/folders';
import { en } from '../l10n/english';
import { isEdit } from '../session/step';
import { type Evidence, type Signal, placeOf } from './signal';

/**
 * Edits of a file that the agent knew before a compaction, or before somebody else changed it (P41): what it
 * remembers may no longer be so.
 */
export interface StaleEditsState {
  edits: number;
  stale: number;
  evidence: Evidence[];
}

export const staleEdits: Signal<StaleEditsState> = {
  name: 'stale_edits',
  title: en('Edits on outdated reads'),
  meaning: en(
    'Share of edits of a file that changed, or was forgotten in a compaction, since Claude read it.',
  ),
  unit: 'share',
  experimental: true,
  alarm: null,

  init: () => ({ edits: 0, stale: 0, evidence: [] }),

  fold(state, step) {
    if (step.kind !== 'tool' || step.path === null || !isEdit(step)) return;
    state.edits++;
    if (step.doubt?.kind !== 'outdated') return;
    state.stale++;
    state.evidence.push({
      ...placeOf(step),
      note: en('edited {0}, {w1}', baseName(step.path), step.doubt.why),
      against: true,
    });
  },

  read({ edits, stale, evidence }) {
    return {
      value: edits === 0 ? null : stale / edits,
      measure: null,
      label: edits === 0 ? en('no edits') : en('{n0} of {n1} edits', stale, edits),
      detail: { edits, stale },
      evidence,
    };
  },
};
