import { getOwn, setOwn } from '../log/own';
import { EVIDENCE_LIMIT, type Evidence, type Signal } from './signal';

/** codevigil's `stop_phrase`: words with which an agent stops, defers or dodges. */
export interface StopPhraseState {
  messages: number;
  withHit: number;
  hits: number;
  byCategory: Record<string, number>;
  evidence: Evidence[];
}

export const stopPhrase: Signal<StopPhraseState, { warn: number; critical: number }> = {
  name: 'stop_phrase',
  title: 'Stop phrases',
  meaning: 'Words with which the agent stops early, asks for leave it has, or calls a problem not its own.',
  defaults: { warn: 1, critical: 3 },

  init: () => ({ messages: 0, withHit: 0, hits: 0, byCategory: {}, evidence: [] }),

  fold(state, event) {
    if (event.kind !== 'text' || event.chars === 0) return;
    state.messages++;
    const marks = event.marks.filter((mark) => mark.list === 'stop');
    if (marks.length > 0) state.withHit++;
    for (const { category, phrase } of marks) {
      state.hits++;
      setOwn(state.byCategory, category, (getOwn(state.byCategory, category) ?? 0) + 1);
      state.evidence.push({
        at: event.at,
        len: event.len,
        note: `“${phrase}” (${category.replaceAll('_', ' ')})`,
      });
    }
    if (state.evidence.length > EVIDENCE_LIMIT) state.evidence = state.evidence.slice(-EVIDENCE_LIMIT);
  },

  read({ messages, withHit, hits, byCategory, evidence }, { warn, critical }) {
    return {
      value: messages === 0 ? null : withHit / messages,
      severity: hits >= critical ? 'critical' : hits >= warn ? 'warn' : 'ok',
      label: `${hits} stop-phrase ${hits === 1 ? 'hit' : 'hits'}`,
      detail: { hits, messages, messages_with_hit: withHit, hits_by_category: byCategory },
      evidence,
    };
  },
};
