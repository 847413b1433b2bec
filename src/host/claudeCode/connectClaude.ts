/** **Vigil: Connect to Claude Code…**: Stop hook, status line and MCP server, put in and taken out after the change was shown. */
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { ConnectError, CONNECTIONS, type Connection, type Start } from '../../agents/claudeFiles';
import {
  apply,
  connectionOf,
  planInstall,
  planUninstall,
  whereOf,
  type Change,
  type Where,
} from '../../agents/connections';
import { launcherIn, writeLauncher, type Launched } from '../../agents/launcher';
import { clip } from '../../log/visible';

export interface Connections {
  /** Asks what is to be connected or disconnected, shows the change, and writes it when that is confirmed. */
  choose(): Promise<void>;
}

/** What only the composition root knows. */
export interface Around {
  home: string;
  /** `CLAUDE_CONFIG_DIR`, as the environment has it. */
  configDir: string | null;
  launched: Launched;
  isWindows: boolean;
}

/** Characters of a change that are shown: a dialog has no room for more. */
const MOST_SHOWN = 3_000;

const wordsOf = (what: Connection): { label: string; detail: string } => {
  return {
    hook: {
      label: t('Stop Hook'),
      detail: t('Tells Claude what was found in its session before it stops'),
    },
    statusline: {
      label: t('Status Line'),
      detail: t('Shows the badge in the terminal, and keeps the plan’s limits as Claude Code tells them'),
    },
    mcp: {
      label: t('MCP Server'),
      detail: t('Claude can ask what was done and tried in earlier sessions'),
    },
  }[what];
};

const whereIn = ({ home, configDir, launched: { store } }: Around): Where =>
  whereOf({ home, configDir, project: null, store });
const startOf = ({ launched: { store }, isWindows }: Around): Start => launcherIn(store, isWindows);

/** `around` is asked for at each use: the storage folder may have changed. */
export const newConnections = (around: () => Around): Connections => ({
  async choose() {
    try {
      const here = around();
      const chosen = await askWhat(here);
      if (chosen !== undefined) await change(chosen.what, chosen.connected, here);
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      void vscode.window.showWarningMessage(clip(error.message, 500));
    }
  },
});

/** What is connected to another archive can be connected to this one. */
function askWhat(here: Around): Thenable<{ what: Connection; connected: boolean } | undefined> {
  return vscode.window.showQuickPick(
    CONNECTIONS.map((what) => {
      const state = connectionOf(what, whereIn(here), startOf(here), fs);
      const description = {
        here: t('$(check) connected'),
        elsewhere: t('$(warning) connected to another archive'),
        none: '',
      }[state];
      return { ...wordsOf(what), what, connected: state === 'here', description };
    }),
    { title: t('Connect to Claude Code'), placeHolder: t('You see the change before it is written') },
  );
}

/** Shows what putting it in, or taking it out, changes, and writes that when it is confirmed. */
async function change(what: Connection, connected: boolean, here: Around): Promise<void> {
  const where = whereIn(here);
  const { label } = wordsOf(what);
  const planned = connected ? planUninstall(what, where, fs) : await toInstall(what, here);
  if (planned === null) return;
  const act = connected ? t('Disconnect') : t('Connect');
  const said = await vscode.window.showInformationMessage(
    connected ? t('Remove {0} from Claude Code?', label) : t('Add {0} to Claude Code?', label),
    { modal: true, detail: `${planned.file}\n\n${clip(planned.shown, MOST_SHOWN)}` },
    act,
  );
  if (said !== act) return;
  if (!connected) writeLauncher(here.launched, here.isWindows, fs);
  apply(planned, where, fs);
  void vscode.window.showInformationMessage(
    connected
      ? t('{0} was removed from Claude Code.', label)
      : t('{0} is in Claude Code from its next start.', label),
  );
}

/** A status line of somebody else is replaced only when the person says so. */
async function toInstall(what: Connection, here: Around): Promise<Change | null> {
  const start = startOf(here);
  try {
    return planInstall(what, whereIn(here), start, false, fs);
  } catch (error) {
    if (!(error instanceof ConnectError) || what !== 'statusline') throw error;
    const planned = planInstall(what, whereIn(here), start, true, fs);
    const show = t('Show Change');
    const said = await vscode.window.showWarningMessage(
      t('Claude Code has a status line already. Replace it? Disconnecting gives it back.'),
      show,
    );
    return said === show ? planned : null;
  }
}
