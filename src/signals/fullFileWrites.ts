import { baseName, type Evidence, type Signal, placeOf } from './signal';
import { isEdit } from '../session/step';

/** Whole-file writes among all changes of files (issue 42796, metric 5: 4.9 % before, 11.1 % late). */
export interface FullFileWritesState {
  edits: number;
  writes: number;
  created: number;
  evidence: Evidence[];
}

export const fullFileWrites: Signal<FullFileWritesState> = {
  name: 'full_file_writes',
  title: 'Whole-file writes',
  meaning: 'Share of changes that wrote a whole file in place of an edit. New files are told apart.',
  experimental: true,
  alarm: null,

  init: () => ({ edits: 0, writes: 0, created: 0, evidence: [] }),

  fold(state, step) {
    if (!isEdit(step)) return;
    if (step.action === 'edit') return void state.edits++;
    state.writes++;
    if (step.created) state.created++;
    state.evidence.push({
      ...placeOf(step),
      note: `${step.created ? 'created' : 'rewrote'} ${baseName(step.path)}`,
      against: !step.created,
    });
  },

  read({ edits, writes, created, evidence }) {
    const all = edits + writes;
    return {
      value: all === 0 ? null : writes / all,
      measure: null,
      label: all === 0 ? 'no edits' : `${writes} of ${all} changes, ${created} of them new files`,
      detail: { writes, created, rewrites: writes - created, edits },
      evidence,
    };
  },
};
