import { getOwn, setOwn } from '../log/own';
import type { EventOf, PhraseMark } from '../session/event';
import { counted, placeOf, type Evidence, type Signal, type SignalOptions } from './signal';
import { endsTurn } from '../session/step';

/** codevigil's `stop_phrase`: words with which an agent stops, defers or dodges, where it stops. */
export interface StopPhraseState {
  /** The last text, while nothing has followed it in its turn. */
  last: Said | null;
  messages: number;
  withHit: number;
  hits: number;
  byCategory: Record<string, number>;
  /** Hits of each of the last `WINDOW` messages that counted. */
  window: number[];
  evidence: Evidence[];
}
interface Said {
  evidence: Evidence[];
  categories: string[];
  response: string;
  /** Whether it ended its turn; null when the log does not say. */
  ended: boolean | null;
}

/** Turn ends (or texts) whose hits decide severity: older ones are past. */
const WINDOW = 20;

export const stopPhrase: Signal<StopPhraseState> = {
  name: 'stop_phrase',
  title: 'Stop phrases',
  meaning: 'Words with which the agent stops early, asks for leave it has, or calls a problem not its own.',
  experimental: false,
  alarm: {
    worse: 'high',
    defaults: { warn: 3, critical: 6 },
    bounds: { strictest: { warn: 3, critical: 6 }, loosest: { warn: 6, critical: 12 } },
  },

  init: () => ({ last: null, messages: 0, withHit: 0, hits: 0, byCategory: {}, window: [], evidence: [] }),

  fold(state, step, options) {
    if (step.kind === 'text' && step.chars > 0) {
      const said = saidIn(step, options);
      if (options.stopPhrases.scope !== 'turnEnd') return count(state, said);
      const { last } = state;
      // The texts of one last answer are one end.
      if (last?.response === said.response) {
        last.evidence.push(...said.evidence);
        last.categories.push(...said.categories);
        last.ended = said.ended;
        return;
      }
      // After a turn that ended, a stop hook or a notification may have set the agent to work again.
      if (last?.ended === true) settle(state);
      state.last = said;
    } else if (step.kind === 'tool' || step.kind === 'interrupt') {
      if (state.last?.ended === true) settle(state);
      state.last = null;
    } else if (step.kind === 'prompt' || step.kind === 'command' || step.kind === 'turnEnd') settle(state);
  },

  read(state, { stopPhrases: { scope } }) {
    const now = structuredClone(state);
    settle(now);
    const recent = now.window.reduce((sum, hits) => sum + hits, 0);
    const where = scope === 'turnEnd' ? 'turn end' : 'text';
    return {
      value: now.messages === 0 ? null : now.withHit / now.messages,
      // codevigil's count is that of the whole session.
      measure: now.messages === 0 ? null : scope === 'plain' ? now.hits : recent,
      label:
        now.messages === 0
          ? `no ${where} yet`
          : `${counted(now.hits, 'hit')} in ${counted(now.messages, where)}`,
      detail: {
        hits: now.hits,
        recent_hits: recent,
        window_size: WINDOW,
        messages: now.messages,
        messages_with_hit: now.withHit,
        hits_by_category: now.byCategory,
        scope,
      },
      evidence: now.evidence,
    };
  },
};

function saidIn(step: EventOf<'text'>, { stopPhrases: { scope } }: SignalOptions): Said {
  const by: PhraseMark['by'] = scope === 'plain' ? 'plain' : 'careful';
  const hits = step.marks.filter((mark) => mark.list === 'stop' && mark.by === by);
  return {
    response: step.response,
    ended: endsTurn(step.stop),
    categories: hits.map(({ category }) => category),
    evidence: hits.map(({ phrase, category }) => ({
      ...placeOf(step),
      note: `“${phrase}” (${category.replaceAll('_', ' ')})`,
      against: true,
    })),
  };
}

/** Counts the last text as the end of a turn, unless its response went on with a tool. */
function settle(state: StopPhraseState): void {
  if (state.last !== null && state.last.ended !== false) count(state, state.last);
  state.last = null;
}

function count(state: StopPhraseState, { evidence, categories }: Said): void {
  state.messages++;
  if (categories.length > 0) state.withHit++;
  state.hits += categories.length;
  state.window.push(categories.length);
  if (state.window.length > WINDOW) state.window.shift();
  for (const category of categories)
    setOwn(state.byCategory, category, (getOwn(state.byCategory, category) ?? 0) + 1);
  state.evidence.push(...evidence);
}
