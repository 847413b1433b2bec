/** A run that nobody watches ended in a question: nothing will come of it. */
import { en } from '../l10n/english';
import { placeOfMark } from '../signals/signal';
import { factIn } from '../session/facts';
import { isEdit, type Call } from '../session/step';
import { perTurn } from './perTurn';

const commits = ({ facts }: Call): boolean => factIn(facts, 'commits') !== undefined;

export const nobodyThere = perTurn(
  {
    name: 'nobody_there',
    title: en('Nobody there to answer'),
    meaning: en(
      'A run started by a script or a schedule ended in a question, and nobody sits there to answer it.',
    ),
    advice: en('Say in its prompt what to do without asking, and start it again.'),
    leavesOut: [
      'sessions with a person at the keyboard, in Claude Code or another program: somebody wrote after a turn had ended',
      'a question in the middle of the work',
      'polite questions and offers after the work, such as “anything else?” or “shall I also …?”',
      'offers to say more, such as “shall I go deeper?”',
      'questions that are addressed to nobody: in a list of findings, or in a text to be published',
      'a question that a later prompt of the script answers',
    ],
    checkedOn: 'Hand-written sessions. The open logs contain no such run.',
  },
  {
    judge({ closing, calls }, { headless }, later) {
      const asks = closing?.marks.find(({ list }) => list === 'question')?.category;
      // Whoever spoke after a turn had ended can answer: a person in another program, or a script that goes on.
      if (!headless || later || closing === null || asks === undefined) return [];
      // It has answered.
      if (asks === 'offers_words') return [];
      // The work is done; an offer is made after it.
      if (asks.startsWith('offers') && calls.some((call) => isEdit(call) || commits(call))) return [];
      return [
        {
          // Nobody looks on, and nothing is lost but the run: to be looked at.
          severity: 'warn',
          sentence: en('Ended in a question that nobody is there to answer'),
          t: closing.t,
          open: true,
          evidence: [
            {
              ...placeOfMark(closing, ({ list }) => list === 'question'),
              note: en('the question'),
              against: true,
            },
          ],
          about: [],
        },
      ];
    },
    // Asked and answered after all.
    repairs: (step) => step.kind === 'prompt',
  },
);
