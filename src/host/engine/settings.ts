import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { localize } from '../../l10n/localize';
import type { Problem } from '../../engine/commands';
import type { Settings } from '../../settings/settings';
import type { ProblemAction, ShowProblem } from './problems';
import { foldersAtHome } from '../../settings/folders';
import { type BadSetting, gather, parseSettings } from '../../settings/editor';

export interface SettingsReader extends vscode.Disposable {
  current(): Settings;
  onChange: vscode.Event<Settings>;
}

/**
 * The settings under `vigil`, read now, after every change and when the workspace is trusted. `report` hears of each one that
 * cannot be used.
 */
export function readSettings(report: (bad: BadSetting) => void, home: string): SettingsReader {
  const changed = new vscode.EventEmitter<Settings>();
  const read = () => {
    const configuration = vscode.workspace.getConfiguration('vigil');
    const { settings, bad } = parseSettings(
      gather((key) => configuration.inspect(key), vscode.workspace.isTrusted),
    );
    for (const setting of bad) report(setting);
    return foldersAtHome(settings, home);
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

/** A setting, or entries of one, that cannot be used, as a problem with a way to it. */
export function tellBadSetting(tell: ShowProblem, { key, value, fallback, reasons }: BadSetting): void {
  const why = reasons.map(localize).join('; ');
  const message =
    fallback === null
      ? t('{0}: {1} cannot be used ({2}). The other entries are.', key, value, why)
      : t('{0} cannot be {1} ({2}). Using {3}.', key, value, why, fallback);
  tell({ level: 'error', code: `setting ${key}`, message, file: null }, openSettings(key));
}

/** The way to the setting a problem of the engine is about, which its code names. */
export function settingOf({ code }: Problem): ProblemAction | undefined {
  const key = /^settings ([\w.]+)/.exec(code)?.[1];
  return key === undefined ? undefined : openSettings(`vigil.${key}`);
}

const openSettings = (key: string): ProblemAction => ({
  title: t('Open Settings'),
  command: 'workbench.action.openSettings',
  args: [key],
});
