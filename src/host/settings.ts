import * as vscode from 'vscode';
import type { Settings } from '../engine/settings';
import { type BadSetting, parseSettings } from './settingsModel';

export interface SettingsReader extends vscode.Disposable {
  current(): Settings;
  onChange: vscode.Event<Settings>;
}

/** The settings under `vigil`, read now and after every change. `report` hears of each one that cannot be used. */
export function readSettings(report: (bad: BadSetting) => void): SettingsReader {
  const changed = new vscode.EventEmitter<Settings>();
  const read = () => {
    const { settings, bad } = parseSettings(vscode.workspace.getConfiguration().get('vigil'));
    for (const setting of bad) report(setting);
    return settings;
  };
  let current = read();
  const listener = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('vigil')) return;
    current = read();
    changed.fire(current);
  });
  return {
    current: () => current,
    onChange: changed.event,
    dispose() {
      listener.dispose();
      changed.dispose();
    },
  };
}

/** One line for the log and the person: which setting, its value, why not, and what stands in for it. */
export function describeBadSetting({ key, value, fallback, reason }: BadSetting): string {
  return vscode.l10n.t(
    'The setting {0} cannot be {1} ({2}). Its default {3} is used instead.',
    key,
    value,
    reason,
    fallback,
  );
}
