/** What was spent today, this week and this month, of which budget, and how the plan's limits stand. In words; pure. */
import type { Spend, Sum } from '../../../src/usage/budget';
import { formatBudget, formatShare, formatSpan } from '../../../src/usage/format';
import { limitName } from '../../../src/usage/limitName';
import { clock, dateTime } from '../../shared/format';
import { t } from '../../shared/l10n';
import { baseName } from '../../../src/log/folders';
import { shown } from '../../shared/text';
import { money } from '../cost/words';

export interface MoneyCell {
  name: string;
  value: string;
  /** Share of a budget, 0 to more than 1; null without one. */
  share: number | null;
  strain: 'none' | 'warn' | 'critical';
  under: string;
}

/** Share of a budget from which it is nearly spent. */
const NEAR = 0.8;
const strainOf = (share: number): MoneyCell['strain'] =>
  share >= 1 ? 'critical' : share >= NEAR ? 'warn' : 'none';

type Official = Spend['official'][number];
type Per = Spend['budgets'][number]['budget']['per'];
const PERIODS: readonly Per[] = ['day', 'week', 'month'];
const nameOf = (per: Per): string => ({ day: t('Today'), week: t('This week'), month: t('This month') })[per];

/** Nothing used is $0; what has no price is not. */
const amountOf = ({ costMicroUsd, unpricedTokens }: Sum): string =>
  money(costMicroUsd ?? (unpricedTokens > 0 ? null : 0));

/** `at`: ms since the epoch. */
export const moneyCells = (spend: Spend, at: number): MoneyCell[] => [
  ...PERIODS.map((per) => periodCell(spend, per)),
  ...spend.budgets.filter(({ budget }) => budget.project !== undefined).map(projectCell),
  ...limitCells(spend, at),
];

const budgetWords = ({ budget, share }: Spend['budgets'][number]): string =>
  t('{0} of {1}', formatShare(share, 1), formatBudget(budget.usd));

function periodCell(spend: Spend, per: Per): MoneyCell {
  const [budget] = spend.budgets
    .filter(({ budget: one }) => one.per === per && one.project === undefined)
    .toSorted((a, b) => b.share - a.share);
  return {
    name: nameOf(per),
    value: amountOf(spend[per]),
    share: budget?.share ?? null,
    strain: strainOf(budget?.share ?? 0),
    under: budget === undefined ? t('no budget') : budgetWords(budget),
  };
}

function projectCell(one: Spend['budgets'][number]): MoneyCell {
  const { budget, spentMicroUsd, share } = one;
  return {
    name: t('{0}, {1}', nameOf(budget.per), shown(baseName(budget.project ?? ''), 40)),
    value: money(spentMicroUsd),
    share,
    strain: strainOf(share),
    under: budgetWords(one),
  };
}

/** Times of the next hours by the clock, later ones with their day. */
const resetsAt = (resets: number, at: number): string =>
  resets - at < 20 * 3_600_000 ? clock(resets) : dateTime(resets);

/** A limit as Claude Code itself said, which is said beside it. */
const officialCell = ({ window, share, resetsAt: resets, at: said }: Official, at: number): MoneyCell => ({
  name: limitName(window),
  value: t('{0} used', formatShare(share, 1)),
  share,
  strain: strainOf(share),
  under: t('resets {0}; said by Claude Code at {1}', resetsAt(resets, at), clock(said)),
});

/**
 * Limits as Claude Code itself said; without its word the running 5-hour block, whose end is known or estimated; then those the log
 * says are reached.
 */
function limitCells({ block, limits, official }: Spend, at: number): MoneyCell[] {
  const said = (is: (window: Official['window']) => boolean): MoneyCell[] =>
    official
      .filter(({ window, resetsAt: resets }) => is(window) && resets > at)
      .map((one) => officialCell(one, at));
  // The limit of five hours stands first, whoever tells of it.
  const cells = said((window) => window === 'fiveHour');
  const officialWindows = new Set<string>(official.map(({ window }) => window));
  const cell = (name: string, value: string, under: string, reached: boolean): void =>
    void cells.push({ name, value, share: null, strain: reached ? 'critical' : 'none', under });
  if (block !== null && at < block.end && !officialWindows.has('fiveHour')) {
    const until = resetsAt(block.end, at);
    const reached = block.reachedAt !== null;
    cell(
      t('5-hour limit'),
      reached ? t('reached') : t('{0} left', formatSpan(block.end - at)),
      block.known === 'estimated' ? t('resets at about {0}, estimated', until) : t('resets {0}', until),
      reached,
    );
  }
  cells.push(...said((window) => window !== 'fiveHour'));
  for (const { window, resetsAt: resets } of limits) {
    if (resets === null || resets <= at || resets === block?.end || officialWindows.has(window)) continue;
    cell(limitName(window), t('reached'), t('resets {0}', resetsAt(resets, at)), true);
  }
  return cells;
}
