/** The last request got no answer: the service failed, or a limit of the plan was reached. */
import { en } from '../l10n/english';
import type { EventOf } from '../session/event';
import { endsTurn } from '../session/step';
import { placeOf, type Evidence } from '../signals/signal';
import type { About, Finding } from './finding';

/** What stands in the place of an answer. */
type Fault = EventOf<'apiError'>['reason'];

interface State {
  /** Errors since the last request, or since the work that followed it; null where none is waited for. */
  errors: { evidence: Evidence; t: number | null; fault: Fault }[] | null;
  /** The work on the last request has begun: an error breaks it off. */
  began: boolean;
}

const leaves = ({ marks }: EventOf<'prompt'>): boolean =>
  marks.some(({ list, category }) => list === 'order' && category === 'leaves');

/** True for a request; words that a script or Claude Code puts in ask only where no person does. */
const asks = ({ via }: EventOf<'prompt'>, { headless }: About): boolean => via !== 'scripted' || headless;

const NOTES: Record<Fault, string> = {
  limit: en('a limit was reached'),
  credit: en('no credit is left'),
  login: en('the sign-in failed'),
  service: en('the service failed'),
  other: en('the service refused it'),
};
const NOTHING_DONE: Record<Fault, string> = {
  limit: en('Got no answer to the last request: a limit of the plan was reached'),
  credit: en('Got no answer to the last request: no credit is left'),
  login: en('Got no answer to the last request: the sign-in failed'),
  service: en('Got no answer to the last request: the service failed'),
  other: en('Got no answer to the last request: the service refused it'),
};
const BROKE_OFF: Record<Fault, string> = {
  limit: en('Broke off in the middle of its work: a limit of the plan was reached'),
  credit: en('Broke off in the middle of its work: no credit is left'),
  login: en('Broke off in the middle of its work: the sign-in failed'),
  service: en('Broke off in the middle of its work: the service failed'),
  other: en('Broke off in the middle of its work: the service refused to go on'),
};

export const noAnswer: Finding<State> = {
  name: 'no_answer',
  title: en('No answer'),
  meaning: en('The last request ended in an error of the service or at a limit, and nothing was done.'),
  advice: en(
    'Ask again: at a limit when it resets; without credit or a valid sign-in, once you have them. What the service refused, ask with less in it or in a new session.',
  ),
  leavesOut: [
    'a request that was repeated or answered after all',
    'a limit reached when the work was done, or in the middle of it while a person was there (a script that stops in the middle is reported)',
    '`No response requested`, and sign-in errors while a person was there (they see it and sign in)',
    'requests that you interrupted',
    'input that asks for nothing, such as `/exit` or thanks, and Claude Code’s reports on background work',
  ],
  checkedOn:
    'One real request that a limit left unanswered, and hand-written ones for errors of the service.',

  init: () => ({ errors: null, began: false }),

  fold(state, step, about) {
    if (step.kind === 'prompt') {
      if (leaves(step)) state.errors = null;
      else if (asks(step, about)) state.errors = [];
      state.began = false;
    } else if (step.kind === 'interrupt') state.errors = null;
    else if (step.kind === 'tool' || step.kind === 'text' || step.kind === 'thinking') {
      const goesOn = step.kind === 'tool' || (step.kind === 'text' && endsTurn(step.stop) === false);
      state.began ||= goesOn;
      const thinks = step.kind === 'thinking' && (state.began || state.errors !== null);
      // Where a person looks on, they see that it breaks off.
      state.errors = about.headless && (goesOn || thinks) ? [] : null;
    } else if (step.kind === 'apiError' && (step.reason !== 'login' || about.headless))
      state.errors?.push({
        evidence: { ...placeOf(step), note: NOTES[step.reason], against: true },
        t: step.t,
        fault: step.reason,
      });
  },

  read({ errors, began }, { headless }) {
    const last = errors?.at(-1);
    if (errors === null || last === undefined) return [];
    return [
      {
        severity: headless ? 'critical' : 'warn',
        sentence: (began ? BROKE_OFF : NOTHING_DONE)[last.fault],
        t: last.t,
        open: true,
        evidence: errors.map(({ evidence }) => evidence),
      },
    ];
  },
};
