/** What was spent lately: the running 5-hour block, today, this week and month, budgets. Pure. */
import { billing, sameProject } from '../analysis/projects';
import { weekOf } from '../analysis/usage';
import type { Session } from '../session/join';
import type { SessionFigures } from '../store/figures';
import { blocksOf, pendingLimits, type Reset, type Spent } from '../usage/blocks';
import type { Budget, Spend, Sum } from '../usage/budget';
import { pricedOf, type Priced } from '../usage/cost';
import { pendingOfficial, shownOfficial, type Official, type OfficialLimit } from '../usage/official';
import { requestsOf, tokensOf, type UsageCell } from '../usage/rows';
import type { Rules } from './summarise';

/** Requests are kept so long for blocks: a pause of five hours falls into any week. In ms. */
export const RECENT_MS = 7 * 86_400_000;

/** The requests of a session as limits see them; those without a time cannot be placed. */
export const spentOf = (session: Pick<Session, 'responses'>, rules: Rules): Spent[] =>
  session.responses.flatMap((response) =>
    requestsOf(response).flatMap((request) =>
      request.t === null ? [] : [spentFor(request, request.t, !response.final, rules)],
    ),
  );

function spentFor(request: Priced, t: number, unfinished: boolean, { prices }: Rules): Spent {
  const { microUsd, unknown } = pricedOf(request, prices);
  return {
    t,
    tokens: tokensOf(request.usage),
    costMicroUsd: microUsd,
    atLeast: unfinished || unknown.length > 0,
  };
}

const nothing = (): Sum => ({
  tokens: 0,
  costMicroUsd: null,
  unpricedTokens: 0,
  lowerBound: 0,
  conditions: [],
});

/** What days count; `ofProject`: which parts of a session's usage do. */
function sumOf(
  sessions: readonly SessionFigures[],
  counts: (day: string) => boolean,
  ofProject: (session: SessionFigures, cell: UsageCell) => boolean = () => true,
): Sum {
  const sum = nothing();
  for (const session of sessions) {
    for (const row of session.cells) {
      if (row.day === null || !counts(row.day) || !ofProject(session, row)) continue;
      const tokens = tokensOf(row);
      sum.tokens += tokens;
      sum.lowerBound += row.lowerBound;
      for (const condition of Object.keys(row.unknownConditions))
        if (!sum.conditions.includes(condition)) sum.conditions.push(condition);
      if (row.costMicroUsd === null) sum.unpricedTokens += tokens;
      else sum.costMicroUsd = (sum.costMicroUsd ?? 0) + row.costMicroUsd;
    }
  }
  return sum;
}

/** Whether a part of a session's usage is billed to a project. */
function billedTo(
  project: string,
  sessions: readonly SessionFigures[],
): (session: SessionFigures, cell: UsageCell) => boolean {
  const projectOf = billing(sessions);
  return (session, cell) => sameProject(projectOf(session, cell), project);
}

const resetOf = ({ at: t, window, share, resetsAt }: OfficialLimit): Reset => ({
  t,
  window,
  reached: share >= 1,
  resetsAt,
  official: true,
});

/** What Claude Code itself said of resets that are to come, for the blocks. */
export const officialResets = (official: Official | null, now: number): Reset[] =>
  pendingOfficial(official, now).map(resetOf);

/** Spending at `now`. `recent`: requests of the last days; `official`: what Claude Code said of limits. */
export function spendOf(
  figures: Iterable<SessionFigures>,
  recent: readonly Spent[],
  budgets: readonly Budget[],
  rules: Pick<Rules, 'dayOf'>,
  now: number,
  official: Official | null = null,
): Spend {
  const today = rules.dayOf(now);
  const week = weekOf(today);
  const month = today.slice(0, 7);
  // A month ago at least, whatever the zone: older sessions cannot count.
  const since = new Date(now - 33 * 86_400_000).toISOString();
  const late = [...figures].filter(({ endedAt }) => endedAt !== null && endedAt >= since);
  const counts = {
    day: (day: string) => day === today,
    week: (day: string) => weekOf(day) === week,
    month: (day: string) => day.startsWith(month),
  };
  const limits = late.flatMap((one) => one.limits);
  return {
    block:
      blocksOf(recent, now, [...limits, ...officialResets(official, now)]).find(({ active }) => active) ??
      null,
    limits: pendingLimits(limits, now),
    official: shownOfficial(official, now),
    day: sumOf(late, counts.day),
    week: sumOf(late, counts.week),
    month: sumOf(late, counts.month),
    budgets: budgets.map((budget) => {
      const ofProject = budget.project === undefined ? undefined : billedTo(budget.project, late);
      const spentMicroUsd = sumOf(late, counts[budget.per], ofProject).costMicroUsd ?? 0;
      return { budget, spentMicroUsd, share: spentMicroUsd / (budget.usd * 1_000_000) };
    }),
  };
}
