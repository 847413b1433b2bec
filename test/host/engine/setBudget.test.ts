/** A budget that is asked for becomes an entry of the setting; nothing else in it changes. */
import { expect, test, vi } from 'vitest';

/** What is set, what the person chooses and types, and what happens meanwhile. */
const here = { budgets: [] as unknown, typed: undefined as string | undefined, meanwhile: () => {} };

vi.mock('vscode', () => import('../editor'));
const editor = await import('../editor');
Object.assign(editor.workspace, {
  getConfiguration: () => ({
    inspect: () => ({ globalValue: here.budgets }),
    update: (key: string, value: unknown) => {
      if (key === 'budgets') here.budgets = value;
    },
  }),
});
Object.assign(editor.window, {
  showQuickPick: (items: unknown[]) => items[0],
  showInputBox: () => {
    here.meanwhile();
    return here.typed;
  },
});
const { setBudget, typedDollars, withBudget } = await import('../../../src/host/engine/setBudget');

test('a budget of all projects replaces the one of the same time; those of a project and what is misspelt stay', () => {
  const kept = [{ per: 'month', usd: 30, project: '/w/tide' }, { per: 'month', usd: 5, proyect: '/w' }, 'x'];
  const before = [{ per: 'day', usd: 2 }, { per: 'month', usd: 100 }, ...kept];
  expect(withBudget(before, 'month', 80)).toEqual([
    { per: 'day', usd: 2 },
    ...kept,
    { per: 'month', usd: 80 },
  ]);
  expect(withBudget(before, 'month', null)).toEqual([{ per: 'day', usd: 2 }, ...kept]);
  expect(withBudget([], 'week', 7.5)).toEqual([{ per: 'week', usd: 7.5 }]);
});

test('an amount in dollars is read; nothing typed is no budget, and anything else no amount', () => {
  expect(['20', ' $7.50 ', '7,50', '0,5', '0.005', '', ' '].map(typedDollars)).toEqual([
    20,
    7.5,
    7.5,
    0.5,
    0.005,
    null,
    null,
  ]);
  const wrong = ['0', '-3', '1e3', '1,000', '1.000', '1,5,0', ',5', 'ten', '0.00', 'Infinity', '5 USD'];
  expect(wrong.filter((typed) => typedDollars(typed) !== undefined)).toEqual([]);
});

test('what another window set while this one asked stays', async () => {
  const month = { per: 'month', usd: 80 };
  Object.assign(here, { budgets: [], typed: '2', meanwhile: () => (here.budgets = [month]) });
  await setBudget();
  expect(here.budgets).toEqual([month, { per: 'day', usd: 2 }]);
});

test.each([
  ['closed', undefined],
  ['what is no amount', 'ten'],
])('%s changes nothing', async (_, typed) => {
  const before = [{ per: 'day', usd: 2 }];
  Object.assign(here, { budgets: before, typed, meanwhile: () => {} });
  await setBudget();
  expect(here.budgets).toBe(before);
});
