/** The tabs of the dashboard. */
import * as vscode from 'vscode';

export const VIEW_TYPE = 'vigil.dashboard';

/** Closes all of them, those of before a reload too. */
export async function closeDashboards(): Promise<void> {
  const open = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    // VS Code puts the name of its own before it.
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(VIEW_TYPE));
  if (open.length > 0) await vscode.window.tabGroups.close(open, true);
}
