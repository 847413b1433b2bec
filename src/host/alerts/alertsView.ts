/** The Alerts view: what can be acted on now, recent findings, and past alerts. Dismissed alerts are not shown. */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { localize, localizePlain } from '../../l10n/localize';
import { SEVERITY_WORD } from '../../signals/severityWords';
import type { Alert } from '../../questions/alerts';
import { isOpen } from '../../detectors/alertStates';
import type { AlertInbox } from './alertInbox';
import { factOf, groupsOf, sentenceOf, type AlertGroups } from './alertsModel';
import { drawing } from '../sessions/drawing';
import type { EngineClient } from '../engine/engineClient';
import { shortTime, type TimeFormat } from '../../usage/times';
import { clip, bidiIsolated } from '../../log/visible';
import { escapeMarkdown } from '../shared/labels';
import { openFolders } from '../shared/openFolders';
import { paced } from '../shared/pace';
import { severityThemeIcon } from '../sessions/sessionItem';
import { baseName } from '../../log/folders';
import { inWorkspace } from '../../session/paths';

/** Live sessions change often; alerts are requested at most once in this time, ms. */
const REFRESH_MS = 2_000;
/** Waits are shown in minutes, and snoozed alerts return: refreshed at this interval, ms. */
const REDRAW_MS = 30_000;

export interface AlertsView extends vscode.Disposable {
  /** All alerts that were not dismissed, current ones first: for Dismiss All and Next Alert. */
  shown(): Promise<readonly Alert[]>;
}

type Node = Alert | { group: keyof AlertGroups };

export interface AlertsViewParts {
  engine: EngineClient;
  inbox: AlertInbox;
  ignoreCase: boolean;
  timeFormat: () => TimeFormat;
  now: () => number;
  onError: (error: unknown) => void;
}

export function createAlertsView(parts: AlertsViewParts): AlertsView {
  const { engine, inbox, ignoreCase, timeFormat, now, onError } = parts;
  const changed = new vscode.EventEmitter<void>();
  let alerts: readonly Alert[] = [];
  let live: ReadonlySet<string> = new Set();
  const groups = (): AlertGroups =>
    groupsOf(alerts, live, (project) => inWorkspace(project, openFolders(), ignoreCase));
  const children = (node?: Node): Node[] => {
    if (node === undefined) tree.asked();
    return childrenOf(groups(), node);
  };
  const view = vscode.window.createTreeView<Node>('vigil.alerts', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: (node) =>
        'group' in node
          ? groupItem(node.group, groups()[node.group].length)
          : alertItem(node, timeFormat(), now()),
      getChildren: children,
    },
  });
  const tree = drawing(
    () => changed.fire(),
    () => view.visible,
  );
  const draw = (): void => {
    const { now: urgent } = groups();
    view.description = urgent.length === 0 ? '' : String(urgent.length);
    tree.redraw();
  };
  const refresh = (): Promise<void> =>
    engine
      .call('alerts', null)
      .then((found) => {
        alerts = found;
        draw();
        see(found, inbox);
      })
      .catch(onError);
  // While the view is hidden, nothing is requested.
  const pace = paced(() => view.visible, refresh, REFRESH_MS);
  const look = (): void => void (view.visible && refresh());
  const timer = setInterval(() => {
    if (view.visible && alerts.length > 0) draw();
  }, REDRAW_MS);
  const disposables = [
    view,
    changed,
    tree,
    pace,
    view.onDidChangeVisibility(look),
    engine.onNotice((notice) => {
      if (notice.notice === 'live') live = new Set(notice.sessions.map(({ row }) => row.id));
      // What a person changed, or muted in the settings, is shown at once.
      if (notice.notice === 'alerts') look();
      else if (['live', 'changed', 'reset'].includes(notice.notice)) pace.soon();
    }),
  ];
  look();
  return {
    async shown() {
      // A hidden view does not follow them.
      if (!view.visible) alerts = await engine.call('alerts', null);
      const { now: urgent, recently } = groups();
      return [...urgent, ...recently];
    },
    dispose() {
      clearInterval(timer);
      for (const part of disposables) part.dispose();
    },
  };
}

const GROUPS = ['now', 'recently', 'resolved'] as const;

function childrenOf(all: AlertGroups, node?: Node): Node[] {
  if (node === undefined) return GROUPS.filter((group) => all[group].length > 0).map((group) => ({ group }));
  return 'group' in node ? all[node.group] : [];
}

/** Listed alerts are marked as seen, except waits, which count as new as long as they last. */
function see(alerts: readonly Alert[], inbox: AlertInbox): void {
  const unseen = alerts.filter(({ state, kind }) => state === 'new' && kind !== 'waiting');
  if (unseen.length > 0)
    inbox.act(
      'see',
      unseen.map(({ id }) => id),
    );
}

function groupItem(group: keyof AlertGroups, count: number): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(
    { now: t('Now'), recently: t('Recently'), resolved: t('Past') }[group],
    group === 'now' ? Expanded : Collapsed,
  );
  item.id = group;
  item.description = String(count);
  if (group === 'resolved')
    item.tooltip = t('Alerts of the last 30 days that no longer hold, or whose session rests');
  return item;
}

function alertItem(alert: Alert, timeFormat: TimeFormat, now: number): vscode.TreeItem {
  const sentence = sentenceOf(alert);
  const item = new vscode.TreeItem(clip(sentence, 120));
  item.id = alert.id;
  const past = alert.resolvedAt ?? (alert.kind === 'finding' ? alert.at : null);
  const when = past === null ? '' : shortTime(past, now, timeFormat);
  const project = alert.project === null ? '' : clip(baseName(alert.project), 40);
  const facts = [factOf(alert, now), when, bidiIsolated(clip(alert.sessionName ?? project, 60))];
  item.description = facts.filter(Boolean).join(' · ');
  item.iconPath =
    alert.kind === 'waiting'
      ? new vscode.ThemeIcon('bell-dot', new vscode.ThemeColor('notificationsInfoIcon.foreground'))
      : severityThemeIcon(alert.severity);
  item.tooltip = new vscode.MarkdownString(
    [
      `**${escapeMarkdown(clip(sentence, 300))}**`,
      ...[
        alert.kind === 'waiting' ? '' : localizePlain(alert.detail),
        alert.sessionName ?? '',
        alert.project ?? '',
      ]
        .filter(Boolean)
        .map((text) => escapeMarkdown(clip(text, 300))),
    ].join('  \n'),
  );
  item.accessibilityInformation = {
    label: [localize(SEVERITY_WORD[alert.severity]), sentence, item.description].join(', '),
  };
  item.contextValue = `${isOpen(alert) ? 'alert' : 'pastAlert'}${alert.line === null ? '' : '.line'}${alert.session === null ? '' : '.session'}`;
  item.command = openingOf(alert);
  return item;
}

/** A click opens the transcript at the step, else the session, else the tab that shows it. A log that is not understood has no such step: its line. */
export function openingOf({ kind, session, line, link }: Alert): vscode.Command {
  if (session === null)
    return {
      command: 'vigil.openDashboard',
      title: t('Open Dashboard'),
      arguments: [link?.tab ?? 'home', link === null || link.query === '' ? {} : { query: link.query }],
    };
  if (line === null) return { command: 'vigil.openSession', title: t('Open Session'), arguments: [session] };
  const place = [session, line.at, line.file];
  return kind === 'log'
    ? { command: 'vigil.openLog', title: t('Open Log Line'), arguments: place }
    : { command: 'vigil.openTranscript', title: t('Show in Transcript'), arguments: place };
}
