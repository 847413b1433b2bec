/** The last request got no answer: the service failed, or a limit of the plan was reached. */
import { en } from '../l10n/english';
import type { EventOf } from '../session/event';
import { placeOf, type Evidence } from '../signals/signal';
import type { About, Finding } from './finding';

interface State {
  /** Errors since the last request; null before the first, and as soon as the agent says or does something. */
  errors: { evidence: Evidence; t: number | null; limit: boolean }[] | null;
}

const leaves = ({ marks }: EventOf<'prompt'>): boolean =>
  marks.some(({ list, category }) => list === 'order' && category === 'leaves');

/** True for a request; words that a script or Claude Code puts in ask only where no person does. */
const asks = ({ via }: EventOf<'prompt'>, { headless }: About): boolean => via !== 'scripted' || headless;

export const noAnswer: Finding<State> = {
  name: 'no_answer',
  title: en('No answer'),
  meaning: en('The last request ended in an error of the service or at a limit, and nothing was done.'),
  advice: en('Ask again; at a limit, when it resets.'),
  leavesOut: [
    'a request that was asked again or answered after all',
    'a limit that came when the work was done, or in the middle of it',
    'log-in errors and `No response requested`',
    'requests that you interrupted',
    'words that ask for nothing, such as `/exit`, and what Claude Code reports of background work',
  ],
  checkedOn: 'One real request that a limit left unanswered, and written ones for errors of the service.',

  init: () => ({ errors: null }),

  fold(state, step, about) {
    if (step.kind === 'prompt') {
      if (leaves(step)) state.errors = null;
      else if (asks(step, about)) state.errors = [];
    } else if (
      step.kind === 'text' ||
      step.kind === 'tool' ||
      step.kind === 'thinking' ||
      step.kind === 'interrupt'
    )
      state.errors = null;
    else if (step.kind === 'apiError' && (step.reason === 'service' || step.reason === 'limit'))
      state.errors?.push({
        evidence: {
          ...placeOf(step),
          note: en(step.reason === 'limit' ? 'a limit was reached' : 'the service failed'),
          against: true,
        },
        t: step.t,
        limit: step.reason === 'limit',
      });
  },

  read({ errors }, { headless }) {
    const last = errors?.at(-1);
    if (errors === null || last === undefined) return [];
    return [
      {
        severity: headless ? 'critical' : 'warn',
        sentence: en(
          last.limit
            ? 'Got no answer to the last request: a limit of the plan was reached'
            : 'Got no answer to the last request: the service failed',
        ),
        t: last.t,
        open: true,
        evidence: errors.map(({ evidence }) => evidence),
      },
    ];
  },
};
