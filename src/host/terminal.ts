import { delimiter } from 'node:path';
import * as vscode from 'vscode';

/**
 * Puts `vigil` on the PATH of VS Code's terminals, run by VS Code's own Node on the extension's archive. New
 * terminals have it; VS Code marks the others.
 */
export function offerInTerminals(context: vscode.ExtensionContext, storage: string): void {
  const environment = context.environmentVariableCollection;
  environment.description = vscode.l10n.t('The `vigil` command, on the archive of this VS Code');
  environment.replace('VIGIL_STORE', storage);
  environment.replace('VIGIL_NODE', process.execPath);
  environment.prepend('PATH', `${context.asAbsolutePath('media/bin')}${delimiter}`);
}
