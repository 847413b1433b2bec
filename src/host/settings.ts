import * as vscode from 'vscode';
import type { Settings } from '../settings/settings';
import { type BadSetting, gather, parseSettings } from '../settings/editor';

export interface SettingsReader extends vscode.Disposable {
  current(): Settings;
  onChange: vscode.Event<Settings>;
}

/**
 * The settings under `vigil`, read now, after every change and when the workspace is trusted. `report` hears of each one that
 * cannot be used.
 */
export function readSettings(report: (bad: BadSetting) => void): SettingsReader {
  const changed = new vscode.EventEmitter<Settings>();
  const read = () => {
    const configuration = vscode.workspace.getConfiguration('vigil');
    const { settings, bad } = parseSettings(
      gather((key) => configuration.inspect(key), vscode.workspace.isTrusted),
    );
    for (const setting of bad) report(setting);
    return settings;
  };
  let current = read();
  const again = () => {
    current = read();
    changed.fire(current);
  };
  const listener = vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('vigil')) again();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(again),
  );
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
  return vscode.l10n.t('{0} cannot be {1} ({2}). Using {3}.', key, value, reason, fallback);
}
