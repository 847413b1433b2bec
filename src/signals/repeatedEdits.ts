import { baseName } from '../log/folders';
import { en } from '../l10n/english';
import { getOwn, setOwn } from '../log/own';
import { fileKey } from '../session/fileKey';
import { type Evidence, type Signal, placeOf } from './signal';
import { isEdit } from '../session/step';

/**
 * Edits of a file that was edited before without a read of it between (issue 42796: what separates thrashing from
 * iterating is whether reads lie between). From the third on they count; edits of one answer are one.
 */
export interface RepeatedEditsState {
  edits: number;
  repeated: number;
  /** Edits in a row without a read, and the answer of the last one, by file. */
  runs: Record<string, { edits: number; response: string }>;
  longest: number;
  evidence: Evidence[];
}

const FROM = 3;

export const repeatedEdits: Signal<RepeatedEditsState> = {
  name: 'repeated_edits',
  title: en('Repeated edits'),
  meaning: en('Share of edits that are the third or later of a file without rereading it.'),
  unit: 'share',
  experimental: true,
  alarm: null,

  init: () => ({ edits: 0, repeated: 0, runs: {}, longest: 0, evidence: [] }),

  fold(state, step) {
    if (step.kind !== 'tool' || step.path === null) return;
    const key = fileKey(step.path);
    if (step.action === 'read' || step.action === 'research')
      setOwn(state.runs, key, { edits: 0, response: '' });
    if (!isEdit(step)) return;
    state.edits++;
    const before = getOwn(state.runs, key) ?? { edits: 0, response: '' };
    const edits = before.response === step.response ? before.edits : before.edits + 1;
    setOwn(state.runs, key, { edits, response: step.response });
    state.longest = Math.max(state.longest, edits);
    if (edits < FROM || before.response === step.response) return;
    state.repeated++;
    state.evidence.push({
      ...placeOf(step),
      note: en('edit {n0} of {1} in a row', edits, baseName(step.path)),
      against: true,
    });
  },

  read({ edits, repeated, longest, evidence }) {
    return {
      value: edits === 0 ? null : repeated / edits,
      measure: null,
      label:
        edits === 0 ? en('no edits') : en('{n0} of {n1} edits, longest run {n2}', repeated, edits, longest),
      detail: { edits, repeated, longest_run: longest },
      evidence,
    };
  },
};
