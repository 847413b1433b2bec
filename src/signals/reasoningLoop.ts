import { EVIDENCE_LIMIT, type Evidence, type Signal } from './signal';

/** codevigil's `reasoning_loop`: corrections of itself per thousand tool calls. */
export interface ReasoningLoopState {
  matches: number;
  calls: number;
  burst: number;
  maxBurst: number;
  evidence: Evidence[];
}

const MIN_CALLS = 20;

export const reasoningLoop: Signal<ReasoningLoopState, { warn: number; critical: number }> = {
  name: 'reasoning_loop',
  title: 'Reasoning loops',
  meaning: 'How often the agent takes back what it just said, per 1,000 tool calls.',
  defaults: { warn: 10, critical: 20 },

  init: () => ({ matches: 0, calls: 0, burst: 0, maxBurst: 0, evidence: [] }),

  fold(state, event) {
    if (event.kind === 'tool') state.calls++;
    if (event.kind !== 'text' || event.chars === 0) return;
    const marks = event.marks.filter((mark) => mark.list === 'loop');
    state.matches += marks.length;
    state.burst = marks.length > 0 ? state.burst + 1 : 0;
    state.maxBurst = Math.max(state.maxBurst, state.burst);
    for (const { phrase, intent } of marks) {
      state.evidence.push({ at: event.at, len: event.len, note: `“${phrase}” (${intent})` });
    }
    if (state.evidence.length > EVIDENCE_LIMIT) state.evidence = state.evidence.slice(-EVIDENCE_LIMIT);
  },

  read({ matches, calls, maxBurst, evidence }, { warn, critical }) {
    const rate = (matches * 1000) / Math.max(calls, 1);
    const warm = calls >= MIN_CALLS;
    return {
      value: calls === 0 && matches === 0 ? null : rate,
      severity: !warm ? 'ok' : rate >= critical ? 'critical' : rate >= warn ? 'warn' : 'ok',
      label: warm ? `${rate.toFixed(1)}/1k tool calls` : `${rate.toFixed(1)}/1k warming up`,
      detail: { matches, tool_calls: calls, max_burst: maxBurst, min_tool_calls_for_severity: MIN_CALLS },
      evidence,
    };
  },
};
