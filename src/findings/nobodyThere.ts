/** A run that nobody watches ended in a question: nothing will come of it. */
import { en } from '../l10n/english';
import { placeOf } from '../signals/signal';
import { perTurn } from './perTurn';

export const nobodyThere = perTurn(
  {
    name: 'nobody_there',
    title: en('Nobody there to answer'),
    meaning: en(
      'A run started by a script or a schedule ended in a question, and nobody sits there to answer it.',
    ),
    advice: en('Say in its prompt what to do without asking, and start it again.'),
    leavesOut: [
      'sessions in which a person types',
      'a question in the middle of the work',
      'polite words after the work, such as “anything else?”',
      'a question that a later prompt of the script answers',
    ],
    checkedOn: 'Written sessions: the open logs hold no such run.',
  },
  {
    judge({ closing }, { headless }) {
      if (!headless || closing === null || !closing.marks.some(({ list }) => list === 'question')) return [];
      return [
        {
          // Nobody looks on, and nothing is lost but the run: to be looked at.
          severity: 'warn',
          sentence: en('Ended in a question that nobody is there to answer'),
          t: closing.t,
          open: true,
          evidence: [{ ...placeOf(closing), note: en('the question'), against: true }],
          about: [],
        },
      ];
    },
    // Asked and answered after all.
    repairs: (step) => step.kind === 'prompt',
  },
);
