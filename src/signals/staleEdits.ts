import { getOwn, setOwn } from '../log/own';
import { fileKey } from '../session/fileKey';
import { baseName, type Evidence, type Signal, placeOf } from './signal';
import { isEdit } from '../session/step';

/**
 * Edits of a file that the agent knew before a compaction, or before somebody else changed it (P41): what it
 * remembers may no longer be so.
 */
export interface StaleEditsState {
  edits: number;
  stale: number;
  /** Why knowledge of a file is no longer fresh; null while it is. By path. */
  known: Record<string, string | null>;
  evidence: Evidence[];
}

export const staleEdits: Signal<StaleEditsState> = {
  name: 'stale_edits',
  title: 'Edits on stale reads',
  meaning:
    'Share of edits of a file that changed, or was forgotten in a compaction, since the agent read it.',
  experimental: true,
  alarm: null,

  init: () => ({ edits: 0, stale: 0, known: {}, evidence: [] }),

  fold(state, step) {
    if (step.kind === 'compaction') {
      for (const key of Object.keys(state.known)) setOwn(state.known, key, 'read before a compaction');
      return;
    }
    if (step.kind === 'changed') {
      const key = fileKey(step.path);
      if (getOwn(state.known, key) !== undefined) setOwn(state.known, key, 'changed since it was read');
      return;
    }
    if (step.kind !== 'tool' || step.path === null) return;
    const key = fileKey(step.path);
    const edit: boolean = isEdit(step);
    if (edit) {
      state.edits++;
      const why = getOwn(state.known, key) ?? null;
      if (why !== null && !step.created) {
        state.stale++;
        state.evidence.push({
          ...placeOf(step),
          note: `edited ${baseName(step.path)}, ${why}`,
          against: true,
        });
      }
    }
    if (edit || step.action === 'read' || step.action === 'research') setOwn(state.known, key, null);
  },

  read({ edits, stale, evidence }) {
    return {
      value: edits === 0 ? null : stale / edits,
      measure: null,
      label: edits === 0 ? 'no edits' : `${stale} of ${edits} edits`,
      detail: { edits, stale },
      evidence,
    };
  },
};
