/** “Vigil: Set a Budget…”: what a day, week or month of all projects may cost, asked for and written to the settings. */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { Budget } from '../../usage/budget';
import { formatBudget } from '../../usage/format';
import { setSetting } from '../shared/userSettings';

type Per = Budget['per'];

/** The budget of all projects; what cannot be read as one stays in the settings and is reported there. */
const isOfAll = (entry: unknown, per: Per): entry is Budget => {
  const { success, data } = Budget.safeParse(entry);
  return success && data.per === per && data.project === undefined;
};

/** The setting with another budget of all projects; null removes it. All other entries stay as they are. */
export const withBudget = (entries: readonly unknown[], per: Per, usd: number | null): unknown[] => [
  ...entries.filter((entry) => !isOfAll(entry, per)),
  ...(usd === null ? [] : [{ per, usd }]),
];

/** An amount with a point or a comma before the cents. Three digits behind it may be thousands, so they are no cents. */
const AMOUNT = /^(?:\d{1,9}(?:[.,]\d{1,2})?|0[.,]\d{1,4})$/;

/** What was typed as dollars; null for nothing, undefined if it is no amount. */
export function typedDollars(text: string): number | null | undefined {
  const typed = text.trim().replace(/^\$\s*/, '');
  if (typed === '') return null;
  const usd = AMOUNT.test(typed) ? Number(typed.replace(',', '.')) : 0;
  return usd > 0 ? usd : undefined;
}

function budgetsNow(): readonly unknown[] {
  const given: unknown = vscode.workspace.getConfiguration('vigil').inspect('budgets')?.globalValue;
  return Array.isArray(given) ? given : [];
}

export async function setBudget(): Promise<void> {
  const entries = budgetsNow();
  const item = (per: Per, label: string, prompt: string) => {
    const usd = entries.find((entry) => isOfAll(entry, per))?.usd ?? null;
    return { label, description: usd === null ? t('no budget') : formatBudget(usd), per, usd, prompt };
  };
  const title = t('Set a budget');
  const chosen = await vscode.window.showQuickPick(
    [
      item('day', t('Day'), t('Dollars a day, of all projects, at list price. Empty: no budget.')),
      item('week', t('Week'), t('Dollars a week, of all projects, at list price. Empty: no budget.')),
      item('month', t('Month'), t('Dollars a month, of all projects, at list price. Empty: no budget.')),
      { label: t('One project'), description: t('in the settings'), per: null },
    ],
    { title, placeHolder: t('The badge warns from 80 % of a budget') },
  );
  if (chosen === undefined) return;
  if (chosen.per === null) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'vigil.budgets');
    return;
  }
  const typed = await vscode.window.showInputBox({
    title,
    prompt: chosen.prompt,
    value: chosen.usd === null ? '' : String(chosen.usd),
    validateInput: (text) =>
      typedDollars(text) === undefined ? t('An amount in dollars, for example 20 or 7.50') : null,
  });
  const usd = typed === undefined ? undefined : typedDollars(typed);
  if (usd === undefined) return;
  // Another window may have set one while this one asked.
  await setSetting('budgets', withBudget(budgetsNow(), chosen.per, usd));
}
