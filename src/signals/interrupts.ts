import { en } from '../l10n/english';
import { placeOf, REACH, type Evidence, type Signal, timesIn, PER_CALLS } from './signal';

/** How often a person stopped the agent (issue 42796, metric 8). */
export interface InterruptsState {
  interrupts: number;
  calls: number;
  evidence: Evidence[];
}

/** A person stops an agent now and then; three times in a session is a pattern. */
const MIN_INTERRUPTS = 3;

export const interrupts: Signal<InterruptsState> = {
  name: 'interrupt_rate',
  title: en('You interrupted'),
  meaning: en('How often you stopped Claude, per 1,000 tool calls.'),
  per: PER_CALLS,
  experimental: false,
  alarm: {
    worse: 'high',
    only: en('with {n0} interrupts or more', MIN_INTERRUPTS),
    defaults: { warn: 6, critical: 12 },
    bounds: { strictest: { warn: 3, critical: 6 }, loosest: { warn: 20, critical: 40 } },
  },

  init: () => ({ interrupts: 0, calls: 0, evidence: [] }),

  fold(state, step) {
    if (step.kind === 'tool') state.calls++;
    if (step.kind !== 'interrupt') return;
    state.interrupts++;
    state.evidence.push({ ...placeOf(step), note: en('stopped by you'), against: true });
  },

  read({ interrupts: stops, calls, evidence }, options) {
    const { minCalls = REACH.interrupts.minCalls } = options.interrupts ?? {};
    const rate = (stops * 1000) / Math.max(calls, 1);
    const warm = calls >= minCalls;
    return {
      value: calls === 0 && stops === 0 ? null : rate,
      measure: warm ? rate : null,
      ceiling: stops >= MIN_INTERRUPTS ? 'critical' : 'ok',
      label: warm
        ? timesIn(stops, calls)
        : en('too early to tell ({n0} of {n1} tool calls)', calls, minCalls),
      detail: {
        interrupts: stops,
        tool_calls: calls,
        min_tool_calls_for_severity: minCalls,
        min_interrupts_for_severity: MIN_INTERRUPTS,
      },
      evidence,
    };
  },
};
