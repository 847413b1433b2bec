import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import type { EngineClient } from '../engine/engineClient';
import { openFolders } from '../shared/openFolders';
import { exists, isWithinReach } from '../editors/projectFiles';
import { Refusal } from '../shared/refusal';
import { resumeCommand } from './resumeCommand';

/** The official extension of Claude Code; its page is told in its documentation (`vscode://anthropic.claude-code/open`). */
const OFFICIAL = 'anthropic.claude-code';

export const hasOfficialExtension = (): boolean => vscode.extensions.getExtension(OFFICIAL) !== undefined;

/** Goes on with a session in a tab of the official extension. Only ever on a click. */
export async function resumeInExtension(id: string): Promise<void> {
  // Refuses what is no id.
  resumeCommand(id);
  if (!hasOfficialExtension())
    throw new Refusal(t('The extension of Claude Code is not installed in this VS Code.'));
  await vscode.env.openExternal(
    vscode.Uri.from({
      scheme: vscode.env.uriScheme,
      authority: OFFICIAL,
      path: '/open',
      query: `session=${id}`,
    }),
  );
}

/** Goes on with a session in a terminal, in the folder it ran in. Only ever on a click; asks first when it is open elsewhere. */
export async function resume(engine: EngineClient, id: string): Promise<void> {
  const command = resumeCommand(id);
  const detail = await engine.call('session', { id });
  const cwd = detail?.figures.project ?? null;
  if (cwd !== null && !isWithinReach(cwd, openFolders()))
    throw new Refusal(
      t(
        'Session {0} ran in {1}, a folder of another system (WSL, a container, another machine). Open that folder in VS Code there, and resume it from there.',
        id,
        cwd,
      ),
    );
  // Claude Code finds a session only from the folder it ran in.
  if (cwd === null || !(await exists(cwd)))
    throw new Refusal(
      t('The folder of this session does not exist: {0}. It can only be resumed there.', cwd ?? '–'),
    );
  const how = detail?.row.state === 'ended' ? 'resume' : await askHow();
  if (how === null) return;
  const terminal = vscode.window.createTerminal({ name: t('Claude Code'), cwd });
  terminal.show();
  terminal.sendText(how === 'copy' ? `${command} --fork-session` : command);
}

/** Two that write one session mix their turns: a copy goes on by itself. */
async function askHow(): Promise<'resume' | 'copy' | null> {
  const copy = t('Resume a Copy');
  const anyway = t('Resume Anyway');
  const chosen = await vscode.window.showWarningMessage(
    t('This session is open elsewhere'),
    {
      modal: true,
      detail: t(
        'It was written to in the last half hour. If you resume it too, both places write the same session. A copy starts from the same conversation as a session of its own.',
      ),
    },
    copy,
    anyway,
  );
  return chosen === copy ? 'copy' : chosen === anyway ? 'resume' : null;
}
