import { en, enCount } from '../l10n/english';
import type { EventOf, PhraseMark } from '../session/event';
import {
  countLanguage,
  noLanguages,
  notJudgedIn,
  unjudgedDetail,
  type LanguageCounts,
} from './languageCounts';
import { mayJudge, type Category } from './measured';
import { type Evidence, type Signal, placeOf } from './signal';

/** What came before a prompt. */
export interface Answered {
  /** The agent has said or done something that could be spoken of. */
  worked: boolean;
  /** Its last text ended in a question. */
  asked: boolean;
}

/** Prompts of a person that hold a phrase of one list. */
export interface PromptShareState {
  prompts: number;
  withHit: number;
  before: Answered;
  /** The last prompt, if it holds no such phrase and Claude’s first words after it may show what was meant. */
  unclear: EventOf<'prompt'> | null;
  heard: LanguageCounts;
  evidence: Evidence[];
}

/** “2 found in 12 prompts”, and whether that is all there is. */
const foundIn = (found: number, prompts: number, all: boolean): string =>
  all
    ? enCount(prompts, '{n1} found in {n0} prompt', '{n1} found in {n0} prompts', found)
    : enCount(
        prompts,
        '{n1} found in {n0} prompt; not a full count',
        '{n1} found in {n0} prompts; not a full count',
        found,
      );

function count(state: PromptShareState, prompt: EventOf<'prompt'>, index: number, note: string): void {
  state.withHit++;
  state.evidence.push({ ...placeOf(prompt), index, note, against: true });
}

/**
 * A descriptive signal over the person's own words. Where too few of them are found to show a share (`measured.ts`), it has no value
 * and says how many it found. `find`: the phrase of a prompt that counts, by what came before it; null or nothing when none does.
 * `shownBy`: the phrase of Claude’s first words after such a prompt that shows that it counts after all.
 */
export const promptShare = ({
  find,
  shownBy,
  category,
  ...words
}: Pick<Signal<PromptShareState>, 'name' | 'title' | 'meaning'> & {
  category: Category;
  find: (prompt: EventOf<'prompt'>, before: Answered) => PhraseMark | null | undefined;
  shownBy?: (prompt: EventOf<'prompt'>, answer: EventOf<'text'>) => PhraseMark | undefined;
}): Signal<PromptShareState> => ({
  ...words,
  unit: 'share',
  experimental: true,
  alarm: null,

  init: () => ({
    prompts: 0,
    withHit: 0,
    before: { worked: false, asked: false },
    unclear: null,
    heard: noLanguages(),
    evidence: [],
  }),

  fold(state, step) {
    const { before } = state;
    if (step.kind === 'text' && step.chars > 0) {
      before.worked = true;
      before.asked = step.marks.some(({ list }) => list === 'question');
      const shown = state.unclear === null ? undefined : shownBy?.(state.unclear, step);
      if (shown !== undefined) count(state, state.unclear!, 0, en('answered with “{0}”', shown.phrase));
      state.unclear = null;
    } else if (step.kind === 'tool') {
      before.worked = true;
      before.asked = false;
    }
    if (step.kind !== 'prompt' || step.via === 'scripted') return;
    state.prompts++;
    countLanguage(state.heard, step.language, 'every');
    const hit = find(step, before);
    state.before = { ...before, asked: false };
    const found = hit !== undefined && hit !== null;
    state.unclear = !found && before.worked ? step : null;
    if (found) count(state, step, hit.index, `“${hit.phrase}”`);
  },

  read({ prompts, withHit, heard, evidence }) {
    return {
      value: mayJudge(category) && prompts > 0 && notJudgedIn(heard) === null ? withHit / prompts : null,
      measure: null,
      label:
        prompts === 0
          ? en('no prompts')
          : (notJudgedIn(heard) ?? foundIn(withHit, prompts, mayJudge(category))),
      detail: { prompts, prompts_with_hit: withHit, ...unjudgedDetail(heard) },
      evidence,
    };
  },
});
