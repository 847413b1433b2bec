/** What type each sub-agent of a conversation has, as its own files or those who started it say. */
import { spawnsOf, type Session } from '../session/join';
import type { SessionFigures } from '../store/figures';

/** What a session's own records say of types. */
interface Kin {
  /** Its own type, as the file beside its log says. */
  own: string | null;
  /** The sub-agents it started. */
  started: ReadonlyMap<string, string | null>;
}

export interface Kinship {
  /** A session was put together. */
  note(session: Session): void;
  forget(id: string): void;
  /** The sub-agents whose type is another than their figures say, with it. */
  retyped(conversation: string, subAgents: readonly string[]): Map<string, string | null>;
  clear(): void;
}

/** Tools that start sub-agents. */
const STARTERS = new Set(['Task', 'Agent']);

/** `session`: put together from its readings. */
export function newKinship(
  figuresOf: (id: string) => SessionFigures | undefined,
  session: (id: string) => Session | null,
): Kinship {
  const known = new Map<string, Kin>();

  function note({ id, agentType, events }: Session): Kin {
    const kin = { own: agentType, started: spawnsOf(events) };
    known.set(id, kin);
    return kin;
  }

  function kinOf(id: string): Kin {
    const kin = known.get(id);
    if (kin !== undefined) return kin;
    const whole = session(id);
    return whole === null ? { own: null, started: new Map() } : note(whole);
  }

  const startedBy = (ids: readonly string[]): Map<string, string | null> =>
    new Map(ids.flatMap((id) => [...kinOf(id).started]));

  const mayStart = (id: string): boolean =>
    known.has(id) || figuresOf(id)?.tools.some(({ name }) => STARTERS.has(name)) === true;

  return {
    note: (one) => void note(one),
    forget: (id) => void known.delete(id),
    retyped(conversation, subAgents) {
      if (subAgents.length === 0) return new Map();
      const family = [conversation, ...subAgents];
      const differ = (types: Map<string, string | null>) =>
        subAgents.flatMap((id): [string, string | null][] => {
          const was = figuresOf(id)?.agentType;
          const told = types.get(id.slice(conversation.length + 1)) ?? null;
          if (was === undefined || was === told) return [];
          const type = kinOf(id).own ?? told;
          return was === type ? [] : [[id, type]];
        });
      // Those who called no tool that starts sub-agents are looked at only where the others leave a type unexplained.
      const likely = differ(startedBy(family.filter(mayStart)));
      return new Map(likely.length === 0 ? [] : differ(startedBy(family)));
    },
    clear: () => known.clear(),
  };
}
