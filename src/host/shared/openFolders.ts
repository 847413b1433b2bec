import * as vscode from 'vscode';

/** Paths of the folders that are open in this window; those that are on no disk are left out. */
export const openFolders = (): string[] =>
  (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : []));
