/** Shows an HTML file that was saved: in the browser, or beside the editors where the browser is on another machine than the file. */
import * as vscode from 'vscode';

export async function showHtml(file: vscode.Uri, title: string, content: string): Promise<void> {
  if (vscode.env.remoteName === undefined && file.scheme === 'file') {
    await vscode.env.openExternal(file);
    return;
  }
  const panel = vscode.window.createWebviewPanel('vigil.file', title, vscode.ViewColumn.Active, {
    enableScripts: false,
    localResourceRoots: [],
  });
  panel.webview.html = content;
}
