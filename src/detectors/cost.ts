import { en } from '../l10n/english';
import { tokensOf } from '../usage/rows';
import { formatCost } from '../usage/format';
import type { Conversation } from '../analysis/metrics';
import type { WeekDetector } from './detector';
import { seriesByProject } from './series';

/** Cost of a session with its sub-agents, µUSD; null where a part has no price: then it is not known how it moved. */
function costOf({ figures, subAgents, amounts }: Conversation): number | null {
  const rows = [figures, ...subAgents].flatMap(({ usage }) => usage);
  const unpriced = rows.some((row) => row.costMicroUsd === null && tokensOf(row) > 0);
  return unpriced || rows.length === 0 ? null : amounts.costMicroUsd;
}

/** Cost a session, by project. */
export const cost: WeekDetector = {
  name: 'cost',
  title: en('Cost'),
  meaning: en('What a session with its sub-agents costs at list price, by project.'),
  rule: 'sessions cost more by at least a fifth and 10 cents',
  silent:
    'sessions that used a model without a price. With `vigil.plan` `subscription` the detector is off unless you turn it on by name',
  isOff: ({ settings }) => settings.plan === 'subscription',
  series: (conversations, { dayOf }) =>
    seriesByProject(conversations, dayOf, costOf, {
      worse: 'high',
      least: 100_000,
      lead: (project) => en('Sessions in {0} cost more', project),
      value: (microUsd) => en('{n0} each', formatCost(Math.round(microUsd), { lowerBound: false })),
    }),
};
