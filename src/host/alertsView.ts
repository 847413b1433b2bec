/** The Alerts view: what may want attention and was not dismissed. */
import * as vscode from 'vscode';
import { isDismissed, MOST_LISTED } from '../questions/shared/alertIds';
import type { Alert } from '../questions/alerts';
import type { AlertInbox } from './alertInbox';
import { severityWord } from './liveWords';
import type { EngineClient } from './engineClient';
import { clip, dateAndClock, escapeMarkdown, type Place } from './format';
import { severityThemeIcon } from './sessionItem';

/** Live sessions change all the time; alerts are asked for at most this often, in ms. */
const REFRESH_MS = 2_000;

export interface AlertsView extends vscode.Disposable {
  /** All alerts that were not dismissed, those beyond the end of the view too: to be dismissed all. */
  shown(): readonly Alert[];
}

/** An alert, or how many more there are. */
type Node = Alert | { more: number };

export interface AlertsViewParts {
  engine: EngineClient;
  inbox: AlertInbox;
  place: () => Place;
  onError: (error: unknown) => void;
}

export function createAlertsView({ engine, inbox, place, onError }: AlertsViewParts): AlertsView {
  const redraw = new vscode.EventEmitter<void>();
  let alerts: readonly Alert[] = [];
  let timer: NodeJS.Timeout | undefined;
  const shown = (): Alert[] => {
    const dismissed = new Set(inbox.dismissed());
    return alerts.filter((one) => !isDismissed(one, dismissed));
  };
  const nodes = (): Node[] => {
    const open = shown();
    const more = open.length - MOST_LISTED;
    return more > 0 ? [...open.slice(0, MOST_LISTED), { more }] : open;
  };
  const view = vscode.window.createTreeView<Node>('vigil.alerts', {
    treeDataProvider: {
      onDidChangeTreeData: redraw.event,
      getTreeItem: (node) => ('more' in node ? moreItem(node.more) : alertItem(node, place())),
      getChildren: (node) => (node === undefined ? nodes() : []),
    },
  });
  const draw = (): void => {
    const open = shown();
    view.description = open.length === 0 ? '' : String(open.length);
    redraw.fire();
  };
  const refresh = (): void => {
    // While nobody looks, the next look will ask.
    if (!view.visible) return;
    timer ??= setTimeout(
      () => {
        timer = undefined;
        engine
          .call('alerts', null)
          .then((found) => {
            alerts = found;
            inbox.seen(found.map(({ id }) => id));
            draw();
          })
          .catch(onError);
      },
      alerts.length === 0 ? 0 : REFRESH_MS,
    );
  };
  const parts = [
    view,
    redraw,
    view.onDidChangeVisibility(refresh),
    inbox.onChange(draw),
    engine.onNotice(({ notice }) => {
      if (notice === 'live' || notice === 'changed' || notice === 'reset') refresh();
    }),
  ];
  refresh();
  return {
    shown,
    dispose() {
      clearTimeout(timer);
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

function alertItem(alert: Alert, where: Place): vscode.TreeItem {
  const item = new vscode.TreeItem(alert.title);
  item.id = alert.id;
  item.description = [clip(alert.sessionName ?? '', 60), alert.detail]
    .filter((text) => text !== '')
    .join(' · ');
  item.iconPath =
    alert.severity === 'ok' ? new vscode.ThemeIcon('comment-discussion') : severityThemeIcon(alert.severity);
  item.tooltip = new vscode.MarkdownString(
    [
      `**${escapeMarkdown(alert.title)}**`,
      ...[alert.detail, alert.sessionName ?? '', alert.project ?? '', dateAndClock(alert.at, where)]
        .filter((text) => text !== '')
        .map((text) => escapeMarkdown(clip(text, 300))),
    ].join('  \n'),
  );
  item.accessibilityInformation = {
    label: [severityWord(alert.severity, t), alert.title, item.description].join(', '),
  };
  item.contextValue = 'alert';
  item.command =
    alert.session !== null && alert.line !== null
      ? {
          command: 'vigil.openLog',
          title: t('Open Log'),
          arguments: [alert.session, alert.line.at, alert.line.file],
        }
      : alert.session === null
        ? { command: 'vigil.openDashboard', title: t('Open Dashboard'), arguments: ['overview'] }
        : { command: 'vigil.openSession', title: t('Open Session'), arguments: [alert.session] };
  return item;
}
