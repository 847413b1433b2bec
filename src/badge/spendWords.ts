/** Amounts, budgets and limits as texts. Does not use `vscode`. */
import { t } from '../l10n/texts';
import type { Settings } from '../settings/settings';
import type { LimitNotice } from '../usage/blocks';
import { NEARLY_SPENT, type Budget, type Spend, type Sum } from '../usage/budget';
import { limitName } from '../usage/limitName';
import type { OfficialLimit } from '../usage/official';
import { formatBudget, formatCost, formatShare, formatSpan, formatTokens, costText } from '../usage/format';
import { clock, type TimeFormat } from '../usage/times';
import { clip } from '../log/visible';
import { baseName } from '../log/folders';

/** The budgets that are nearly or fully spent, the worst first. */
export const strainedBudgets = (spend: Spend | null): Spend['budgets'] =>
  (spend?.budgets ?? []).filter(({ share }) => share >= NEARLY_SPENT).toSorted((a, b) => b.share - a.share);

type BudgetSpent = Spend['budgets'][number];

const projectOf = ({ budget: { project } }: BudgetSpent): string =>
  project === undefined ? '' : clip(baseName(project), 30);

/** “$61.20 of $60 today”. */
export function budgetShort({ budget, spentMicroUsd }: BudgetSpent): string {
  const sums = [formatCost(spentMicroUsd, { lowerBound: false }), formatBudget(budget.usd)] as const;
  return {
    day: t('{0} of {1} today', ...sums),
    week: t('{0} of {1} this week', ...sums),
    month: t('{0} of {1} this month', ...sums),
  }[budget.per];
}

/** “Today’s budget is spent: $61.20 of $60”, with its project. */
export function budgetText(one: BudgetSpent): string {
  const { budget, spentMicroUsd, share } = one;
  const name = {
    day: t('Today’s budget'),
    week: t('This week’s budget'),
    month: t('This month’s budget'),
  }[budget.per];
  const sums = t('{0} of {1}', formatCost(spentMicroUsd, { lowerBound: false }), formatBudget(budget.usd));
  const said =
    share >= 1
      ? t('{0} is spent: {1}', name, sums)
      : t('{0} is {1} spent: {2}', name, formatShare(share, 1), sums);
  const project = projectOf(one);
  return project === '' ? said : t('{0} ({1})', said, project);
}

/** A sum without a mark for lower bounds, which is shown once beside it. */
export const sumText = (sum: Sum): string =>
  costText({
    costMicroUsd: sum.costMicroUsd ?? (sum.unpricedTokens > 0 ? null : 0),
    lowerBound: false,
    unpriced: sum.unpricedTokens > 0 ? ['?'] : [],
  });

/** After less than this, the rest of a window cannot be estimated; ms. */
const ENOUGH_MS = 3_600_000;

/** The latest figures that Claude Code gave for a limit. */
const officialOf = (spend: Spend, window: OfficialLimit['window']): OfficialLimit | undefined =>
  spend.official.find((one) => one.window === window);

/** When the running 5-hour window ends; null between two windows. */
function endOf(spend: Spend, now: number): number | null {
  const end = officialOf(spend, 'fiveHour')?.resetsAt ?? spend.block?.end ?? 0;
  return now >= end ? null : end;
}

/** What is left of the running 5-hour window, in short; '' between two windows. */
export function leftText(spend: Spend | null, now: number): string {
  const end = spend === null ? null : endOf(spend, now);
  if (spend === null || end === null) return '';
  const left = formatSpan(end - now);
  const isGuess = officialOf(spend, 'fiveHour') === undefined && spend.block?.known === 'estimated';
  return isGuess ? t('~{0} left', left) : t('{0} left', left);
}

/** “5-hour limit: 38 % used, resets in 3 h 34 min (Claude Code, 2:05 PM)”: with the source of official figures. */
const officialText = (one: OfficialLimit, { now, timeFormat }: Written): string =>
  t(
    '{0}: {1} used, resets in {2} (Claude Code, {3})',
    limitName(one.window),
    formatShare(one.share, 1),
    formatSpan(one.resetsAt - now),
    clock(one.at, timeFormat),
  );

interface Written {
  now: number;
  timeFormat: TimeFormat;
}

/** A line about the running 5-hour window: what is left, what was used and, after enough time, the estimated total. */
export function blockText(spend: Spend, { now, timeFormat }: Written): string {
  const { block } = spend;
  const official = officialOf(spend, 'fiveHour');
  const end = endOf(spend, now);
  if (end === null) return '';
  const left = formatSpan(end - now);
  const parts = [
    official !== undefined
      ? officialText(official, { now, timeFormat })
      : block?.reachedAt != null
        ? t('5-hour limit reached')
        : block?.known === 'estimated'
          ? t('5-hour limit: resets in about {0} (estimated)', left)
          : t('5-hour limit: resets in {0}', left),
    ...(block === null || now >= block.end
      ? []
      : [
          t('{0} tokens so far', formatTokens(block.tokens)),
          block.projection === null || now - block.firstAt < ENOUGH_MS
            ? ''
            : t('on course for {0}', formatTokens(block.projection.tokens)),
        ]),
  ];
  return parts.filter(Boolean).join(', ');
}

/** The official weekly limit, and limits that are reached and not reset: “Weekly limit reached, resets in 31 h 05 min”. */
export function limitsText(spend: Spend, { now, timeFormat }: Written): string {
  const weekly = officialOf(spend, 'weekly');
  const reached = spend.limits
    .filter(
      ({ window, resetsAt }) =>
        resetsAt !== null &&
        resetsAt > now &&
        resetsAt !== spend.block?.end &&
        spend.official.every((one) => one.window !== window),
    )
    .map(({ window, resetsAt }) =>
      t('{0} reached, resets in {1}', limitName(window), formatSpan((resetsAt ?? now) - now)),
    );
  return [...(weekly === undefined ? [] : [officialText(weekly, { now, timeFormat })]), ...reached].join(
    ' · ',
  );
}

/** A limit and its state, in two or three words. */
export function limitShort(window: LimitNotice['window'], reached: boolean): string {
  const name = limitName(window);
  return reached ? t('{0} reached', name) : t('{0} near', name);
}

/** Day, week and month in one line, each with its budget: “Today $44.49 of $60 · Week $106.09 · Month $433.60 of $500”. */
export function moneyText(spend: Spend): string {
  const part = (title: string, sum: Sum, per: Budget['per']): string => {
    const cost = sumText(sum);
    if (cost === '') return '';
    const own = spend.budgets.find(({ budget }) => budget.per === per && budget.project === undefined);
    return own === undefined
      ? `${title} ${cost}`
      : `${title} ${t('{0} of {1}', cost, formatBudget(own.budget.usd))}`;
  };
  return [
    part(t('Today'), spend.day, 'day'),
    part(t('Week'), spend.week, 'week'),
    part(t('Month'), spend.month, 'month'),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The note beside money for people who pay a flat rate (P33). */
export const apiPriceNote = ({ plan }: Pick<Settings, 'plan'>): string =>
  plan === 'subscription' ? t('API price, not what you pay') : '';
