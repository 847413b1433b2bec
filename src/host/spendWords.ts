/** What was spent, in words. Nothing here knows of `vscode`. */
import type { LiveSession } from '../library/sessionRow';
import type { Settings } from '../settings/settings';
import type { LimitNotice } from '../usage/blocks';
import type { Spend, Sum } from '../usage/budget';
import { contextShare, isNearlyFull } from '../usage/context';
import { formatCost, formatShare, formatTokens } from '../usage/format';
import { costText, fillText, type Translate } from './format';

/** Share of a budget from which it is spoken of, and from which it is used up. */
const BUDGET_WARN = 0.8;

/** The budgets that are nearly or wholly used up, the worst first. */
export const strainedBudgets = (spend: Spend | null): Spend['budgets'] =>
  (spend?.budgets ?? []).filter(({ share }) => share >= BUDGET_WARN).toSorted((a, b) => b.share - a.share);

/** “today: $4.20 of $5.00 (84 %)” of a budget, with its project. */
export function budgetText({ budget, spentMicroUsd, share }: Spend['budgets'][number], t: Translate): string {
  const name = { day: t('today'), week: t('this week'), month: t('this month') }[budget.per];
  const of = budget.project === undefined ? '' : ` ${budget.project.split(/[\\/]/).at(-1) ?? ''}`;
  return t(
    'budget {0}{1}: {2} of {3} ({4})',
    name,
    of,
    formatCost(spentMicroUsd, { lowerBound: false }),
    formatCost(budget.usd * 1_000_000, { lowerBound: false }),
    formatShare(share, 1),
  );
}

const sumText = (sum: Sum, t: Translate): string =>
  costText(
    {
      costMicroUsd: sum.costMicroUsd ?? (sum.unpricedTokens > 0 ? null : 0),
      lowerBound: sum.lowerBound > 0,
      unpriced: sum.unpricedTokens > 0 ? ['?'] : [],
      conditions: sum.conditions,
    },
    t,
  );

/** Hours and minutes: `3h 05m`. */
export const clockSpan = (ms: number): string =>
  `${Math.floor(ms / 3_600_000)}h ${String(Math.floor((ms % 3_600_000) / 60_000)).padStart(2, '0')}m`;

/** A line on the running 5-hour block: what it has used, its pace, what is left; '' between two blocks. */
export function blockText(spend: Spend | null, now: number, t: Translate): string {
  const block = spend?.block ?? null;
  if (block === null || now >= block.end) return '';
  const parts = [
    block.reachedAt === null
      ? t('5-hour block: {0} tokens', formatTokens(block.tokens))
      : t('5-hour limit reached: {0} tokens', formatTokens(block.tokens)),
    block.known === 'log'
      ? t('{0} left by the log', clockSpan(block.end - now))
      : t('about {0} left (estimated)', clockSpan(block.end - now)),
    block.projection === null ? '' : t('comes to {0}', formatTokens(block.projection.tokens)),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Limits that were reached and have not reset, beside that of the running block: “weekly limit reached, resets in 31h 05m”. */
export const limitsText = (spend: Spend | null, now: number, t: Translate): string =>
  (spend?.limits ?? [])
    .filter(({ resetsAt }) => resetsAt !== null && resetsAt > now && resetsAt !== spend?.block?.end)
    .map(({ window, resetsAt }) =>
      t('{0} reached, resets in {1}', limitName(window, t), clockSpan((resetsAt ?? now) - now)),
    )
    .join('; ');

const limitName = (window: LimitNotice['window'], t: Translate): string =>
  ({
    fiveHour: t('5-hour limit'),
    weekly: t('weekly limit'),
    model: t('limit of a model'),
    credits: t('limit of extra usage'),
    unknown: t('usage limit'),
  })[window];

/** Day, week and month in one line. */
export const sumsText = ({ day, week, month }: Spend, t: Translate): string =>
  t('today {0} · week {1} · month {2}', sumText(day, t), sumText(week, t), sumText(month, t));

/** Said wherever money is shown to somebody who pays a flat rate (P33). */
export const notional = ({ plan }: Pick<Settings, 'plan'>, t: Translate): string =>
  plan === 'subscription' ? t('notional: at list price, your plan is a flat rate') : '';

/** Text and label of the second segment; null where there is nothing to say. */
export function segment(
  kind: Settings['statusBar']['second'],
  spend: Spend | null,
  live: LiveSession | null,
  settings: Pick<Settings, 'plan' | 'context'>,
  now: number,
  t: Translate,
): { text: string; label: string } | null {
  switch (kind) {
    case 'none':
      return null;
    case 'cost': {
      if (spend === null) return null;
      const cost = sumText(spend.day, t);
      const mark = settings.plan === 'subscription' ? ` ${t('notional')}` : '';
      return { text: `${cost}${mark}`, label: t('Vigil: {0} today{1}', cost, mark) };
    }
    case 'context': {
      if (live?.context === undefined || live.context === null) return null;
      const icon = isNearlyFull(live.context, settings.context.warnAt) ? '$(warning)' : '$(window)';
      const fill = fillText(live.context, t);
      return {
        text: `${icon} ${fill}`,
        label:
          contextShare(live.context) === null
            ? t('Vigil: context {0}', fill)
            : t('Vigil: context window {0} full', fill),
      };
    }
    case 'block': {
      const block = spend?.block ?? null;
      if (block === null || now >= block.end) return null;
      const left = clockSpan(block.end - now);
      const icon = block.reachedAt === null ? '$(clock)' : '$(warning)';
      return block.known === 'log'
        ? { text: `${icon} ${left}`, label: t('Vigil: {0} left in the 5-hour block, as the log says', left) }
        : {
            text: `${icon} ~${left}`,
            label: t('Vigil: about {0} left in the 5-hour block, estimated', left),
          };
    }
  }
}
