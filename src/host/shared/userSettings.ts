/** Changes settings of the person, which hold in all windows. Keys are without `vigil.`. */
import * as vscode from 'vscode';

export const setSetting = async (key: string, value: unknown): Promise<void> =>
  vscode.workspace.getConfiguration('vigil').update(key, value, vscode.ConfigurationTarget.Global);

/** Turns a setting on or off; says which in the status bar. */
export async function toggleSetting(key: string, whenOn: string, whenOff: string): Promise<void> {
  const on = vscode.workspace.getConfiguration('vigil').get<boolean>(key) !== true;
  await setSetting(key, on);
  vscode.window.setStatusBarMessage(on ? whenOn : whenOff, 3_000);
}
