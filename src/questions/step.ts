/** One step of a session with more text than its card first shows. */
import * as z from 'zod';
import { stepFiller } from './cards';
import { withAgent } from '../session/sessionId';
import type { Sources } from './shared/sources';
import { StepView } from './shared/transcript/stepShape';
import { keyOf } from './shared/transcript/stepText';
import { stepsIn } from './shared/transcript/steps';

/** `scale`: multiple of the text first shown. */
export const args = z.object({
  id: z.string(),
  of: z.string().max(200).default(''),
  key: z.string().max(200),
  scale: z.number().int().min(1).max(1_000),
});
export const reply = StepView.nullable();

export function answer(
  { id, of: subAgent, key, scale }: z.output<typeof args>,
  sources: Sources,
): z.output<typeof reply> {
  const session = sources.library.session(withAgent(id, subAgent));
  const step = session === null ? undefined : stepsIn(session.events).find((one) => keyOf(one) === key);
  return session === null || step === undefined ? null : stepFiller(session, sources)(step, scale);
}
