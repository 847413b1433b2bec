/** The sub-agents of a session over their time. Pure. */
import type { Event } from '../session/event';
import type { Session } from '../session/join';
import { stepsOf } from '../signals/signal';
import type { Timeline } from './protocol';

/** Tool calls of a sub-agent that are told; more are thinned evenly. */
const MOST_STEPS = 200;

const iso = (t: number | null): string | null => (t === null ? null : new Date(t).toISOString());

type Call = Extract<Event, { kind: 'tool' }>;

/** One timeline a sub-agent, in the order they began; `parent` and the sub-agents tell who started whom, and by which call. */
export function timelinesOf(
  parent: Session,
  subAgents: readonly Session[],
  taskOf: (by: Session, call: Call) => string | null,
): Timeline[] {
  const starts = new Map<string, { by: Session; call: Call | undefined }>();
  for (const by of [parent, ...subAgents])
    for (const event of by.events)
      if (event.kind === 'result' && event.agent !== null)
        starts.set(`${parent.id}/${event.agent}`, {
          by,
          call: by.events.find((one): one is Call => one.kind === 'tool' && one.id === event.id),
        });
  return subAgents
    .map((one): Timeline => {
      const calls = stepsOf(one.events).filter((step) => step.kind === 'tool');
      const thin = Math.max(1, calls.length / MOST_STEPS);
      const { by, call } = starts.get(one.id) ?? { by: parent, call: undefined };
      return {
        id: one.id,
        startedBy: by === one || by === parent ? null : by.id,
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
