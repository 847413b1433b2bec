import { en } from '../l10n/english';
import { baseName } from '../log/folders';
import { type Evidence, type Signal, placeOf } from './signal';
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
  title: en('Files rewritten whole'),
  meaning: en(
    'Share of changes that wrote a whole file in place of an edit. New files are shown separately.',
  ),
  unit: 'share',
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
      note: en(step.created ? 'created {0}' : 'rewrote {0}', baseName(step.path ?? '')),
      against: !step.created,
    });
  },

  read({ edits, writes, created, evidence }) {
    const all = edits + writes;
    return {
      value: all === 0 ? null : writes / all,
      measure: null,
      label:
        all === 0 ? en('no edits') : en('{n0} of {n1} changes, {n2} of them new files', writes, all, created),
      detail: { writes, created, rewrites: writes - created, edits },
      evidence,
    };
  },
};
