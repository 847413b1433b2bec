/** Commands that take care of the archive. What cannot be undone asks first. */
import * as vscode from 'vscode';
import { t, tn } from '../../l10n/texts';
import { describeArchive } from '../../report/archive';
import type { EngineClient } from './engineClient';
import { clip } from '../../log/visible';
import { plainLabel } from '../shared/labels';
import { setSetting } from '../shared/userSettings';
import { baseName } from '../../log/folders';

/** The chores, in the order of the pick: what is looked at and kept safe first, what is removed last. */
const CHORES: readonly [command: string, icon: string, label: string, detail: string][] = [
  ['vigil.archiveSize', 'info', t('Show Size'), t('What the archive holds and where it is')],
  ['vigil.backupArchive', 'save', t('Back Up…'), t('Copy all of it to one file')],
  ['vigil.restoreArchive', 'history', t('Restore…'), t('Replace the archive by a backup')],
  ['vigil.mergeArchive', 'git-merge', t('Merge…'), t('Add the archive of another machine to this one')],
  ['vigil.exportArchive', 'export', t('Export…'), t('For other programs: SQLite, JSON or CSV')],
  ['vigil.importPrices', 'tag', t('Import Prices…'), t('A LiteLLM price file')],
  ['vigil.compactArchive', 'archive', t('Compact'), t('Free the space of what was removed')],
  ['vigil.wipeArchive', 'trash', t('Wipe…'), t('Forget everything, or one project')],
];

/** Asks which chore, and does it. */
async function chooseChore(): Promise<void> {
  const chosen = await vscode.window.showQuickPick(
    CHORES.map(([command, icon, label, detail]) => ({ label: `$(${icon}) ${label}`, detail, command })),
    { placeHolder: t('Vigil’s archive'), matchOnDetail: true },
  );
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command);
}

/** Handlers by command. */
export const archiveCommands = (engine: EngineClient) => ({
  'vigil.archive': chooseChore,

  'vigil.archiveSize': async () => {
    const archive = await engine.call('archive', null);
    const show = t('Show Folder');
    const chosen = await vscode.window.showInformationMessage(
      t('Vigil’s archive'),
      { modal: true, detail: describeArchive(archive) },
      ...(archive.folder === null ? [] : [show]),
    );
    if (chosen === show && archive.folder !== null)
      await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(archive.folder));
  },

  'vigil.backupArchive': async () => {
    const file = await vscode.window.showSaveDialog({
      title: t('Back up Vigil’s archive'),
      saveLabel: t('Back Up'),
      filters: BACKUPS,
    });
    if (file === undefined) return;
    await working(t('Backing up the archive…'), () => engine.call('backup', { file: file.fsPath }));
    showStatus(t('The archive is backed up to {0}.', file.fsPath));
  },

  'vigil.restoreArchive': async () => {
    const file = await chosenBackup(t('Backup to replace the archive'), t('Restore'));
    if (file === undefined) return;
    const restore = t('Restore');
    const chosen = await vscode.window.showWarningMessage(
      t('Replace the archive by {0}?', baseName(file.fsPath)),
      {
        modal: true,
        detail: t(
          'The present archive is kept as before-restore.vigil in Vigil’s storage folder. Logs that are still on the disk are read again where the backup ends.',
        ),
      },
      restore,
    );
    if (chosen !== restore) return;
    await working(t('Restoring the archive…'), () => engine.call('restore', { file: file.fsPath }));
    showStatus(t('The archive is restored.'));
  },

  'vigil.mergeArchive': async () => {
    const file = await chosenBackup(t('Backup of another machine’s archive'), t('Merge'));
    if (file === undefined) return;
    const { conversations } = await working(t('Merging the other archive…'), () =>
      engine.call('merge', { file: file.fsPath }),
    );
    showStatus(tn(conversations, '{0} session was merged.', '{0} sessions were merged.'));
  },

  'vigil.exportArchive': async () => {
    const file = await vscode.window.showSaveDialog({
      title: t('Export Vigil’s archive'),
      saveLabel: t('Export'),
      filters: { [t('SQLite file')]: ['sqlite'], JSON: ['json'], CSV: ['csv'] },
    });
    if (file === undefined) return;
    const format = formatOf(file.path);
    await working(t('Exporting the archive…'), () =>
      engine.call('exportArchive', { file: file.fsPath, format }),
    );
    showStatus(t('The archive is exported to {0}.', file.fsPath));
  },

  'vigil.compactArchive': async () => {
    const { before, after } = await working(t('Compacting the archive…'), () => engine.call('compact', null));
    showStatus(t('The archive took {0} KB and takes {1} KB now.', kilobytes(before), kilobytes(after)));
  },

  'vigil.wipeArchive': async () => {
    const what = await chosenToWipe(engine);
    if (what === undefined) return;
    const wipe = t('Wipe');
    const stop = t('Wipe and Stop Reading');
    const chosen = await vscode.window.showWarningMessage(
      what.project === null
        ? t('Wipe the whole archive?')
        : t('Wipe all sessions of {0}?', clip(what.project, 300)),
      {
        modal: true,
        detail: t(
          'What Vigil keeps of them is deleted for good, with its copies of logs; your backups stay. Claude Code logs that are still on the disk will be read again.',
        ),
      },
      wipe,
      ...(what.project === null ? [] : [stop]),
    );
    if (chosen !== wipe && chosen !== stop) return;
    if (chosen === stop && what.project !== null) {
      const excluded = vscode.workspace.getConfiguration('vigil').get<string[]>('exclude', []);
      await setSetting('exclude', [...new Set([...excluded, what.project])]);
    }
    await working(t('Wiping the archive…'), () => engine.call('wipe', { project: what.project }));
    showStatus(t('Wiped.'));
  },
});

const BACKUPS = { [t('Vigil archive')]: ['vigil', 'db'] };

const formatOf = (path: string): 'json' | 'csv' | 'sqlite' =>
  /\.json$/i.test(path) ? 'json' : /\.csv$/i.test(path) ? 'csv' : 'sqlite';

const kilobytes = (bytes: number): number => Math.round(bytes / 1000);

const showStatus = (message: string): void => void vscode.window.setStatusBarMessage(message, 8_000);

const working = <T>(title: string, work: () => Promise<T>): Thenable<T> =>
  vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, work);

async function chosenBackup(title: string, openLabel: string): Promise<vscode.Uri | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title, openLabel, filters: BACKUPS })) ?? [];
  return file;
}

async function chosenToWipe(engine: EngineClient): Promise<{ project: string | null } | undefined> {
  const projects = engine.call('groups', {}).then((rows) => [
    { label: t('Everything'), description: t('all projects'), project: null },
    ...rows.flatMap(({ group: project, sessions }) =>
      project === null
        ? []
        : [
            {
              label: plainLabel(clip(baseName(project), 80)),
              description: tn(sessions, '{0} session', '{0} sessions'),
              detail: plainLabel(clip(project, 300)),
              project,
            },
          ],
    ),
  ]);
  return vscode.window.showQuickPick(projects, {
    placeHolder: t('What to wipe from Vigil’s archive'),
    matchOnDetail: true,
  });
}
