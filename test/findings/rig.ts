/** Findings over events made by hand. */
import type { About, Finding, Found } from '../../src/findings/finding';
import type { Event } from '../../src/session/event';
import { stepsOf } from '../../src/session/step';

export * from '../signals/rig';

export const present: About = { headless: false, modelOf: () => null };

/** What one finding finds. */
export function found<S>(
  finding: Finding<S>,
  events: readonly Event[],
  about: About = present,
): Omit<Found, 'name'>[] {
  const state = finding.init();
  for (const step of stepsOf(events)) finding.fold(state, step, about);
  return finding.read(state, about);
}
