/** The sub-agents of a session over their time. Pure. */
import type { Session } from '../session/join';
import { stepsOf } from '../signals/signal';
import type { Timeline } from './protocol';

/** Tool calls of a sub-agent that are told; more are thinned evenly. */
const MOST_STEPS = 200;

const iso = (t: number | null): string | null => (t === null ? null : new Date(t).toISOString());

/** One timeline a sub-agent, in the order they began; `parent` and the sub-agents tell who started whom. */
export function timelinesOf(parent: Session, subAgents: readonly Session[]): Timeline[] {
  const startedBy = new Map<string, string>();
  for (const one of subAgents)
    for (const event of one.events)
      if (event.kind === 'result' && event.agent !== null)
        startedBy.set(`${parent.id}/${event.agent}`, one.id);
  return subAgents
    .map((one): Timeline => {
      const calls = stepsOf(one.events).filter((step) => step.kind === 'tool');
      const thin = Math.max(1, calls.length / MOST_STEPS);
      const by = startedBy.get(one.id) ?? null;
      return {
        id: one.id,
        startedBy: by === one.id ? null : by,
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
