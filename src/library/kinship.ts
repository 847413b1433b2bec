/** Type and task of each sub-agent, from its own files or from the session that started it. */
import { spawnsOf, type Session, type Spawn } from '../session/join';
import { agentOf } from '../session/sessionId';
import { startsAgent } from '../session/tools';
import type { SessionFigures } from '../store/figures';

/** What is known from one session. */
interface Kin {
  /** Its own type and task, from the file beside its log. */
  own: Spawn;
  /** The sub-agents it started. */
  started: ReadonlyMap<string, Spawn>;
}

export interface Kinship {
  /** Notes a session that was built. `started`: the sub-agents it started. */
  note(session: Session, started: ReadonlyMap<string, Spawn>): void;
  forget(id: string): void;
  /** The sub-agents whose type or task differs from their figures, with the right type and task. */
  renamed(conversation: string, subAgents: readonly string[]): Map<string, Spawn>;
  clear(): void;
}

const UNKNOWN: Spawn = { agentType: null, task: null };

const same = (a: Spawn, b: Spawn): boolean => a.agentType === b.agentType && a.task === b.task;

/** `session` builds a session from its readings. */
export function newKinship(
  figuresOf: (id: string) => SessionFigures | undefined,
  session: (id: string) => Session | null,
): Kinship {
  const known = new Map<string, Kin>();

  function note({ id, agentType, task }: Session, started: ReadonlyMap<string, Spawn>): Kin {
    const kin = { own: { agentType, task }, started };
    known.set(id, kin);
    return kin;
  }

  function kinOf(id: string): Kin {
    const kin = known.get(id);
    if (kin !== undefined) return kin;
    const whole = session(id);
    return whole === null ? { own: UNKNOWN, started: new Map() } : note(whole, spawnsOf(whole.events));
  }

  const startedBy = (ids: readonly string[]): Map<string, Spawn> =>
    new Map(ids.flatMap((id) => [...kinOf(id).started]));

  const mayStart = (id: string): boolean =>
    known.has(id) || figuresOf(id)?.tools.some(({ name }) => startsAgent(name)) === true;

  return {
    note: (one, started) => void note(one, started),
    forget: (id) => void known.delete(id),
    renamed(conversation, subAgents) {
      if (subAgents.length === 0) return new Map();
      const family = [conversation, ...subAgents];
      const differ = (spawned: Map<string, Spawn>) =>
        subAgents.flatMap((id): [string, Spawn][] => {
          const was = figuresOf(id);
          const spawn = spawned.get(agentOf(id)) ?? UNKNOWN;
          if (was === undefined || same(was, spawn)) return [];
          const { own } = kinOf(id);
          const now = { agentType: own.agentType ?? spawn.agentType, task: own.task ?? spawn.task };
          return same(was, now) ? [] : [[id, now]];
        });
      // Sessions that called no tool for starting sub-agents must be built to be checked, so they are only if the others do not explain all.
      const likely = differ(startedBy(family.filter(mayStart)));
      return new Map(likely.length === 0 ? [] : differ(startedBy(family)));
    },
    clear: () => known.clear(),
  };
}
