import { en } from '../l10n/english';
import { budgetKey, budgetSeverity, NEARLY_SPENT } from '../usage/budget';
import { formatBudget, formatCost } from '../usage/format';
import type { StateDetector } from './detector';

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
    return spend.budgets
      .filter(({ share }) => share >= NEARLY_SPENT)
      .map(({ budget: one, spentMicroUsd, share }) => ({
        key: budgetKey(one, today),
        severity: budgetSeverity(share),
        sentence: en(share >= 1 ? 'Budget passed' : 'Budget nearly used up'),
        detail: OF_BUDGET[one.per](formatCost(spentMicroUsd, { lowerBound: false }), formatBudget(one.usd)),
        project: one.project ?? null,
        link: { tab: 'home', query: '' },
      }));
  },
};
