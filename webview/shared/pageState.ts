/** What a page keeps over a reload of the window. */
import { vscode } from './vscode';

export const root = document.getElementById('page')!;

/** Tells this page, hidden and shown again, from those made before: another for each time the extension made it. */
const made = root.dataset['made'];

/**
 * The state the page kept since it was made; of a new page what the extension gave it. What was kept before a reload of the window, maybe
 * by another version, the extension has checked and given back (`restored` of its kind of page): it is a `PageState` in any case.
 */
export function keptState(): object {
  const kept = vscode.getState() as { made?: string } | undefined;
  const state =
    kept !== undefined && kept.made === made ? kept : (JSON.parse(root.dataset['state'] ?? '{}') as object);
  keepState(state);
  return state;
}

export const keepState = (state: object): void => vscode.setState({ ...state, made });
