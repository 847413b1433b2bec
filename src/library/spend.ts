/** Recent spending: the running 5-hour block, today, this week and month, budgets. Pure. */
import { billing, sameProject } from '../analysis/projects';
import type { Response } from '../log/response';
import type { Session } from '../session/join';
import type { SessionFigures } from '../store/figures';
import { blocksOf, pendingLimits, type Reset, type Spent } from '../usage/blocks';
import type { Budget, Spend, Sum } from '../usage/budget';
import { DAY_MS, weekOf } from '../usage/days';
import { pendingOfficial, shownOfficial, type Official, type OfficialLimit } from '../usage/official';
import { countedIn, tokensOf, type Counted, type UsageCell } from '../usage/rows';
import type { Rules } from './rules';

/** How long requests are kept for blocks, in ms: every week has a pause of five hours, at which blocks start anew. */
export const RECENT_MS = 7 * DAY_MS;

/** The requests of a response for the sums of limits, without those that have no time. */
export const spentIn = ({ final }: Response, requests: readonly Counted[]): Spent[] =>
  requests.flatMap(({ request: { t, usage }, counts }) =>
    t === null
      ? []
      : {
          t,
          tokens: tokensOf(usage),
          costMicroUsd: counts.costMicroUsd,
          atLeast: !final || Object.keys(counts.unknownConditions).length > 0,
        },
  );

/** The same of a session. */
export const spentOf = ({ responses }: Pick<Session, 'responses'>, { prices }: Rules): Spent[] =>
  responses.flatMap((response) => spentIn(response, countedIn(response, prices)));

/** The sum of nothing. */
export const noSum = (): Sum => ({
  tokens: 0,
  costMicroUsd: null,
  unpricedTokens: 0,
  lowerBound: 0,
  conditions: [],
});

/** The sum over the days for which `counts` is true; `ofProject`: only over these parts of a session's usage. */
function sumOf(
  sessions: readonly SessionFigures[],
  counts: (day: string) => boolean,
  ofProject?: (session: SessionFigures, cell: UsageCell) => boolean,
): Sum {
  const sum = noSum();
  for (const session of sessions) {
    if (ofProject === undefined) {
      for (const [day, ofDay] of sumsByDay(session.cells)) if (counts(day)) add(sum, ofDay);
      continue;
    }
    for (const row of session.cells)
      if (row.day !== null && counts(row.day) && ofProject(session, row)) add(sum, sumOfCell(row));
  }
  return sum;
}

/** Cache: the sums of a session by day, by its cells. */
const kept = new WeakMap<readonly UsageCell[], ReadonlyMap<string, Sum>>();

function sumsByDay(cells: readonly UsageCell[]): ReadonlyMap<string, Sum> {
  const known = kept.get(cells);
  if (known !== undefined) return known;
  const days = new Map<string, Sum>();
  for (const cell of cells) {
    if (cell.day === null) continue;
    const sum = days.get(cell.day) ?? noSum();
    days.set(cell.day, sum);
    add(sum, sumOfCell(cell));
  }
  kept.set(cells, days);
  return days;
}

function sumOfCell(cell: UsageCell): Sum {
  const tokens = tokensOf(cell);
  return {
    tokens,
    costMicroUsd: cell.costMicroUsd,
    unpricedTokens: cell.costMicroUsd === null ? tokens : 0,
    lowerBound: cell.lowerBound,
    conditions: Object.keys(cell.unknownConditions),
  };
}

function add(sum: Sum, more: Sum): void {
  sum.tokens += more.tokens;
  sum.unpricedTokens += more.unpricedTokens;
  sum.lowerBound += more.lowerBound;
  for (const condition of more.conditions)
    if (!sum.conditions.includes(condition)) sum.conditions.push(condition);
  if (more.costMicroUsd !== null) sum.costMicroUsd = (sum.costMicroUsd ?? 0) + more.costMicroUsd;
}

/** Returns a test for parts of a session's usage that are billed to a project. */
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

/** The future resets that Claude Code reported, for the blocks. */
export const officialResets = (official: Official | null, now: number): Reset[] =>
  pendingOfficial(official, now).map(resetOf);

/** Sessions that ended longer ago are in no sum: at least a month in any time zone. In ms. */
export const SUMMED_MS = 33 * DAY_MS;

/** The week of a day, cached because only a few days are asked for. */
function weekOfDay(day: string): string {
  const week = weeks.get(day) ?? weekOf(day);
  weeks.set(day, week);
  return week;
}
const weeks = new Map<string, string>();

/** Spending at `now` (ms since the epoch). `recent`: requests of the last days; `official`: limits that Claude Code reported. */
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
  const since = new Date(now - SUMMED_MS).toISOString();
  const late = [...figures].filter(({ endedAt }) => endedAt !== null && endedAt >= since);
  const endedWithin = (days: number): SessionFigures[] => {
    const from = new Date(now - days * DAY_MS).toISOString();
    return late.filter(({ endedAt }) => endedAt !== null && endedAt >= from);
  };
  const counts = {
    day: (day: string) => day === today,
    week: (day: string) => weekOfDay(day) === week,
    month: (day: string) => day.startsWith(month),
  };
  const limits = late.flatMap((one) => one.limits);
  return {
    block:
      blocksOf(recent, now, [...limits, ...officialResets(official, now)]).find(({ active }) => active) ??
      null,
    limits: pendingLimits(limits, now),
    official: shownOfficial(official, now),
    // A session with usage on a day ended on that day or later, so older sessions can be left out.
    day: sumOf(endedWithin(2), counts.day),
    week: sumOf(endedWithin(9), counts.week),
    month: sumOf(late, counts.month),
    budgets: budgets.map((budget) => {
      const ofProject = budget.project === undefined ? undefined : billedTo(budget.project, late);
      const spentMicroUsd = sumOf(late, counts[budget.per], ofProject).costMicroUsd ?? 0;
      return { budget, spentMicroUsd, share: spentMicroUsd / (budget.usd * 1_000_000) };
    }),
  };
}
