import { en } from '../l10n/english';
import type { EventOf, PhraseMark } from '../session/event';
import { promptShare, type Answered } from './promptShare';
import { ANSWERS, CONCESSION, DOUBT, OBJECTS, OPENERS } from './words/names';

/** A prompt this long is a task of its own: doubts in it are about other things. UTF-16 units. */
const TASK = 280;
/** A prompt this long holds what others wrote; its own words stand at its beginning. */
const PASTED = 1500;
const BEGINNING = 300;
/** A phrase that begins later does not open the prompt. */
const OPENING = 10;

/**
 * The phrase with which a prompt corrects the agent; null when it does not. A “no” that answers a question of the agent's is an answer.
 * `chars`: length of the whole prompt.
 */
function correctionIn(
  marks: readonly PhraseMark[],
  chars: number,
  { asked }: Pick<Answered, 'asked'>,
): PhraseMark | null {
  const said = marks.filter(
    ({ list, index }) => list === 'correction' && (chars < PASTED || index < BEGINNING),
  );
  const plain = said.find(({ category, phrase }) => category !== DOUBT && !(asked && ANSWERS.has(phrase)));
  if (plain !== undefined) return plain;
  const doubts = said.filter(({ category }) => category === DOUBT);
  if (chars > TASK) return null;
  const opens = doubts.find(({ phrase, index }) => OPENERS.has(phrase) && index < OPENING);
  if (opens !== undefined) return opens;
  const objects = doubts.some(({ phrase }) => OBJECTS.has(phrase));
  const different = new Set(doubts.map(({ phrase }) => phrase)).size;
  return objects && different > 1 ? doubts[0]! : null;
}

/** How far into an answer an admission answers the prompt. UTF-16 units. */
const AT_ONCE = 30;

/**
 * Words with which Claude's answer to a prompt begins and admits a mistake: the prompt corrects it, in whatever words. Agreeing is not
 * enough: Claude agrees with questions and ideas, too.
 */
const admissionIn = ({ chars }: EventOf<'prompt'>, { marks }: EventOf<'text'>): PhraseMark | undefined =>
  chars < PASTED
    ? marks.find(
        ({ list, by, category, index }) =>
          list === 'admission' && by === 'careful' && category !== CONCESSION && index < AT_ONCE,
      )
    : undefined;

/** Prompts that correct the agent (issue 42796: corrections for dodging). Before it has done anything there is nothing to correct. */
export const userCorrections = promptShare({
  name: 'user_corrections',
  title: en('Corrections by you'),
  meaning: en('How many of your prompts say that Claude got it wrong.'),
  category: 'user_correction',
  find: ({ marks, chars }, before) => (before.worked ? correctionIn(marks, chars, before) : null),
  shownBy: admissionIn,
});
