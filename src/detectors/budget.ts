import { en } from '../l10n/english';
import { weekOf } from '../usage/days';
import { formatBudget, formatCost } from '../usage/format';
import type { StateDetector } from './detector';

/** Share of a budget from which on it is nearly used up. */
const WARN_FROM = 0.8;

/** What was spent of a budget, by its time. */
const OF_BUDGET = {
  day: (spent: string, of: string) => en('{n0} of {n1} a day', spent, of),
  week: (spent: string, of: string) => en('{n0} of {n1} a week', spent, of),
  month: (spent: string, of: string) => en('{n0} of {n1} a month', spent, of),
};

/** Budgets that are nearly or wholly used up. The budget of another day, week or month is another alert. */
export const budget: StateDetector = {
  name: 'budget',
  title: en('Budgets'),
  meaning: en('What was spent of each budget in `vigil.budgets`.'),
  rule: '80 % of a budget is spent; red when all of it is spent',
  silent: 'use without a price, which is in no sum',
  live: true,
  run({ spend, dayOf, now }) {
    const today = dayOf(now);
    const periods = { day: today, week: weekOf(today), month: today.slice(0, 7) };
    return spend.budgets
      .filter(({ share }) => share >= WARN_FROM)
      .map(({ budget: { per, usd, project }, spentMicroUsd, share }) => ({
        key: `${per} ${periods[per]} ${project ?? ''}`,
        severity: share >= 1 ? 'critical' : 'warn',
        sentence: en(share >= 1 ? 'Budget passed' : 'Budget nearly used up'),
        detail: OF_BUDGET[per](formatCost(spentMicroUsd, { lowerBound: false }), formatBudget(usd)),
        project: project ?? null,
        link: { tab: 'home', query: '' },
      }));
  },
};
