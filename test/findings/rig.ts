/** Findings over events made by hand. */
import type { About, Finding, Found } from '../../src/findings/finding';
import type { Event, EventOf } from '../../src/session/event';
import { stepsOf } from '../../src/session/step';
import { done } from '../signals/rig';

export * from '../signals/rig';

export const present: About = { headless: false, modelOf: () => null };

/** What one finding finds. */
export function found<S>(
  finding: Finding<S>,
  events: readonly Event[],
  about: About = present,
): Omit<Found, 'name'>[] {
  const state = finding.init(about);
  for (const step of stepsOf(events)) finding.fold(state, step, about);
  return finding.read(state, about);
}

/** The answer to a call that was refused. */
export const deny = (id: string, by: 'person' | 'machine'): EventOf<'result'> => ({
  ...(done(id, 'denied') as EventOf<'result'>),
  deniedBy: by,
});
