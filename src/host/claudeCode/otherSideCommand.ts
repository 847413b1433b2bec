import { readdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { exists } from '../editors/projectFiles';
import { setSetting } from '../shared/userSettings';
import { findOtherSide, type Machine, type OtherSide } from './otherSide';

export interface OtherSideParts {
  machine: Omit<Machine, 'list' | 'exists'>;
  /** Where logs are read from now, for the setting, which replaces these. */
  rootsNow: () => readonly string[];
  onError: (error: unknown) => void;
}

export interface OtherSideCommand {
  /** Looks once, when there is no session on this side; the empty view then tells of the other one (`vigil.otherSide`). */
  look(): void;
  /** Asks which folder of the other side to read and adds it to `vigil.roots`. */
  add(): Promise<void>;
  /** Asks for any folder with logs, and reads it too. */
  addFolder(): Promise<void>;
}

export function createOtherSide({ machine, rootsNow, onError }: OtherSideParts): OtherSideCommand {
  let found: Promise<OtherSide | null> | undefined;
  const find = (): Promise<OtherSide | null> =>
    (found ??= findOtherSide({
      ...machine,
      list: (folder) => readdir(folder).catch(() => []),
      exists,
    }));

  /** Reads a folder beside those that are read now. */
  const read = async (folder: string | undefined): Promise<void> => {
    if (folder !== undefined) await setSetting('roots', [...new Set([...rootsNow(), folder])]);
  };

  return {
    look() {
      if (found !== undefined) return;
      find()
        .then((there) => vscode.commands.executeCommand('setContext', 'vigil.otherSide', there?.side))
        .then(undefined, onError);
    },
    async add() {
      const there = await find();
      await read(there?.side === 'windows' ? await pick(there.folders) : await askFolder(there));
    },
    async addFolder() {
      await read(await askFolder(null));
    },
  };
}

const pick = (folders: readonly string[]): Thenable<string | undefined> =>
  vscode.window.showQuickPick(folders, {
    placeHolder: t('Claude Code folder to read logs from'),
  });

/** Windows cannot be asked for the distributions of WSL without starting them: the person shows the way. */
async function askFolder(there: OtherSide | null): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: t('.claude folder to read logs from'),
    openLabel: t('Add Folder'),
    ...(there?.side === 'wsl' ? { defaultUri: vscode.Uri.file('\\\\wsl.localhost\\') } : {}),
  });
  return chosen?.[0]?.fsPath;
}
