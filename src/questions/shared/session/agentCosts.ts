/** The cost of a turn with the sub-agents it started: the same amount on all surfaces. */
import * as z from 'zod';
import type { SessionFigures } from '../../../store/figures';
import { costsAtLeast } from '../../../usage/rows';
import { turnOf } from './changedFiles';
import type { TurnFigures } from './turns';

export interface AgentCost {
  turn: number;
  /** Cost of the priced part. */
  costMicroUsd: number;
  unpriced: boolean;
  atLeast: boolean;
}

/** What each sub-agent of a session cost, and in which turn it was started. */
export const agentCosts = (
  subAgents: readonly SessionFigures[],
  turns: readonly TurnFigures[],
): AgentCost[] =>
  subAgents.map(({ id, startedAt, usage }) => ({
    turn: turnOf(turns, id, startedAt === null ? null : Date.parse(startedAt)),
    costMicroUsd: usage.reduce((sum, row) => sum + (row.costMicroUsd ?? 0), 0),
    unpriced: usage.some((row) => row.costMicroUsd === null),
    atLeast: usage.some(costsAtLeast),
  }));

/** The cost of a turn with its sub-agents; null if nothing is priced. */
export const TurnCost = {
  costMicroUsd: z.number().nullable(),
  /** The cost is a lower bound. */
  costAtLeast: z.boolean(),
  /** It has a request; false for a command that Claude Code answers itself. */
  asksModel: z.boolean(),
};

/** Adds the cost of a turn's sub-agents to its own. */
export function costWith(
  { index, requests, costMicroUsd, costAtLeast }: TurnFigures,
  agents: readonly AgentCost[],
): { [Field in keyof typeof TurnCost]: z.infer<(typeof TurnCost)[Field]> } {
  const own = agents.filter(({ turn }) => turn === index);
  const below = own.reduce((sum, one) => sum + one.costMicroUsd, 0);
  return {
    costMicroUsd: costMicroUsd === null && below === 0 ? null : Math.round((costMicroUsd ?? 0) + below),
    costAtLeast:
      costAtLeast ||
      (costMicroUsd === null && below > 0) ||
      own.some(({ unpriced, atLeast }) => unpriced || atLeast),
    asksModel: requests + own.length > 0,
  };
}
