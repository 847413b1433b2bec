/** Tests failed in this turn, no later run was green, and the closing text does not say so. */
import { factIn } from '../session/facts';
import type { Call } from '../session/step';
import { placeOf } from '../signals/signal';
import { TELLS_FAILURE } from '../signals/closing';
import { perTurn } from './perTurn';
import type { Turn } from './turns';

const failedIn = (call: Call): boolean => factIn(call.answer?.facts ?? [], 'testsFailed') !== undefined;
const passedIn = (call: Call): boolean => factIn(call.answer?.facts ?? [], 'testsPassed') !== undefined;
const limitOf = (call: Call): string => String(factIn(call.facts, 'runsTests') ?? '');

/** True when the green run is as wide as the red one, or names the same files. */
function covers(green: Call, red: Call): boolean {
  const limit = limitOf(green);
  if (limit === '' || limit === limitOf(red)) return true;
  const words = limitOf(red)
    .split(' ')
    .filter((word) => word !== '');
  return words.length > 0 && words.every((word) => limit.includes(word));
}

/** The last run of the turn with failing tests that no green run covers; null when there is none. */
export function lastRed({ calls }: Turn): Call | null {
  const red = calls.findLast(failedIn);
  if (red === undefined) return null;
  const after = calls.slice(calls.indexOf(red) + 1);
  return after.some((call) => passedIn(call) && covers(call, red)) ? null : red;
}

export const failingTests = perTurn(
  {
    name: 'failing_tests',
    title: 'Failing tests not mentioned',
    meaning: 'Tests failed in this turn, no later run was green, and the closing text does not mention it.',
    advice: 'Ask for the failing tests, or run them yourself before you rely on the result.',
  },
  {
    judge(turn) {
      const { closing } = turn;
      const red = lastRed(turn);
      if (closing === null || red === null || !TELLS_FAILURE.has(closing.language)) return [];
      if (closing.marks.some(({ list }) => list === 'failure')) return [];
      return [
        {
          severity: 'warn',
          sentence: 'Ended its turn without a word about failing tests',
          t: closing.t,
          open: true,
          evidence: [
            { ...placeOf(red.answer ?? red), note: 'the last test run: some failed', against: true },
            { ...placeOf(closing), note: 'the closing text', against: true },
          ],
        },
      ];
    },
    repairs: (step) =>
      step.kind === 'tool' && passedIn(step)
        ? true
        : step.kind === 'text' && step.marks.some(({ list }) => list === 'failure'),
  },
);
