/** A session turn by turn, for the charts and the minimap of its page. Asked for apart: it takes the session's log, its head does not. */
import * as z from 'zod';
import { agentCosts, costWith, TurnCost } from './shared/session/agentCosts';
import { subAgentsOf, type Sources } from './shared/sources';
import { ContextParts, turnsIn } from './shared/session/turns';

export const args = z.object({ id: z.string() });

/** Per turn: its own output tokens, calls and context, and its cost. */
export const Chart = z.array(
  z.object({
    tokens: z.number(),
    ...TurnCost,
    calls: z.number(),
    errors: z.number(),
    context: ContextParts.nullable(),
    compacted: z.boolean(),
    interrupted: z.boolean(),
    /** A request of it lacks its final usage: its tokens are a lower bound. */
    lowerBound: z.boolean(),
  }),
);
export type Chart = z.infer<typeof Chart>;
export const reply = Chart.nullable();

/** Null where the log is needed and there is neither it nor what was read of it. */
export function answer({ id }: z.output<typeof args>, { library, rules }: Sources): Chart | null {
  const session = library.session(id);
  if (session === null) return null;
  const turns = turnsIn(session, rules());
  const agents = agentCosts(subAgentsOf(library, id), turns);
  return turns.map((turn) => ({
    tokens: turn.usage.output,
    ...costWith(turn, agents),
    calls: turn.tools.reduce((sum, tool) => sum + tool.calls, 0),
    errors: turn.tools.reduce((sum, tool) => sum + tool.errors, 0),
    context: turn.context,
    compacted: turn.compacted,
    interrupted: turn.interrupted,
    lowerBound: turn.lowerBound > 0,
  }));
}
