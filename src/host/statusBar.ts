import * as vscode from 'vscode';
import type { LiveSession } from '../library/sessionRow';
import type { Settings } from '../settings/settings';
import type { Usual } from '../signals/baseline';
import type { Spend } from '../usage/budget';
import {
  badgeLabel,
  badgeOf,
  badgeText,
  badgeTooltip,
  reasonsOf,
  type Reason,
  type SignalWords,
} from './badge';
import { openFolders } from './openFolders';
import { segment } from './spendWords';

/** What the engine told last. */
export interface Told {
  sessions: readonly LiveSession[];
  usual: readonly Usual[];
  spend: Spend | null;
}

export interface StatusBar extends vscode.Disposable {
  setLive(told: Told): void;
  /** Why the archive is not kept, in words; null while it is. */
  setKeeping(notKept: string | null): void;
  configure(settings: Settings): void;
}

/** Time left in a block is written in minutes: drawn anew this often, in ms. */
const REDRAW_MS = 30_000;

/**
 * The badge: one status-bar item, quiet while all is well in this workspace, else with one plain reason; updated in place. A second segment only for who
 * asks for it: VS Code's guidelines want few items.
 */
export function createStatusBar(
  words: readonly SignalWords[],
  ignoreCase: boolean,
  now: () => number,
  settings: Settings,
): StatusBar {
  // Left, as what concerns the whole workspace is; low priority: source control and problems come first.
  const item = vscode.window.createStatusBarItem('vigil.severity', vscode.StatusBarAlignment.Left, -10);
  item.name = vscode.l10n.t('Vigil: Session Severity');
  const second = createSecond();
  let told: Told = { sessions: [], usual: [], spend: null };
  let options = settings;
  let notKept: string | null = null;
  const { t } = vscode.l10n;

  const draw = () => {
    const folders = openFolders();
    const badge = badgeOf(told.sessions, folders, ignoreCase);
    const { usual, spend } = told;
    const facts = { words, usual, spend, settings: options, now: now(), t, notKept };
    const reasons = reasonsOf(badge, facts);
    const session = reasons[0]?.session ?? badge.worst;
    item.command = session
      ? { command: 'vigil.openSession', title: t('Open Session'), arguments: [session.row.id] }
      : 'vigil.sessions.focus';
    const locale = vscode.env.language;
    const said = segment(options.statusBar.second, spend, badge.worst, options, now(), t);
    second.show(said, item.command);
    if (!options.statusBar.enabled) return item.hide();
    item.text = badgeText(badge, reasons);
    item.tooltip = tooltip(badgeTooltip(badge, { ...facts, locale }));
    item.accessibilityInformation = { label: badgeLabel(badge, reasons, t), role: 'button' };
    item.backgroundColor = options.statusBar.errorBackground ? background(reasons[0]) : undefined;
    item.show();
  };

  const folders = vscode.workspace.onDidChangeWorkspaceFolders(draw);
  const timer = setInterval(() => {
    if (second.isShown()) draw();
  }, REDRAW_MS);
  draw();
  return {
    setLive(next) {
      told = next;
      draw();
    },
    setKeeping(why) {
      notKept = why;
      draw();
    },
    configure(next) {
      options = next;
      draw();
    },
    dispose() {
      clearInterval(timer);
      folders.dispose();
      second.dispose();
      item.dispose();
    },
  };
}

function tooltip(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text, true);
  markdown.isTrusted = { enabledCommands: ['vigil.openSession', 'vigil.openLog'] };
  return markdown;
}

/** The second segment, while there is something to say in it. */
function createSecond() {
  let item: vscode.StatusBarItem | null = null;
  const dispose = (): void => {
    item?.dispose();
    item = null;
  };
  return {
    isShown: () => item !== null,
    show(said: ReturnType<typeof segment>, command: vscode.StatusBarItem['command']): void {
      if (said === null) return dispose();
      if (item === null) {
        item = vscode.window.createStatusBarItem('vigil.second', vscode.StatusBarAlignment.Left, -11);
        item.name = vscode.l10n.t('Vigil: Cost, Context or Block');
      }
      item.text = said.text;
      item.tooltip = said.label;
      item.accessibilityInformation = { label: said.label };
      item.command = command;
      item.show();
    },
    dispose,
  };
}

/** The two backgrounds VS Code allows: red for harm, yellow for what should be looked at; none while all is well. */
function background(reason: Reason | undefined): vscode.ThemeColor | undefined {
  if (reason?.severity === 'critical') return new vscode.ThemeColor('statusBarItem.errorBackground');
  return reason?.severity === 'warn' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
}
