/** How wide a run of tests is. */
import { factIn } from '../session/facts';
import type { Call } from '../session/step';

/** What a run of tests is limited to; nothing where all run. */
export const limitOf = (call: Call): string[] =>
  String(factIn(call.facts, 'runsTests') ?? '')
    .split(' ')
    .filter((word) => word !== '');

/** True when tests passed in a run that is not narrower than one with this limit, or names what that was limited to. */
export function passesAsWide(call: Call, limit: readonly string[]): boolean {
  if (factIn(call.answer?.facts ?? [], 'testsPassed') === undefined) return false;
  const own = limitOf(call);
  return (
    own.every((word) => limit.includes(word)) ||
    (limit.length > 0 && limit.every((word) => own.includes(word)))
  );
}
