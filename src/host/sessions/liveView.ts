/** The Live view: sessions that have not ended, those of this workspace first, with their facts in a separate row. */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { localize, localizePlain } from '../../l10n/localize';
import { SEVERITY_WORD } from '../../signals/severityWords';
import type { LiveSession } from '../../library/sessionRow';
import { tellingLine, type Found } from '../../findings/finding';
import { fillText } from '../../usage/contextShare';
import { costOf } from '../../badge/badge';
import { drawing } from './drawing';
import { type TimeFormat } from '../../usage/times';
import { clip } from '../../log/visible';
import { newFolderNames } from './folderNames';
import { asksForYou, stateWord, waitText } from '../../badge/liveWords';
import { openFolders } from '../shared/openFolders';
import { contextOf, labelOf, sessionTooltip, severityColor, severityThemeIcon } from './sessionItem';
import { inWorkspace } from '../../session/paths';

export interface LiveView extends vscode.Disposable {
  setLive(sessions: readonly LiveSession[]): void;
}

/** A session in the view, accepted by the commands for sessions. */
export interface LiveNode {
  kind: 'session';
  row: LiveSession['row'];
  live: LiveSession;
}
/** A session, or below it its facts or a finding. */
type Node =
  | LiveNode
  | { kind: 'facts'; live: LiveSession }
  | { kind: 'found'; found: Found; session: string; line: { at: number; file: number } };

/** Waits are shown in minutes, so the view is redrawn this often, in ms. */
const REDRAW_MS = 30_000;
/** Longer than in the Sessions view, because there is nothing beside the name. Characters. */
const LONGEST_LABEL = 40;

export interface LiveViewParts {
  ignoreCase: boolean;
  timeFormat: () => TimeFormat;
  now: () => number;
}

export function createLiveView({ ignoreCase, timeFormat, now }: LiveViewParts): LiveView {
  const changed = new vscode.EventEmitter<void>();
  const folders = newFolderNames();
  let nodes: LiveNode[] = [];
  const isHere = ({ row }: LiveSession): boolean =>
    inWorkspace(row.repository ?? row.project, openFolders(), ignoreCase);
  const view = vscode.window.createTreeView<Node>('vigil.live', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem(node) {
        if (node.kind === 'session') return liveItem(node.live, timeFormat());
        if (node.kind === 'found') return foundItem(node);
        return factsItem(node.live, now(), folders.nameOf(homeOf(node.live)));
      },
      getChildren(node) {
        if (node !== undefined) return node.kind === 'session' ? below(node.live) : [];
        tree.asked();
        return nodes;
      },
    },
  });
  const tree = drawing(
    () => changed.fire(),
    () => view.visible,
  );
  const timer = setInterval(() => {
    if (view.visible && nodes.length > 0) tree.redraw();
  }, REDRAW_MS);
  return {
    setLive(sessions) {
      folders.add(sessions.map(homeOf));
      // The engine sends the worst first; that order is kept within both groups.
      nodes = [...sessions.filter(isHere), ...sessions.filter((one) => !isHere(one))].map((live) => ({
        kind: 'session',
        row: live.row,
        live,
      }));
      const waiting = sessions.filter(asksForYou).length;
      const words = waiting === 1 ? t('1 waits for you') : t('{0} wait for you', waiting);
      view.description = waiting === 0 ? '' : words;
      view.badge = waiting === 0 ? undefined : { value: waiting, tooltip: words };
      tree.redraw();
    },
    dispose() {
      clearInterval(timer);
      for (const part of [view, changed, tree]) part.dispose();
    },
  };
}

const homeOf = ({ row }: LiveSession): string | null => row.repository ?? row.project;

const below = (live: LiveSession): Node[] => [
  { kind: 'facts', live },
  ...live.findings.map((found): Node => ({
    kind: 'found',
    found,
    session: live.row.id,
    line: tellingLine(found),
  })),
];

/** Icon of each state and, if the session has no severity, its colour. */
const STATES: Record<LiveSession['row']['state'], [icon: string, color?: string]> = {
  active: ['loading~spin'],
  waiting: ['bell-dot', 'notificationsInfoIcon.foreground'],
  idle: ['clock'],
  ended: ['circle-outline'],
};

function liveItem(live: LiveSession, timeFormat: TimeFormat): vscode.TreeItem {
  const { row } = live;
  const item = new vscode.TreeItem(labelOf(row, LONGEST_LABEL), vscode.TreeItemCollapsibleState.Expanded);
  const [icon, color] = STATES[row.state];
  const own = color === undefined ? undefined : new vscode.ThemeColor(color);
  item.id = `live:${row.id}`;
  item.iconPath = new vscode.ThemeIcon(icon, severityColor(row.severity) ?? own);
  item.tooltip = sessionTooltip(row, timeFormat);
  item.contextValue = contextOf(row);
  item.command = { command: 'vigil.openSession', title: t('Open Session'), arguments: [row.id] };
  item.accessibilityInformation = {
    label: [clip(row.name, 120), stateWord(row.state), localize(SEVERITY_WORD[row.severity])].join(', '),
  };
  return item;
}

/** “Waits 7 min · 34 % · $0.73” as label, which is cut last; the project as description. */
function factsItem(live: LiveSession, now: number, project: string): vscode.TreeItem {
  const { row, context } = live;
  const facts = [
    row.state === 'waiting' ? waitText(live, now) : stateWord(row.state),
    context === null ? '' : fillText(context),
    costOf([live]),
  ].filter(Boolean);
  const item = new vscode.TreeItem(facts.join(' · '));
  item.id = `facts:${row.id}`;
  item.description = clip(project, 40);
  item.command = { command: 'vigil.openSession', title: t('Open Session'), arguments: [row.id] };
  return item;
}

function foundItem({
  found,
  session,
  line: { at, file },
}: Extract<Node, { kind: 'found' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(clip(localizePlain(found.sentence), 120));
  item.id = `found:${session} ${found.name} ${file}:${at}`;
  item.iconPath = severityThemeIcon(found.severity);
  item.tooltip = localizePlain(found.sentence);
  item.command = {
    command: 'vigil.openTranscript',
    title: t('Show in Transcript'),
    arguments: [session, at, file],
  };
  item.contextValue = 'found.line';
  item.accessibilityInformation = {
    label: `${localize(SEVERITY_WORD[found.severity])}, ${localizePlain(found.sentence)}`,
  };
  return item;
}
