import { delimiter } from 'node:path';
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import type { Settings } from '../../settings/settings';
import type { SettingsReader } from '../engine/settings';

/**
 * Puts `vigil` on the PATH of VS Code's terminals, run by VS Code's own Node on the extension's archive, as long as the settings
 * want it. New terminals have it; VS Code marks the others, so nothing is touched until somebody asks.
 */
export function offerInTerminals(
  context: vscode.ExtensionContext,
  settings: SettingsReader,
  storage: () => string,
): vscode.Disposable {
  const environment = context.environmentVariableCollection;
  const apply = ({ terminal }: Settings): void => {
    environment.clear();
    if (!terminal.addCommand) return;
    environment.description = t('The `vigil` command, on the archive of this VS Code');
    environment.replace('VIGIL_STORE', storage());
    environment.replace('VIGIL_NODE', process.execPath);
    environment.prepend('PATH', `${context.asAbsolutePath('media/bin')}${delimiter}`);
  };
  apply(settings.current());
  return settings.onChange(apply);
}
