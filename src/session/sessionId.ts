/** Ids of sessions: `CONVERSATION`, or `CONVERSATION/AGENT` for a sub-agent. */

/** The conversation's id of a session, also of a sub-agent. */
export const conversationOf = (id: string): string => id.split('/', 1)[0] ?? id;

/** The id of the session that started a sub-agent; null for a conversation. */
export const parentOf = (id: string): string | null => (isSubAgent(id) ? conversationOf(id) : null);

/** The agent's id of a sub-agent; for a conversation its whole id. */
export const agentOf = (id: string): string => id.slice(id.indexOf('/') + 1);

/** The id of a sub-agent of a session's conversation; the session's own for `''`. */
export const withAgent = (id: string, agent: string): string =>
  agent === '' ? id : `${conversationOf(id)}/${agent}`;

export const isSubAgent = (id: string): boolean => id.includes('/');

/** The beginning of a session's id, by which it is named where there is little room. */
export const shortId = (id: string): string => id.slice(0, 8);

/** Returns a function that shortens these ids; none is shortened if two begin alike. */
export function shortIds(ids: readonly string[]): (id: string) => string {
  const whole = new Set(ids);
  return new Set([...whole].map(shortId)).size === whole.size ? shortId : (id) => id;
}
