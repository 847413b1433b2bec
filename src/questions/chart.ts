/** A session turn by turn, for the charts and the minimap of its page. Asked for apart: it takes the session's log, its head does not. */
import * as z from 'zod';
import { spokenLines } from './shared/spokenLines';
import type { Sources } from './shared/sources';
import { ContextParts, turnsIn } from './shared/turns';

export const args = z.object({ id: z.string() });

/** Per turn: output tokens, cost, calls and context. */
export const Chart = z.array(
  z.object({
    tokens: z.number(),
    costMicroUsd: z.number().nullable(),
    /** False for a turn that asked no model: it has no cost. */
    asksModel: z.boolean(),
    calls: z.number(),
    errors: z.number(),
    context: ContextParts.nullable(),
    compacted: z.boolean(),
    interrupted: z.boolean(),
    /** A request of it lacks its final usage: tokens and cost are lower bounds. */
    lowerBound: z.boolean(),
    /** Its cost is a lower bound, for that or another reason. */
    costAtLeast: z.boolean(),
    /** Number of its first line in the transcript. */
    line: z.number(),
  }),
);
export type Chart = z.infer<typeof Chart>;
export const reply = Chart.nullable();

/** Null where the log is needed and there is neither it nor what was read of it. */
export function answer({ id }: z.output<typeof args>, { library, rules }: Sources): Chart | null {
  const session = library.session(id);
  if (session === null) return null;
  const firstLines = new Map<number, number>();
  spokenLines(session.events).forEach(({ turn }, line) => {
    if (!firstLines.has(turn)) firstLines.set(turn, line);
  });
  return turnsIn(session, rules()).map((turn) => ({
    tokens: turn.usage.output,
    costMicroUsd: turn.costMicroUsd,
    asksModel: turn.requests > 0,
    calls: turn.tools.reduce((sum, tool) => sum + tool.calls, 0),
    errors: turn.tools.reduce((sum, tool) => sum + tool.errors, 0),
    context: turn.context,
    compacted: turn.compacted,
    interrupted: turn.interrupted,
    lowerBound: turn.lowerBound > 0,
    costAtLeast: turn.costAtLeast,
    line: firstLines.get(turn.index) ?? 0,
  }));
}
