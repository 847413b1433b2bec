/** The Live view: sessions that have not ended, those of this workspace first. */
import * as vscode from 'vscode';
import type { LiveSession } from '../library/sessionRow';
import { sparkline } from '../signals/baseline';
import { severityWord, stateWord } from './liveWords';
import { clip, costText, fillText, type Place } from './format';
import { openFolders } from './openFolders';
import { sessionItem } from './sessionItem';
import { inWorkspace } from './workspacePaths';

export interface LiveView extends vscode.Disposable {
  setLive(sessions: readonly LiveSession[]): void;
}

/** A session in the view; commands of sessions take it as one of the Sessions tree. */
export interface LiveNode {
  kind: 'session';
  row: LiveSession['row'];
  live: LiveSession;
}

export function createLiveView(options: { ignoreCase: boolean; place: () => Place }): LiveView {
  const t = vscode.l10n.t;
  const redraw = new vscode.EventEmitter<void>();
  let nodes: LiveNode[] = [];
  const isHere = ({ row }: LiveSession): boolean => {
    const folders = openFolders();
    return inWorkspace(row.repository ?? row.project, folders, options.ignoreCase);
  };
  const item = ({ live }: LiveNode): vscode.TreeItem => {
    const { row, context, trend } = live;
    const made = sessionItem(row, options.place());
    const full = context === null ? '' : t('{0} context', fillText(context, options.place().locale, t));
    const facts = [stateWord(row.state, t), full, costText(row, options.place().locale, t)].filter(
      (fact) => fact !== '',
    );
    made.id = `live:${row.id}`;
    made.description = [...facts, trend.length > 1 ? sparkline(trend) : '']
      .filter((fact) => fact !== '')
      .join(' · ');
    made.accessibilityInformation = {
      label: [clip(row.name, 120), severityWord(row.severity, t), ...facts].join(', '),
    };
    return made;
  };
  const view = vscode.window.createTreeView<LiveNode>('vigil.live', {
    treeDataProvider: {
      onDidChangeTreeData: redraw.event,
      getTreeItem: item,
      getChildren: (node) => (node === undefined ? nodes : []),
      getParent: () => undefined,
    },
  });
  return {
    setLive(sessions) {
      // The engine sends the worst first; the order of those here, and of the others, is kept.
      nodes = [...sessions.filter(isHere), ...sessions.filter((one) => !isHere(one))].map((live) => ({
        kind: 'session',
        row: live.row,
        live,
      }));
      const ill = sessions.filter(({ row }) => row.severity === 'warn' || row.severity === 'critical').length;
      view.badge =
        ill === 0
          ? undefined
          : {
              value: ill,
              tooltip:
                ill === 1 ? t('1 live session needs attention') : t('{0} live sessions need attention', ill),
            };
      redraw.fire();
    },
    dispose() {
      for (const part of [view, redraw]) part.dispose();
    },
  };
}
