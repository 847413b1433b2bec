/** What a turn cost with the sub-agents it started: the same amount wherever a turn has one. */
import * as z from 'zod';
import type { SessionFigures } from '../../store/figures';
import { costsAtLeast } from '../../usage/rows';
import { turnOf } from './changedFiles';
import type { TurnFigures } from './turns';

export interface AgentCost {
  turn: number;
  /** Of what has a price. */
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

/** What a turn cost with the sub-agents it started; null when nothing of it has a price. */
export const TurnCost = {
  costMicroUsd: z.number().nullable(),
  /** It is at least that much. */
  costAtLeast: z.boolean(),
  /** A model was asked at all: it is not of a command that Claude Code answers itself. */
  asksModel: z.boolean(),
};

/** What a turn cost, its sub-agents included. */
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
