import * as vscode from 'vscode';
import { localize } from '../../l10n/localize';
import { SEVERITY_WORD } from '../../signals/severityWords';
import { t, tn } from '../../l10n/texts';
import * as z from 'zod';
import type { GroupRow } from '../../questions/groups';
import { GROUPINGS, RECENCIES } from '../../questions/shared/lists';
import type { SessionRow } from '../../library/sessionRow';
import { SessionSeverity } from '../../signals/severity';
import { drawing } from './drawing';
import type { EngineClient } from '../engine/engineClient';
import { newFolderNames, type FolderNames } from './folderNames';
import { dateAndClock, dayOf, dayTitle, type TimeFormat } from '../../usage/times';
import { clip } from '../../log/visible';
import { openFolders } from '../shared/openFolders';
import { sessionItem, severityThemeIcon } from './sessionItem';
import { createSessionLists, type ListChange, type ListView, type SessionLists } from './sessionLists';
import {
  dayNodes,
  groupId,
  groupNodes,
  renewGroups,
  type GroupNode,
  type SessionNode,
  type TreeNode,
} from './treeModel';
import { inWorkspace } from '../../session/paths';

export interface SessionsTree extends vscode.Disposable {
  changed(ids: readonly string[]): void;
  setReading(reading: boolean): void;
  /** Shows that the engine has stopped for good. */
  setStopped(): void;
  reset(): void;
  /** Redraws after a setting that affects rows changed. */
  redraw(): void;
  /** The grouping and the filter. */
  view(): ListView;
  setView(view: Partial<ListView>): Promise<void>;
  /** Loads the next page of the group a "Show more…" node belongs to. */
  showMore(node: TreeNode): Promise<void>;
  /** Selects a session if the tree is visible; never opens the view. */
  reveal(row: SessionRow): Promise<void>;
}

export interface SessionsTreeOptions {
  ignoreCase: boolean;
  /** Time zone that decides what "today" is. */
  timeZone: () => string;
  now: () => number;
  /** Stores grouping and filter. */
  memory: vscode.Memento;
  onError: (error: unknown) => void;
  /** Called if there is no session and nothing is being read. */
  onEmpty: () => void;
}

const VIEW = 'vigil.sessionsList';
const View = z.object({ by: z.enum(GROUPINGS), query: z.string() }).catch({ by: 'recency', query: '' });

/** The Sessions view: groups, days and sessions. */
export function createSessionsTree(call: EngineClient['call'], options: SessionsTreeOptions): SessionsTree {
  const nodes = createNodes(() => view.visible);
  const { redraw, keep } = nodes;
  const lists = createSessionLists(
    call,
    (change) => nodes.onChange(change, lists.known()),
    options.onError,
    View.parse(options.memory.get(VIEW)),
  );
  const setContext = () => {
    const state = lists.state();
    if (state === 'empty' && lists.view().query === '') options.onEmpty();
    return vscode.commands.executeCommand('setContext', 'vigil.state', state);
  };

  const { children, provider } = treeData(nodes, lists, options, setContext);
  const view = vscode.window.createTreeView('vigil.sessions', {
    treeDataProvider: provider,
    showCollapseAll: true,
    canSelectMany: true,
  });
  /** Shows above the tree what the filter leaves out. */
  const describe = async (): Promise<void> => {
    const { query } = lists.view();
    view.description = query;
    await vscode.commands.executeCommand('setContext', 'vigil.filtered', query !== '');
  };
  void describe();
  const visibility = view.onDidChangeVisibility(({ visible }) => lists.setVisible(visible));
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(redraw);
  lists.setVisible(view.visible);

  return {
    changed: lists.changed,
    setReading(reading) {
      lists.setReading(reading);
      void setContext();
    },
    setStopped() {
      lists.setStopped();
      void setContext();
      redraw();
    },
    reset() {
      nodes.clear();
      lists.reset();
    },
    redraw,
    view: lists.view,
    async setView(change) {
      lists.setView(change);
      await options.memory.update(VIEW, lists.view());
      nodes.clear();
      await describe();
      lists.reset();
    },
    async showMore(node) {
      if (node.kind === 'more') await lists.more(node.group.group);
    },
    async reveal(row) {
      if (!view.visible) return;
      const node = await findNode(row, lists.view().by, children);
      if (node) await view.reveal(keep(node), { select: true, focus: false });
    },
    dispose() {
      for (const part of [view, visibility, folders, nodes, lists]) part.dispose();
    },
  };
}

/** The data provider of the tree; `asked` is called after VS Code got the roots. */
function treeData(
  { changed, asked: askedForRoots, keep, get }: ReturnType<typeof createNodes>,
  lists: SessionLists,
  { ignoreCase, timeZone, now, onError }: SessionsTreeOptions,
  asked: () => Thenable<unknown>,
) {
  const isHere = (project: string | null): boolean => inWorkspace(project, openFolders(), ignoreCase);
  const timeFormat = (): TimeFormat => ({ locale: vscode.env.language, timeZone: timeZone() });
  const folders = newFolderNames();

  async function children(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) {
      const found = await lists.groups();
      const { by } = lists.view();
      if (by === 'project') folders.add(found.map(({ group }) => group));
      const groups = groupNodes(found, by, isHere);
      await asked();
      return groups.map((one) => keep(one));
    }
    if (node.kind === 'day') return node.sessions.map((one) => keep(one));
    if (node.kind !== 'group') return [];
    const { rows, total } = await lists.sessions(node.group);
    folders.add(rows.map(({ repository }) => repository));
    return dayNodes(node, rows, total).map((one) => keep(one));
  }

  const provider: vscode.TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: (node) => treeItem(node, timeFormat(), now(), folders, lists.view().by),
    async getChildren(node) {
      if (node === undefined) askedForRoots();
      try {
        return await children(node);
      } catch (error) {
        onError(error);
        await asked();
        return [];
      }
    },
    getParent(node) {
      if (node.kind === 'more' || node.kind === 'day') return node.group;
      if (node.kind !== 'session') return undefined;
      return get(node.parent);
    },
  };
  return { children, provider };
}

/** The nodes by id. Their objects stay the same, so that VS Code updates them in place. */
function createNodes(isVisible: () => boolean) {
  const changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  const tree = drawing(() => changed.fire(undefined), isVisible);
  const drawn = new Map<string, TreeNode>();
  return {
    changed,
    redraw: () => tree.redraw(),
    asked: () => tree.asked(),
    dispose() {
      tree.dispose();
      changed.dispose();
    },
    get: (id: string): TreeNode | undefined => drawn.get(id),
    clear: (): void => drawn.clear(),
    keep<T extends TreeNode>(node: T): T {
      const old = drawn.get(node.id);
      if (old) return Object.assign(old, node);
      drawn.set(node.id, node);
      return node;
    },
    /** `groups`: the current ones. */
    onChange(change: ListChange, groups: readonly GroupRow[]): void {
      if (change === 'all') return tree.redraw();
      renewGroups(drawn, groups);
      const rows = change.sessions.map((row) => {
        const node = drawn.get(`session:${row.id}`);
        if (node?.kind === 'session') node.row = row;
        return `session:${row.id}`;
      });
      const nodes = [...change.groups, ...rows].flatMap((id) => drawn.get(id) ?? []);
      if (nodes.length > 0) changed.fire(nodes);
    },
  };
}

/** The node of a session among the loaded rows; null if it is not loaded. */
async function findNode(
  row: SessionRow,
  by: ListView['by'],
  children: (node?: TreeNode) => Promise<TreeNode[]>,
): Promise<SessionNode | null> {
  const name = {
    project: row.repository,
    day: row.lastDay,
    severity: row.severity,
    branch: null,
    recency: null,
  }[by];
  const groups = await children();
  // If the row does not name its group, all groups are searched; most are small or loaded.
  const wanted =
    by === 'branch' || by === 'recency' ? groups : groups.filter(({ id }) => id === groupId(name));
  for (const group of wanted)
    for (const node of await children(group)) {
      const sessions = node.kind === 'day' ? node.sessions : node.kind === 'session' ? [node] : [];
      const found = sessions.find((session) => session.row.id === row.id);
      if (found) return found;
    }
  return null;
}

function treeItem(
  node: TreeNode,
  timeFormat: TimeFormat,
  now: number,
  folders: FolderNames,
  by: ListView['by'],
): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'group': {
      const { group, sessions, latest } = node.group;
      const today = dayOf(now, timeFormat.timeZone);
      const name = groupName(node, today, timeFormat, folders);
      const open =
        node.here ||
        node.alone ||
        (node.by === 'day' && group === today) ||
        (node.by === 'recency' && OPEN.has(group ?? ''));
      const item = new vscode.TreeItem(name, open ? Expanded : Collapsed);
      const icon = groupIcon(node);
      if (node.by === 'severity' && group !== null)
        item.iconPath = severityThemeIcon(SessionSeverity.parse(group));
      else if (icon !== null) item.iconPath = new vscode.ThemeIcon(icon);
      item.description = String(sessions);
      item.tooltip = [
        clip(group ?? name, 300),
        tn(sessions, '{0} session', '{0} sessions'),
        dateAndClock(latest, timeFormat),
      ]
        .filter(Boolean)
        .join('\n');
      return withId(item, node, 'group');
    }
    case 'day': {
      const today = dayOf(now, timeFormat.timeZone);
      const open = node.group.here && node.day === today;
      const item = new vscode.TreeItem(
        dayTitle(node.day, today, timeFormat.locale),
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
    case 'session': {
      // Below a project, its name is not repeated.
      const project = by === 'project' ? '' : folders.nameOf(node.row.repository);
      const item = sessionItem(node.row, timeFormat, now, project);
      item.id = node.id;
      return item;
    }
  }
}

/** Groups by recency that are expanded at first. */
const OPEN: ReadonlySet<string> = new Set(['starred', 'today', 'week']);

function groupName(
  { by, group: { group } }: GroupNode,
  today: string,
  { locale }: TimeFormat,
  folders: FolderNames,
): string {
  switch (by) {
    case 'recency':
      return {
        starred: t('Starred'),
        today: t('Today'),
        week: t('This week'),
        older: t('Older'),
        hidden: t('Hidden'),
      }[z.enum(RECENCIES).catch('older').parse(group)];
    case 'project':
      return group === null ? t('No project') : clip(folders.nameOf(group), 80);
    case 'day':
      return dayTitle(group, today, locale);
    case 'severity':
      return localize(SEVERITY_WORD[SessionSeverity.parse(group)]);
    case 'branch':
      return group === null ? t('No branch') : clip(group, 80);
  }
}

/** The icon of a group; null by recency, to leave more space for titles. */
const groupIcon = ({ by, here }: GroupNode): string | null =>
  ({
    recency: null,
    project: here ? 'root-folder' : 'folder',
    day: 'calendar',
    severity: 'circle',
    branch: 'git-branch',
  })[by];

function withId(item: vscode.TreeItem, node: TreeNode, contextValue: string): vscode.TreeItem {
  item.id = node.id;
  item.contextValue = contextValue;
  return item;
}
