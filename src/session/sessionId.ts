/** Ids of sessions: that of a conversation, and `CONVERSATION/AGENT` for a sub-agent's. */

/** Conversation of a session; its own id where it is no sub-agent's. */
export const conversationOf = (id: string): string => id.split('/', 1)[0] ?? id;

/** Session that started a sub-agent; null for a conversation. */
export const parentOf = (id: string): string | null => (isSubAgent(id) ? conversationOf(id) : null);

/** Name of a sub-agent in its conversation; the whole id of a conversation. */
export const agentOf = (id: string): string => id.slice(id.indexOf('/') + 1);

export const isSubAgent = (id: string): boolean => id.includes('/');
