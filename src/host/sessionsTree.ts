import * as vscode from 'vscode';
import type { LiveSession, SessionRow } from '../engine/protocol';
import type { Severity } from '../signals/signal';
import { severityWord, stateWord } from './badge';
import type { EngineClient } from './engineClient';
import {
  clip,
  clock,
  costText,
  dateAndClock,
  dayOf,
  dayTitle,
  escapeMarkdown,
  type Place,
  short,
} from './format';
import { createSessionLists, type ListChange } from './sessionLists';
import {
  dayId,
  dayNodes,
  LIVE_ID,
  liveSection,
  projectId,
  projectNodes,
  type SessionNode,
  type TreeNode,
} from './treeModel';
import { baseName, inWorkspace } from './workspacePaths';

export interface SessionsTree extends vscode.Disposable {
  setLive(sessions: readonly LiveSession[]): void;
  changed(ids: readonly string[]): void;
  setReading(reading: boolean): void;
  /** The engine is gone for good; the welcome text says so. */
  setStopped(): void;
  reset(): void;
  /** Draws anew, after a setting that changes how rows are written. */
  redraw(): void;
  /** Loads the next page of the project a "Show more…" node belongs to. */
  showMore(node: TreeNode): Promise<void>;
  /** Selects a session when the tree is on screen; never opens the view. */
  reveal(row: SessionRow): Promise<void>;
}

export interface SessionsTreeOptions {
  ignoreCase: boolean;
  /** Zone that decides what "today" is; undefined is the machine's. */
  timeZone: () => string | undefined;
  now: () => number;
  onError: (error: unknown) => void;
}

/** The Sessions view: live sessions first, then projects, days and sessions. */
export function createSessionsTree(call: EngineClient['call'], options: SessionsTreeOptions): SessionsTree {
  const redraw = new vscode.EventEmitter<TreeNode[] | undefined>();
  /** The nodes the view holds, by id: they keep their identity, so that the view updates them in place. */
  const drawn = new Map<string, TreeNode>();
  const lists = createSessionLists(call, onChange, options.onError);
  const t = vscode.l10n.t;

  function keep<T extends TreeNode>(node: T): T {
    const old = drawn.get(node.id);
    if (old) return Object.assign(old, node);
    drawn.set(node.id, node);
    return node;
  }
  const fire = (ids: readonly string[]) => {
    const nodes = ids.flatMap((id) => drawn.get(id) ?? []);
    if (nodes.length > 0) redraw.fire(nodes);
  };
  function onChange(change: ListChange) {
    if (change === 'all') return redraw.fire(undefined);
    const rows = change.sessions.map((row) => {
      const node = drawn.get(`session:${row.id}`);
      if (node?.kind === 'session') node.row = row;
      return `session:${row.id}`;
    });
    fire([...change.projects, ...rows]);
  }
  const isHere = (project: string | null) => {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    return inWorkspace(project, folders, options.ignoreCase);
  };
  const place = (): Place => ({ locale: vscode.env.language, timeZone: options.timeZone() });
  const setContext = () => vscode.commands.executeCommand('setContext', 'vigil.state', lists.state());

  async function children(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) {
      const projects = projectNodes(await lists.projects(), isHere);
      await setContext();
      const live = liveSection(lists.live());
      return (live ? [live, ...projects] : projects).map(keep);
    }
    if (node.kind === 'live' || node.kind === 'day') return node.sessions.map(keep);
    if (node.kind !== 'project') return [];
    const { rows, total } = await lists.sessions(node.project);
    return dayNodes(node, rows, total).map(keep);
  }

  const provider: vscode.TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: redraw.event,
    getTreeItem: (node) => treeItem(node, place(), options.now()),
    async getChildren(node) {
      try {
        return await children(node);
      } catch (error) {
        options.onError(error);
        return [];
      }
    },
    getParent(node) {
      if (node.kind === 'more' || node.kind === 'day') return node.project;
      if (node.kind !== 'session') return undefined;
      return drawn.get(node.parent === 'live' ? LIVE_ID : dayId(node.parent));
    },
  };
  const view = vscode.window.createTreeView('vigil.sessions', {
    treeDataProvider: provider,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const visibility = view.onDidChangeVisibility(({ visible }) => lists.setVisible(visible));
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(() => redraw.fire(undefined));
  lists.setVisible(view.visible);

  const redrawLive = (wasThere: boolean) => {
    const section = liveSection(lists.live());
    if (!section && !wasThere) return;
    if (!section || !wasThere || !drawn.has(LIVE_ID)) return redraw.fire(undefined);
    for (const session of section.sessions) keep(session);
    keep(section);
    fire([LIVE_ID]);
  };

  return {
    setLive(sessions) {
      const wasThere = lists.live().length > 0;
      lists.setLive(sessions);
      const ill = sessions.filter(({ row }) => row.severity !== 'ok').length;
      view.badge =
        ill === 0
          ? undefined
          : {
              value: ill,
              tooltip:
                ill === 1 ? t('1 live session needs attention') : t('{0} live sessions need attention', ill),
            };
      redrawLive(wasThere);
    },
    changed: lists.changed,
    setReading(reading) {
      lists.setReading(reading);
      void setContext();
    },
    setStopped() {
      lists.setStopped();
      void setContext();
      redraw.fire(undefined);
    },
    reset() {
      drawn.clear();
      lists.reset();
    },
    redraw: () => redraw.fire(undefined),
    async showMore(node) {
      if (node.kind === 'more') await lists.more(node.project.project);
    },
    async reveal(row) {
      if (!view.visible) return;
      const node = await findNode(row);
      if (node) await view.reveal(node, { select: true, focus: false });
    },
    dispose() {
      for (const part of [view, visibility, folders, redraw, lists]) part.dispose();
    },
  };

  /** The node of a session among the rows loaded so far; null when it is further down. */
  async function findNode(row: SessionRow): Promise<SessionNode | null> {
    const live = drawn.get(`live:${row.id}`);
    if (live?.kind === 'session' && lists.live().some((session) => session.row.id === row.id)) return live;
    const project = (await children()).find((node) => node.id === projectId(row.repository));
    if (!project) return null;
    for (const day of await children(project)) {
      const found = day.kind === 'day' ? day.sessions.find((session) => session.row.id === row.id) : null;
      if (found) return keep(found);
    }
    return null;
  }
}

function treeItem(node: TreeNode, place: Place, now: number): vscode.TreeItem {
  const t = vscode.l10n.t;
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'live': {
      const item = new vscode.TreeItem(t('Live'), Expanded);
      item.iconPath = new vscode.ThemeIcon('pulse');
      item.description = String(node.sessions.length);
      return withId(item, node, 'live');
    }
    case 'project': {
      const { project, sessions, latest } = node.project;
      const name = project === null ? t('No project') : baseName(project);
      const item = new vscode.TreeItem(name, node.here ? Expanded : Collapsed);
      item.iconPath = new vscode.ThemeIcon(node.here ? 'root-folder' : 'folder');
      item.description = String(sessions);
      item.tooltip = [project ?? name, t('{0} sessions', sessions), dateAndClock(latest, place)]
        .filter((line) => line !== '')
        .join('\n');
      return withId(item, node, 'project');
    }
    case 'day': {
      const today = dayOf(now, place.timeZone);
      const open = node.project.here && node.day === today;
      const item = new vscode.TreeItem(
        dayTitle(node.day, today, place.locale, t),
        open ? Expanded : Collapsed,
      );
      item.description = String(node.sessions.length);
      return withId(item, node, 'day');
    }
    case 'more': {
      const item = new vscode.TreeItem(t('Show more…'));
      item.description = t('{0} older', node.left);
      item.command = { command: 'vigil.showMore', title: t('Show more…'), arguments: [node] };
      return withId(item, node, 'more');
    }
    case 'session':
      return sessionItem(node, place);
  }
}

function sessionItem(node: SessionNode, place: Place): vscode.TreeItem {
  const t = vscode.l10n.t;
  const { row } = node;
  const title = row.title ?? t('Untitled session');
  const item = new vscode.TreeItem(clip(title, 120));
  const cost = costText(row, place.locale, t);
  const facts = [clock(row.startedAt, place), cost, stateText(row)].filter((fact) => fact !== '');
  item.description = facts.join(' · ');
  item.iconPath = severityThemeIcon(row.severity);
  item.tooltip = sessionTooltip(row, title, cost, place);
  item.accessibilityInformation = {
    label: [title, severityWord(row.severity, t), ...facts].join(', '),
  };
  item.command = { command: 'vigil.openSession', title: t('Open Session'), arguments: [row.id] };
  return withId(item, node, row.gone ? 'session.gone' : 'session');
}

function sessionTooltip(
  row: SessionRow,
  title: string,
  cost: string,
  { locale, timeZone }: Place,
): vscode.MarkdownString {
  const t = vscode.l10n.t;
  const times = [row.startedAt, row.endedAt].map((time) => dateAndClock(time, { locale, timeZone }));
  const lines = [
    times.filter((time) => time !== '').join(' – '),
    t('{0} prompts · {1} responses · {2} sub-agents', row.prompts, row.messages, row.subAgents),
    [t('{0}{1} tokens', row.lowerBound ? '≥ ' : '', short(row.tokens, locale)), cost]
      .filter((text) => text !== '')
      .join(' · '),
    row.unpriced.length > 0 ? t('No price known for {0}', row.unpriced.join(', ')) : '',
    row.gone ? t('Its log has left the disk; these figures are from the archive.') : '',
    row.copied ? t('Its log has left the disk; a copy is in the vault.') : '',
    row.project ?? '',
  ];
  const text = [
    `**${escapeMarkdown(clip(title, 300))}** · ${severityWord(row.severity, t)}`,
    ...lines.filter((line) => line !== '').map(escapeMarkdown),
  ];
  return new vscode.MarkdownString(text.join('  \n'));
}

function stateText(row: SessionRow): string {
  if (row.gone) return vscode.l10n.t('log gone');
  if (row.copied) return vscode.l10n.t('log in the vault');
  if (row.state === 'ended') return '';
  return stateWord(row.state, vscode.l10n.t);
}

const severityThemes: Record<Severity, [icon: string, color: string]> = {
  ok: ['pass', 'testing.iconPassed'],
  warn: ['warning', 'list.warningForeground'],
  critical: ['error', 'list.errorForeground'],
};

function severityThemeIcon(severity: Severity): vscode.ThemeIcon {
  const [icon, color] = severityThemes[severity];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

function withId(item: vscode.TreeItem, node: TreeNode, contextValue: string): vscode.TreeItem {
  item.id = node.id;
  item.contextValue = contextValue;
  return item;
}
