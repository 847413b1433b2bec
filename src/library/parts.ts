/** Which sessions have a part in a reading. */
import { conversationIn, partsIn } from '../session/join';
import type { Claimant } from '../session/ownership';
import type { FileReading } from '../session/reading';
import { agentOf, conversationOf, isSubAgent } from '../session/sessionId';

/** The claimants of a reading, by thread. */
export const claimantsOf = (reading: FileReading): Map<string, Claimant> =>
  new Map([...partsIn(reading)].map(([thread, { claimant }]) => [thread, claimant]));

/** The ids of the sessions with a part in a reading. */
export const sessionIdsIn = (reading: FileReading): string[] =>
  [...partsIn(reading).values()].map(({ claimant }) => claimant.session);

/** True if the session has a part in the reading. */
export const hasPart = (reading: FileReading, id: string): boolean =>
  conversationIn(reading) === conversationOf(id) &&
  mayHavePart(reading, id) &&
  (reading.agentId !== null || !isSubAgent(id) || Object.hasOwn(reading.facts, agentOf(id)));

/** True if the session may have a part in a log of its conversation, judged by the log's agent id. */
export const mayHavePart = ({ agentId }: { agentId: string | null }, id: string): boolean =>
  agentId === null || (isSubAgent(id) && agentId === agentOf(id));
