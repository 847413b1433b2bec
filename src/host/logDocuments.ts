import * as vscode from 'vscode';
import type { EngineClient } from './engineClient';

const SCHEME = 'vigil-log';

/** Shows logs that are in the vault only, as read-only documents. */
export function registerLogDocuments(engine: EngineClient): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent(uri) {
      const { id, file } = placeOf(uri);
      const text = await engine.call('logText', { id, file });
      if (text === null) throw new Error(vscode.l10n.t('The copy of this log is no longer in the vault.'));
      return text;
    },
  });
}

/** Address of the document of a session's nth log; `path` gives it its name. */
export const logDocument = (path: string, id: string, file: number): vscode.Uri =>
  vscode.Uri.from({
    scheme: SCHEME,
    path,
    query: new URLSearchParams({ id, file: String(file) }).toString(),
  });

function placeOf(uri: vscode.Uri): { id: string; file: number } {
  const query = new URLSearchParams(uri.query);
  return { id: query.get('id') ?? '', file: Number(query.get('file') ?? 0) };
}
