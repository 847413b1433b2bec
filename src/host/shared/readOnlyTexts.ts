/** Texts to read in an editor. VS Code would ask to save an untitled file when it is closed; these it closes. */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';

const SCHEME = 'vigil-text';

const shown = new Map<string, string>();
const changed = new vscode.EventEmitter<vscode.Uri>();

/** Lets VS Code ask for the texts of `showReadOnly`. */
export function registerReadOnlyTexts(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ path }) =>
      shown.get(path) ?? t('This text is no longer known. Run the command again to show it.'),
  });
}

/** Shows a text under a name that ends as a file of its kind does; the same name again shows the new text in the same editor. */
export async function showReadOnly(name: string, text: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
  shown.set(uri.path, text);
  changed.fire(uri);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}
