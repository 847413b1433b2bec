import { en, enCount } from '../l10n/english';
import { getOwn, setOwn } from '../log/own';
import { copyState } from '../session/copyState';
import type { EventOf, PhraseMark } from '../session/event';
import {
  countLanguage,
  noLanguages,
  notJudgedIn,
  unjudgedDetail,
  type LanguageCounts,
} from './languageCounts';
import { mayJudge } from './measured';
import { placeOf, REACH, type Evidence, type Signal, type SignalOptions } from './signal';
import { STOP_CATEGORIES, type StopCategory } from './words/names';
import { endsTurn } from '../session/step';

/** codevigil's `stop_phrase`: words with which an agent stops, defers or dodges, where it stops. */
export interface StopPhraseState {
  /** The last text, while nothing has followed it in its turn. */
  last: Said | null;
  messages: number;
  withHit: number;
  hits: number;
  /** Questions of leave and offers, in place or not. */
  asked: number;
  /** By languages with a list for asking leave, and by those with lists for all of it. */
  heard: { leave: LanguageCounts; rest: LanguageCounts };
  byCategory: Record<string, number>;
  /** Hits that a session is judged by: see `UNJUDGED`. */
  judged: number;
  /** Those of each of the last messages that counted, as many as the settings say. */
  window: number[];
  evidence: Evidence[];
}
interface Said {
  evidence: Evidence[];
  categories: string[];
  asked: number;
  language: string;
  response: string;
  /** Whether it ended its turn; null when the log does not say. */
  ended: boolean | null;
}

/** Every question of leave, needless or not: none speaks against the agent by itself. */
const ASKED = 'asked_leave';
/** Our own categories of which too few are right, or found, to judge a session by. A person's own phrases count. */
const UNJUDGED = new Set<string>(STOP_CATEGORIES.filter((category) => !mayJudge(category)));

export const stopPhrase: Signal<StopPhraseState> = {
  name: 'stop_phrase',
  title: en('Stopped early'),
  meaning: en(
    'Words with which Claude stops early, asks whether to go on, or says that a problem is not its own.',
  ),
  experimental: false,
  alarm: {
    worse: 'high',
    defaults: { warn: 3, critical: 6 },
    bounds: { strictest: { warn: 3, critical: 6 }, loosest: { warn: 6, critical: 12 } },
  },

  init: () => ({
    last: null,
    messages: 0,
    withHit: 0,
    hits: 0,
    asked: 0,
    heard: { leave: noLanguages(), rest: noLanguages() },
    byCategory: {},
    judged: 0,
    window: [],
    evidence: [],
  }),

  fold(state, step, options) {
    if (step.kind === 'text' && step.chars > 0) {
      const said = saidIn(step, options);
      if (options.stopPhrases.scope !== 'turnEnd')
        return count(state, said, options.stopPhrases.scope === 'plain', windowOf(options));
      const { last } = state;
      // The texts of one last answer are one end.
      if (last?.response === said.response) {
        last.evidence.push(...said.evidence);
        last.categories.push(...said.categories);
        last.asked += said.asked;
        last.ended = said.ended;
        return;
      }
      // After a turn that ended, a stop hook or a notification may have set the agent to work again.
      if (last?.ended === true) settle(state, options);
      state.last = said;
    } else if (step.kind === 'tool' || step.kind === 'interrupt') {
      if (state.last?.ended === true) settle(state, options);
      state.last = null;
    } else if (step.kind === 'prompt' || step.kind === 'command' || step.kind === 'turnEnd')
      settle(state, options);
  },

  read(state, options) {
    const { scope } = options.stopPhrases;
    const now = copyState(state);
    settle(now, options);
    const recent = now.window.reduce((sum, hits) => sum + hits, 0);
    const plain = scope === 'plain';
    const where = WHERE[scope === 'turnEnd' ? 'turnEnd' : 'text'];
    return {
      value: plain && now.messages > 0 ? now.withHit / now.messages : null,
      // codevigil's count is that of the whole session; of the careful ones only a person's own phrases are judged.
      measure: plain ? (now.messages === 0 ? null : now.hits) : now.judged > 0 ? recent : null,
      label: now.messages === 0 ? where.none() : plain ? hitsOf(now, where) : countsOf(now, where),
      detail: {
        hits: now.hits,
        ...(plain ? {} : { asked_for_leave: now.asked }),
        recent_hits: recent,
        window_size: windowOf(options),
        messages: now.messages,
        messages_with_hit: now.withHit,
        hits_by_category: now.byCategory,
        scope,
        ...unjudgedDetail(now.heard.rest),
      },
      evidence: now.evidence,
    };
  },
};

const windowOf = ({ stopPhrases: { window = REACH.stopPhrases.window } }: SignalOptions): number => window;

/** Where phrases are looked for, in words. */
const WHERE = {
  turnEnd: {
    none: () => en('no turn has ended yet'),
    count: (n: number) => enCount(n, '{n0} turn', '{n0} turns'),
  },
  text: { none: () => en('no text yet'), count: (n: number) => enCount(n, '{n0} text', '{n0} texts') },
};
type Where = (typeof WHERE)['text'];

const hitsOf = ({ hits, messages }: StopPhraseState, where: Where): string =>
  en('{w0} in {w1}', enCount(hits, '{n0} stop phrase', '{n0} stop phrases'), where.count(messages));

/** Counts, as too few are found for a share: “asked 3 times whether to go on, 1 other stop phrase in 12 turns; there may be more”. */
function countsOf({ hits, asked, messages, heard, byCategory }: StopPhraseState, where: Where): string {
  const silent = notJudgedIn(heard.leave);
  if (silent !== null) return silent;
  const leave = enCount(asked, 'asked {n0} time whether to go on', 'asked {n0} times whether to go on');
  const rest = notJudgedIn(heard.rest);
  if (rest !== null) return en('{w0} in {w1}; the rest {w2}', leave, where.count(messages), rest);
  const others = hits - (getOwn(byCategory, 'permission_seeking') ?? 0);
  return en(
    '{w0}, {w1} in {w2}; there may be more',
    leave,
    enCount(others, '{n0} other stop phrase', '{n0} other stop phrases'),
    where.count(messages),
  );
}

/** What phrases of a category are, in words. */
const CATEGORY_WORDS: Readonly<Record<StopCategory, string>> = {
  ownership_dodging: en('ownership dodging'),
  permission_seeking: en('permission seeking'),
  premature_stopping: en('premature stopping'),
  known_limitation: en('known limitation'),
  session_length_excuse: en('session length excuse'),
};

function saidIn(step: EventOf<'text'>, { stopPhrases: { scope } }: SignalOptions): Said {
  const by: PhraseMark['by'] = scope === 'plain' ? 'plain' : 'careful';
  const marks = step.marks.filter((mark) => mark.list === 'stop' && mark.by === by);
  const hits = marks.filter(({ category }) => category !== ASKED);
  return {
    response: step.response,
    ended: endsTurn(step.stop),
    asked: marks.filter(({ category }) => category === ASKED || category === 'permission_seeking').length,
    language: step.language,
    categories: hits.map(({ category }) => category),
    evidence: hits.map(({ phrase, category, index }) => ({
      ...placeOf(step),
      index,
      note: en('“{0}” ({w1})', phrase, getOwn(CATEGORY_WORDS, category) ?? category.replaceAll('_', ' ')),
      against: true,
    })),
  };
}

/** Counts the last text as the end of a turn, unless its response went on with a tool. */
function settle(state: StopPhraseState, options: SignalOptions): void {
  if (state.last !== null && state.last.ended !== false) count(state, state.last, false, windowOf(options));
  state.last = null;
}

function count(
  state: StopPhraseState,
  { evidence, categories, asked, language }: Said,
  plain: boolean,
  window: number,
): void {
  state.messages++;
  state.asked += asked;
  countLanguage(state.heard.leave, language, 'every');
  countLanguage(state.heard.rest, language, 'english');
  if (categories.length > 0) state.withHit++;
  state.hits += categories.length;
  const judged = plain ? categories.length : categories.filter((category) => !UNJUDGED.has(category)).length;
  state.judged += judged;
  state.window.push(judged);
  if (state.window.length > window) state.window.shift();
  for (const category of categories)
    setOwn(state.byCategory, category, (getOwn(state.byCategory, category) ?? 0) + 1);
  state.evidence.push(...evidence);
}
