import * as vscode from 'vscode';

/** Icon of a panel's tab: files, as VS Code before 1.110 takes no theme icon there. `esbuild.mjs` makes them. */
export const tabIcon = (
  extensionUri: vscode.Uri,
  name: 'eye' | 'dashboard',
): { light: vscode.Uri; dark: vscode.Uri } => ({
  light: vscode.Uri.joinPath(extensionUri, 'dist', `${name}-light.svg`),
  dark: vscode.Uri.joinPath(extensionUri, 'dist', `${name}-dark.svg`),
});
