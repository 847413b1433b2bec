import * as vscode from 'vscode';
import type { LiveSession } from '../engine/protocol';
import type { Usual } from '../signals/baseline';
import type { Settings } from '../engine/settings';
import { type Badge, badgeLabel, badgeOf, badgeText, badgeTooltip, type SignalWords } from './badge';

export interface StatusBar extends vscode.Disposable {
  setLive(sessions: readonly LiveSession[], usual: readonly Usual[]): void;
  configure(settings: Settings): void;
}

/** The badge: one status-bar item with the worst live severity of this workspace. It is updated in place. */
export function createStatusBar(
  words: readonly SignalWords[],
  ignoreCase: boolean,
  settings: Settings,
): StatusBar {
  // Left, as what concerns the whole workspace is; low priority: source control and problems come first.
  const item = vscode.window.createStatusBarItem('vigil.severity', vscode.StatusBarAlignment.Left, -10);
  item.name = vscode.l10n.t('Vigil: Session Severity');
  let live: readonly LiveSession[] = [];
  let usual: readonly Usual[] = [];
  let options = settings.statusBar;

  const draw = () => {
    if (!options.enabled) return item.hide();
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    const badge = badgeOf(live, folders, ignoreCase);
    const label = badgeLabel(badge, vscode.l10n.t);
    item.text = badgeText(badge, vscode.l10n.t);
    item.tooltip = tooltip(badge, words, usual);
    item.accessibilityInformation = { label, role: 'button' };
    item.backgroundColor = options.errorBackground ? background(badge) : undefined;
    item.command = badge.worst
      ? {
          command: 'vigil.openSession',
          title: vscode.l10n.t('Open Session'),
          arguments: [badge.worst.row.id],
        }
      : 'vigil.sessions.focus';
    item.show();
  };
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(draw);
  draw();
  return {
    setLive(sessions, now) {
      live = sessions;
      usual = now;
      draw();
    },
    configure({ statusBar }) {
      options = statusBar;
      draw();
    },
    dispose() {
      folders.dispose();
      item.dispose();
    },
  };
}

function tooltip(
  badge: Badge,
  words: readonly SignalWords[],
  usual: readonly Usual[],
): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(
    badgeTooltip(badge, words, usual, vscode.env.language, vscode.l10n.t),
    true,
  );
  markdown.isTrusted = { enabledCommands: ['vigil.openSession', 'vigil.openLog'] };
  return markdown;
}

/** The two backgrounds VS Code allows; none while all is well. */
function background({ worst }: Badge): vscode.ThemeColor | undefined {
  if (worst?.row.severity === 'critical') return new vscode.ThemeColor('statusBarItem.errorBackground');
  if (worst?.row.severity === 'warn') return new vscode.ThemeColor('statusBarItem.warningBackground');
  return undefined;
}
