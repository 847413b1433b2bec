/** What a page keeps over a reload of the window. */
import type * as z from 'zod';
import { vscode } from './vscode';

export const root = document.getElementById('page')!;

/** The state VS Code kept for the page; of a new page what the extension gave it. */
export function keptState<S>(schema: z.ZodType<S>): S {
  const kept = schema.safeParse(vscode.getState());
  const state = kept.success ? kept.data : schema.parse(JSON.parse(root.dataset['state'] ?? '{}'));
  vscode.setState(state);
  return state;
}
