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

/** Adds the command to terminals, for this person everywhere, or takes it away. */
export async function toggleTerminalCommand(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('vigil');
  const on = settings.get<boolean>('terminal.addCommand') !== true;
  await settings.update('terminal.addCommand', on, vscode.ConfigurationTarget.Global);
  vscode.window.setStatusBarMessage(
    on ? t('New terminals have the vigil command') : t('New terminals have no vigil command'),
    3_000,
  );
}
