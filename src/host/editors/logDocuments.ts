import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { baseName } from '../../log/folders';
import type { EngineClient } from '../engine/engineClient';
import { clip } from '../../log/visible';

const SCHEME = 'vigil-log';

const EDIT_SCHEME = 'vigil-edit';

/** Registers read-only documents for logs that are only in the vault, and for the sides of edits. */
export function registerLogDocuments(engine: EngineClient): vscode.Disposable {
  const edits = vscode.workspace.registerTextDocumentContentProvider(EDIT_SCHEME, {
    async provideTextDocumentContent(uri) {
      const query = new URLSearchParams(uri.query);
      const edit = await engine.call('edit', {
        id: query.get('id') ?? '',
        file: Number(query.get('file') ?? 0),
        at: Number(query.get('at') ?? 0),
        tool: query.get('tool') ?? '',
      });
      if (edit === null) throw new Error(t('The log of this edit can no longer be read.'));
      return query.get('side') === 'before' ? edit.before : edit.after;
    },
  });
  const logs = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent(uri) {
      const { id, file } = placeOf(uri);
      const text = await engine.call('logText', { id, file });
      if (text === null) throw new Error(t('The copy of this log is no longer in the vault.'));
      return text;
    },
  });
  return vscode.Disposable.from(edits, logs);
}

/** The path of a document that shows one side of a file: it only gives the document its name and language. */
export const documentPath = (path: string): string => `/${path.replace(/^[\\/]+/, '').replaceAll('\\', '/')}`;

/** Opens a diff of an edit's replaced and inserted text. */
export async function showEdit(
  id: string,
  file: number,
  at: number,
  tool: string,
  path: string,
): Promise<void> {
  const side = (name: 'before' | 'after'): vscode.Uri =>
    vscode.Uri.from({
      scheme: EDIT_SCHEME,
      path: documentPath(path),
      query: new URLSearchParams({ id, file: String(file), at: String(at), tool, side: name }).toString(),
    });
  await vscode.commands.executeCommand(
    'vscode.diff',
    side('before'),
    side('after'),
    t('{0}: what Claude changed', clip(baseName(path), 80)),
    { preview: true },
  );
}

/** URI of the document of a session's nth log; `path` gives its name. */
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
