/** Sessions that were put together, kept until a reading of theirs changes: a panel asks several questions of one at a time. */
import { conversationOf } from '../session/sessionId';
import type { Session } from '../session/join';

/** A session and the files it was made of, those that only share messages with it included. */
export interface Made {
  session: Session;
  paths: ReadonlySet<string>;
}

/** Conversations asked for last whose sessions stay put together. */
const MOST = 3;

export interface Joined {
  get(id: string, make: () => Made | null): Session | null;
  drop(stale: (id: string, paths: ReadonlySet<string>) => boolean): void;
  clear(): void;
}

export function newJoined(): Joined {
  /** By conversation and id; those asked for last come last. */
  const kept = new Map<string, Map<string, Made>>();
  return {
    get(id, make) {
      const conversation = conversationOf(id);
      const sessions = kept.get(conversation) ?? new Map<string, Made>();
      kept.delete(conversation);
      kept.set(conversation, sessions);
      for (const oldest of kept.keys()) if (kept.size > MOST) kept.delete(oldest);
      const made = sessions.get(id) ?? make();
      if (made !== null) sessions.set(id, made);
      return made?.session ?? null;
    },
    drop(stale) {
      for (const sessions of kept.values())
        for (const [id, { paths }] of sessions) if (stale(id, paths)) sessions.delete(id);
    },
    clear: () => kept.clear(),
  };
}
