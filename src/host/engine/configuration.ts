/** Every setting with its value and where that comes from, as a document. */
import * as vscode from 'vscode';
import { KEYS } from '../../settings/layers';
import { effective } from '../../settings/editor';
import { showReadOnly } from '../shared/readOnlyTexts';

export async function showConfiguration(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('vigil');
  const lines = [...KEYS].sort().map((key) => {
    const inspected = settings.inspect(key);
    const { value = inspected?.defaultValue, place } = effective(key, inspected, vscode.workspace.isTrusted);
    return `vigil.${key} = ${JSON.stringify(value)} (${place})`;
  });
  await showReadOnly('vigil-settings.txt', `${lines.join('\n')}\n`);
}
