/** The turns of a session for reports. */
import type { Conversation } from '../../../analysis/metrics';
import type { Rules } from '../../../library/rules';
import type { TurnRow } from '../../../report/turns';
import type { Session } from '../../../session/join';
import { agentCosts, costWith } from './agentCosts';
import { findingsByTurn, turnsIn } from './turns';

/** The turns of a session with their findings; `failures`: only those with a failed call or a finding; null if the session's events are unknown. */
export function turnRows(
  { figures, subAgents }: Conversation,
  { session, rules }: { session: (id: string) => Session | null; rules: Rules },
  failures: boolean,
): TurnRow[] | null {
  const whole = session(figures.id);
  if (whole === null) return null;
  const turns = turnsIn(whole, rules);
  const agents = agentCosts(subAgents, turns);
  const found = findingsByTurn(turns, figures.findings);
  return turns
    .map((turn, i) => ({ turn, found: found[i] ?? [], cost: costWith(turn, agents) }))
    .map(({ turn: { index, at, file, startedAt, tools, task }, found: here, cost }) => ({
      turn: index + 1,
      at,
      ...(file === undefined ? {} : { file }),
      startedAt,
      calls: tools.reduce((sum, { calls }) => sum + calls, 0),
      failed: tools.reduce((sum, { errors }) => sum + errors, 0),
      costMicroUsd: cost.costMicroUsd,
      costAtLeast: cost.costAtLeast,
      findings: here.map(({ name, severity, sentence, open }) => ({
        name,
        severity,
        sentence,
        open,
      })),
      ...(rules.taskType ? { task } : {}),
    }))
    .filter((one) => !failures || one.failed > 0 || one.findings.length > 0);
}
