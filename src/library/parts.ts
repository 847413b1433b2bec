/** The parts of sessions that lie in a reading, and whose they are. */
import { conversationIn, partsIn } from '../session/join';
import type { Claimant } from '../session/ownership';
import type { FileReading } from '../session/reading';
import { agentOf, conversationOf, isSubAgent } from '../session/sessionId';

/** The claimants of a reading, by thread. */
export const claimantsOf = (reading: FileReading): Map<string, Claimant> =>
  new Map([...partsIn(reading)].map(([thread, { claimant }]) => [thread, claimant]));

/** The ids of the sessions that have a part in a reading. */
export const sessionsOf = (reading: FileReading): string[] =>
  [...partsIn(reading).values()].map(({ claimant }) => claimant.session);

/** True when a part of the session lies in the reading. */
export const holds = (reading: FileReading, id: string): boolean =>
  conversationIn(reading) === conversationOf(id) &&
  mayHold(reading, id) &&
  (reading.agentId !== null || !isSubAgent(id) || Object.hasOwn(reading.facts, agentOf(id)));

/** True when a part of the session may lie in a log of its conversation: one of the conversation itself, or of the sub-agent it is. */
export const mayHold = ({ agentId }: { agentId: string | null }, id: string): boolean =>
  agentId === null || (isSubAgent(id) && agentId === agentOf(id));
