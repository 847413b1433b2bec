/** What the sub-agents of a session did and when, in the order they began. */
import * as z from 'zod';
import { ToolAction, type Event } from '../session/event';
import type { Session } from '../session/join';
import { stepsOf } from '../session/step';
import { taskAt } from './shared/edits';
import { placesIn, type Sources } from './shared/sources';

export const args = z.object({ id: z.string() });

/** A sub-agent over its time. */
export const Timeline = z.object({
  id: z.string(),
  /** The sub-agent that started it; null for those the session itself started. */
  startedBy: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Its tool calls, evenly thinned when there are many: time in ms, what they do to files, whether they failed. */
  steps: z.array(z.object({ t: z.number(), action: ToolAction, failed: z.boolean() })),
  calls: z.number(),
  errors: z.number(),
  /** What it was asked to do, cut; read from the log when asked, null when that is gone. Hostile text. */
  task: z.string().nullable(),
});
export type Timeline = z.infer<typeof Timeline>;
export const reply = z.array(Timeline);

export function answer({ id }: z.output<typeof args>, { library, bytes }: Sources): Timeline[] {
  const session = library.session(id);
  const subAgents = library.figures.get(id)?.subAgents ?? [];
  if (session === null) return [];
  return timelinesOf(
    session,
    subAgents.flatMap((child) => library.session(child) ?? []),
    (by, call) => {
      const { at, len, id: tool, file = 0 } = call;
      const task = tasks.get(call) ?? taskAt(bytes, placesIn(library, by)(file), at, len, tool);
      if (task !== null) tasks.set(call, task);
      return task;
    },
  );
}

/** Tasks by the event of their call: they go with the reading it is in. */
const tasks = new WeakMap<StartingCall, string>();

/** Tool calls of a sub-agent that are told; more are thinned evenly. */
const MOST_STEPS = 200;

const iso = (t: number | null): string | null => (t === null ? null : new Date(t).toISOString());

/** A tool call that may have started a sub-agent. */
export type StartingCall = Extract<Event, { kind: 'tool' }>;

/** One timeline a sub-agent, in the order they began; `parent` and the sub-agents tell who started whom, and by which call. */
export function timelinesOf(
  parent: Session,
  subAgents: readonly Session[],
  taskOf: (by: Session, call: StartingCall) => string | null,
): Timeline[] {
  const starts = new Map<string, { by: Session; call: StartingCall | undefined }>();
  for (const by of [parent, ...subAgents]) {
    const calls = new Map<string, StartingCall>();
    for (const event of by.events) {
      if (event.kind === 'tool' && !calls.has(event.id)) calls.set(event.id, event);
      if (event.kind === 'result' && event.agent !== null)
        starts.set(`${parent.id}/${event.agent}`, { by, call: calls.get(event.id) });
    }
  }
  const startedBy = startersOf(subAgents, (id) => {
    const by = starts.get(id)?.by;
    return by === undefined || by === parent ? null : by.id;
  });
  return subAgents
    .map((one): Timeline => {
      const calls = stepsOf(one.events).filter((step) => step.kind === 'tool');
      const thin = Math.max(1, calls.length / MOST_STEPS);
      const { by, call } = starts.get(one.id) ?? { by: parent, call: undefined };
      return {
        id: one.id,
        startedBy: startedBy.get(one.id) ?? null,
        startedAt: iso(one.facts.startedAt),
        endedAt: iso(one.facts.endedAt),
        steps: Array.from(
          { length: Math.min(calls.length, MOST_STEPS) },
          (_, i) => calls[Math.floor(i * thin)]!,
        ).flatMap(({ t, action, outcome }) =>
          t === null ? [] : [{ t, action, failed: outcome === 'error' }],
        ),
        calls: calls.length,
        errors: calls.filter(({ outcome }) => outcome === 'error').length,
        task: call === undefined ? null : taskOf(by, call),
      };
    })
    .sort((a, b) =>
      (a.startedAt ?? '') < (b.startedAt ?? '')
        ? -1
        : (a.startedAt ?? '') > (b.startedAt ?? '')
          ? 1
          : a.id < b.id
            ? -1
            : 1,
    );
}

/**
 * Which sub-agent started which; null: the session itself. Sub-agents that a log says started each other in a ring would stand nowhere:
 * the first of them counts as started by the session.
 */
function startersOf(
  subAgents: readonly Session[],
  starterOf: (id: string) => string | null,
): Map<string, string | null> {
  const starters = new Map(subAgents.map(({ id }) => [id, starterOf(id)]));
  const settled = new Set<string>();
  for (const first of starters.keys()) {
    const way = new Set<string>();
    let id: string | null = first;
    while (id !== null && !settled.has(id) && !way.has(id)) {
      way.add(id);
      id = starters.get(id) ?? null;
    }
    if (id !== null && way.has(id)) starters.set(id, null);
    for (const one of way) settled.add(one);
  }
  return starters;
}
