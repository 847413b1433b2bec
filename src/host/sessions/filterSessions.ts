/** “Vigil: Filter Sessions…”: asks for the filter of the Sessions view, with the same completions as the dashboard's list. */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { localize } from '../../l10n/localize';
import { LONGEST_QUERY } from '../../analysis/queryFields';
import type { Suggestion } from '../../questions/completeQuery';
import type { EngineClient } from '../engine/engineClient';
import { plainLabel } from '../shared/labels';
import { answered, explain } from '../shared/pickPrompt';
import type { SessionsTree } from './sessionsTree';

/** Delay of questions while a person types, in ms. */
const TYPING_MS = 100;

/** The first item applies the typed text; the others are completions. */
interface Item extends vscode.QuickPickItem {
  /** For a completion: the text it is for, and the completed text. */
  completes?: { from: string; to: string };
}

export async function filterSessions(engine: EngineClient, tree: SessionsTree): Promise<void> {
  const query = await askQuery(engine, tree.view().query);
  if (query !== undefined) await tree.setView({ query: query.trim() });
}

/** Asks for a valid query; undefined if the person cancels. */
function askQuery(engine: EngineClient, value: string): Promise<string | undefined> {
  const hint = t('For example project:api cost:>2. Empty shows all; the dashboard lists the conditions.');
  const pick = vscode.window.createQuickPick<Item>();
  const say = (words: string): void => explain(pick, t('Filter sessions'), words);
  pick.placeholder = 'project:api severity:warn cost:>2 since:2026-10-01';
  pick.value = value;

  /** Shows the error in the text, if any, and completions. */
  const refresh = async (): Promise<void> => {
    const text = pick.value;
    const [error, suggestions] = await Promise.all([errorIn(engine, text), suggestionsFor(engine, text)]);
    if (text !== pick.value) return;
    say(error ?? hint);
    pick.items = [applying(text), ...suggestions.map((one) => completing(text, one))];
  };
  /** Applies a completion, or returns the text if it is valid. */
  const accept = async (): Promise<string | undefined> => {
    const { value: text } = pick;
    const taken = pick.selectedItems[0]?.completes;
    if (taken === undefined) {
      const error = await errorIn(engine, text);
      if (error === null) return text;
      say(error);
    } else if (taken.from === text) {
      // A completion of an older text would remove what was typed since.
      pick.value = taken.to;
      await refresh();
    }
    return undefined;
  };

  pick.items = [applying(value)];
  say(hint);
  pick.onDidChangeValue((text) => (pick.items = [applying(text), ...pick.items.slice(1)]));
  return answered(pick, TYPING_MS, refresh, accept);
}

/**
 * VS Code sorts items first whose label contains the typed text. That is only this item, so Enter applies the typed text unless another item
 * is chosen.
 */
const applying = (text: string): Item => ({
  label: text.trim() === '' ? t('Show all sessions') : t('Filter: {0}', plainLabel(text.trim())),
  alwaysShow: true,
});

/** A completion. Its text is in the description, because VS Code would sort by the label. */
const completing = (from: string, { label, text, detail }: Suggestion): Item => ({
  label: label.endsWith(':') ? '$(filter)' : '$(symbol-value)',
  description: plainLabel(detail === '' ? label : `${label} · ${localize(detail)}`),
  alwaysShow: true,
  completes: { from, to: text },
});

/** The error in a query, as a sentence; null without one. */
async function errorIn(engine: EngineClient, query: string): Promise<string | null> {
  if (query.length > LONGEST_QUERY) return t('A filter has at most {0} characters.', LONGEST_QUERY);
  const { error } = await engine.call('findSessions', {
    query,
    sort: 'started',
    descending: true,
    offset: 0,
    limit: 1,
  });
  return error === null ? null : localize(error);
}

const suggestionsFor = async (engine: EngineClient, query: string): Promise<Suggestion[]> =>
  query.length > LONGEST_QUERY ? [] : engine.call('completeQuery', { query, caret: query.length });
