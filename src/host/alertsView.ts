/** The Alerts view: what wants attention now, and what did lately. */
import * as vscode from 'vscode';
import { isOpen, MOST_LISTED } from '../questions/shared/alertIds';
import type { Alert } from '../questions/alerts';
import type { AlertInbox } from './alertInbox';
import { severityWord } from './badge';
import type { EngineClient } from './engineClient';
import { clip, dateAndClock, escapeMarkdown, type Place } from './format';
import { paced } from './pace';
import { severityThemeIcon } from './sessionItem';

/** Live sessions change all the time; alerts are asked for at most this often, in ms. */
const REFRESH_MS = 2_000;

export interface AlertsView extends vscode.Disposable {
  /** All alerts that were not dismissed, those beyond the end of the view too: to be dismissed all. */
  shown(): readonly Alert[];
}

/** An alert, a group of them, or how many more there are. */
type Node = Alert | { more: number } | { group: 'recently' };

/** Alerts that are over and listed, at most. */
const MOST_RECENT = 50;

export interface AlertsViewParts {
  engine: EngineClient;
  inbox: AlertInbox;
  place: () => Place;
  onError: (error: unknown) => void;
}

export function createAlertsView({ engine, inbox, place, onError }: AlertsViewParts): AlertsView {
  const redraw = new vscode.EventEmitter<void>();
  let alerts: readonly Alert[] = [];
  // A person who acts on an alert sees it at once.
  let urgent = false;
  const shown = (): Alert[] => alerts.filter(isOpen);
  const recent = (): Alert[] => alerts.filter(({ state }) => state === 'resolved').slice(0, MOST_RECENT);
  const nodes = (): Node[] => {
    const open = shown();
    const more = open.length - MOST_LISTED;
    return [
      ...open.slice(0, MOST_LISTED),
      ...(more > 0 ? [{ more }] : []),
      ...(recent().length > 0 ? [{ group: 'recently' as const }] : []),
    ];
  };
  const view = vscode.window.createTreeView<Node>('vigil.alerts', {
    treeDataProvider: {
      onDidChangeTreeData: redraw.event,
      getTreeItem: (node) =>
        'more' in node ? moreItem(node.more) : 'group' in node ? recentlyItem() : alertItem(node, place()),
      getChildren: (node) => (node === undefined ? nodes() : 'group' in node ? recent() : []),
    },
  });
  const draw = (): void => {
    const open = shown();
    view.description = open.length === 0 ? '' : String(open.length);
    redraw.fire();
  };
  // While nobody looks, the next look will ask.
  const { soon: refresh, dispose: rest } = paced(
    () => view.visible,
    () => {
      urgent = false;
      return engine
        .call('alerts', null)
        .then((found) => {
          alerts = found;
          draw();
          const unseen = found
            .filter(({ state, kind }) => state === 'new' && kind !== 'waiting')
            .map(({ id }) => id);
          if (unseen.length > 0) inbox.act('see', unseen);
        })
        .catch(onError);
    },
    () => (urgent || alerts.length === 0 ? 0 : REFRESH_MS),
  );
  const parts = [
    view,
    redraw,
    view.onDidChangeVisibility(refresh),
    engine.onNotice(({ notice }) => {
      urgent ||= notice === 'alerts';
      if (urgent || notice === 'live' || notice === 'changed' || notice === 'reset') refresh();
    }),
  ];
  refresh();
  return {
    shown,
    dispose() {
      rest();
      for (const part of parts) part.dispose();
    },
  };
}

const { t } = vscode.l10n;

function moreItem(more: number): vscode.TreeItem {
  const item = new vscode.TreeItem(t('{0} more', more));
  item.command = { command: 'vigil.openDashboard', title: t('Open Dashboard'), arguments: ['alerts'] };
  return item;
}

function recentlyItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(t('Recently'), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = 'recently';
  item.tooltip = t('Alerts of the last 30 days that are over');
  return item;
}

function alertItem(alert: Alert, where: Place): vscode.TreeItem {
  const item = new vscode.TreeItem(alert.sentence);
  item.id = alert.id;
  const when = alert.resolvedAt ?? alert.at;
  item.description = [clip(alert.sessionName ?? '', 60), alert.detail]
    .filter((text) => text !== '')
    .join(' · ');
  item.iconPath =
    alert.severity === 'ok' ? new vscode.ThemeIcon('comment-discussion') : severityThemeIcon(alert.severity);
  item.tooltip = new vscode.MarkdownString(
    [
      `**${escapeMarkdown(alert.sentence)}**`,
      ...[alert.detail, alert.sessionName ?? '', alert.project ?? '', dateAndClock(when, where)]
        .filter((text) => text !== '')
        .map((text) => escapeMarkdown(clip(text, 300))),
    ].join('  \n'),
  );
  item.accessibilityInformation = {
    label: [severityWord(alert.severity, t), alert.sentence, item.description].join(', '),
  };
  item.contextValue = isOpen(alert) ? 'alert' : 'pastAlert';
  item.command =
    alert.session !== null && alert.line !== null
      ? {
          command: 'vigil.openLog',
          title: t('Open Log'),
          arguments: [alert.session, alert.line.at, alert.line.file],
        }
      : alert.session === null
        ? {
            command: 'vigil.openDashboard',
            title: t('Open Dashboard'),
            arguments: [
              alert.link?.tab ?? 'overview',
              alert.link === null || alert.link.query === '' ? {} : { query: alert.link.query },
            ],
          }
        : { command: 'vigil.openSession', title: t('Open Session'), arguments: [alert.session] };
  return item;
}
