import { en } from '../l10n/english';
import {
  countLanguage,
  noLanguages,
  notJudgedIn,
  unjudgedDetail,
  type LanguageCounts,
} from './languageCounts';
import { mayJudge } from './measured';
import { placeOf, REACH, type Evidence, type Signal, timesIn, PER_CALLS } from './signal';

/** codevigil's `reasoning_loop`: corrections of itself per thousand tool calls. */
export interface ReasoningLoopState {
  matches: number;
  calls: number;
  burst: number;
  maxBurst: number;
  heard: LanguageCounts;
  evidence: Evidence[];
}

/** A few corrections are no loop, however few calls there are. */
const MIN_MATCHES = 5;

export const reasoningLoop: Signal<ReasoningLoopState> = {
  name: 'reasoning_loop',
  title: en('Went back on itself'),
  meaning: en('How often Claude takes back what it just said, per 1,000 tool calls.'),
  per: PER_CALLS,
  experimental: false,
  alarm: {
    worse: 'high',
    only: en('with {n0} times or more', MIN_MATCHES),
    defaults: { warn: 10, critical: 20 },
    bounds: { strictest: { warn: 5, critical: 10 }, loosest: { warn: 20, critical: 40 } },
  },

  init: () => ({ matches: 0, calls: 0, burst: 0, maxBurst: 0, heard: noLanguages(), evidence: [] }),

  fold(state, step, { reasoningLoop: { scope } }) {
    if (step.kind === 'tool') state.calls++;
    if (step.kind !== 'text' || step.chars === 0) return;
    countLanguage(state.heard, step.language, 'english');
    const by = scope === 'plain' ? 'plain' : 'careful';
    const marks = step.marks.filter((mark) => mark.list === 'loop' && mark.by === by);
    state.matches += marks.length;
    state.burst = marks.length > 0 ? state.burst + 1 : 0;
    state.maxBurst = Math.max(state.maxBurst, state.burst);
    for (const { phrase, intent, index } of marks)
      state.evidence.push({
        ...placeOf(step),
        index,
        note: en('“{0}” ({w1})', phrase, intent),
        against: true,
      });
  },

  read(
    { matches, calls, maxBurst, heard, evidence },
    { reasoningLoop: { scope, minCalls = REACH.reasoningLoop.minCalls } },
  ) {
    const rate = (matches * 1000) / Math.max(calls, 1);
    // codevigil's words are looked for in whatever language a text is.
    const silent = scope === 'plain' ? null : notJudgedIn(heard);
    const mayBeJudged = scope === 'plain' || mayJudge('reasoning_loop');
    const warm = calls >= minCalls && silent === null && mayBeJudged;
    const least = scope === 'plain' ? 1 : MIN_MATCHES;
    return {
      value: silent !== null || !mayBeJudged || (calls === 0 && matches === 0) ? null : rate,
      measure: warm ? rate : null,
      ceiling: matches >= least ? 'critical' : 'ok',
      label:
        silent ??
        (!mayBeJudged ? en('{n0} found; there may be more', matches) : null) ??
        (warm ? timesIn(matches, calls) : en('too early to tell ({n0} of {n1} tool calls)', calls, minCalls)),
      detail: {
        matches,
        tool_calls: calls,
        max_burst: maxBurst,
        min_tool_calls_for_severity: minCalls,
        min_matches_for_severity: least,
        scope,
        ...unjudgedDetail(heard),
      },
      evidence,
    };
  },
};
