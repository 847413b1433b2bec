/** “Resume Session in Terminal”. */
import * as vscode from 'vscode';
import { resumeCommand } from './commandIds';
import type { EngineClient } from './engineClient';
import { openFolders } from './openFolders';
import { isWithinReach } from './projectFiles';

/** Goes on with a session in a terminal, in the folder it ran in. Only ever on a click. */
export async function resume(engine: EngineClient, id: string, isLive: boolean): Promise<void> {
  const command = resumeCommand(id);
  if (command === null) throw new Error(vscode.l10n.t('The id {0} is not one Claude Code can resume.', id));
  // Two that write one log at a time lose each other's turns.
  const how = isLive ? await askHow() : '';
  if (how === null) return;
  const detail = await engine.call('session', { id });
  const cwd = detail?.figures.project ?? null;
  if (cwd !== null && !isWithinReach(cwd, openFolders()))
    throw new Error(
      vscode.l10n.t(
        'Session {0} ran in {1}, a folder of another system (WSL, a container, another machine). Open that folder in VS Code there, and resume it from there.',
        id,
        cwd,
      ),
    );
  // Claude Code finds a session only from the folder it ran in.
  const there =
    cwd !== null &&
    (await vscode.workspace.fs.stat(vscode.Uri.file(cwd)).then(
      () => true,
      () => false,
    ));
  if (!there)
    throw new Error(
      vscode.l10n.t(
        'The folder of session {0} ({1}) is not there, and it can be resumed only there.',
        id,
        cwd ?? '–',
      ),
    );
  const terminal = vscode.window.createTerminal({ name: vscode.l10n.t('Claude Code'), cwd });
  terminal.show();
  terminal.sendText(command + how);
}

/** Asks before a session is opened a second time: what is to be added to the command; null when the person thinks better of it. */
async function askHow(): Promise<string | null> {
  const t = vscode.l10n.t;
  const copy = t('Resume a Copy');
  const again = t('Resume Anyway');
  const chosen = await vscode.window.showWarningMessage(
    t('This session is open elsewhere'),
    {
      modal: true,
      detail: t(
        'It was written to in the last half hour. Resumed twice, it goes on in two places that do not know of each other. A copy begins with what was said and goes on as a session of its own.',
      ),
    },
    copy,
    again,
  );
  return chosen === copy ? ' --fork-session' : chosen === again ? '' : null;
}
