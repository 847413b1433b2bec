/** Every setting with its value and where that comes from, as a document. */
import * as vscode from 'vscode';
import { KEYS } from '../engine/settingsLayers';

type Inspected = ReturnType<vscode.WorkspaceConfiguration['inspect']>;

/** The places a value can come from, the strongest first. */
const PLACES = [
  ['workspaceFolderValue', 'workspace folder'],
  ['workspaceValue', 'workspace'],
  ['globalValue', 'user'],
] as const;

export async function showConfiguration(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('vigil');
  const lines = [...KEYS].sort().map((key) => {
    const value: unknown = settings.get(key);
    return `vigil.${key} = ${JSON.stringify(value)} (${placeOf(settings.inspect(key))})`;
  });
  const content = `${lines.join('\n')}\n`;
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
  await vscode.window.showTextDocument(document, { preview: true });
}

function placeOf(inspected: Inspected): string {
  const place = PLACES.find(([name]) => inspected?.[name] !== undefined);
  return place === undefined ? 'default' : place[1];
}
