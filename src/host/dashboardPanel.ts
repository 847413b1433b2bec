import * as vscode from 'vscode';
import type { Reply } from '../engine/protocol';
import { ReportRequest } from '../questions/report';
import type { AlertInbox } from './alertInbox';
import { openReport } from './reportCommand';
import { FromPage, PageState, type Tab, TABS, type ToPage } from './dashboardMessages';
import type { EngineClient } from './engineClient';
import type { Place } from './format';
import { createOutbox, type Outbox } from './outbox';
import { createRefreshing } from './refreshing';
import { tabIcon } from './tabIcon';
import { pageHtml } from './webviewHtml';

const VIEW_TYPE = 'vigil.dashboard';
/** While sessions are live figures change all the time; the page is told at most this often, in ms. */
const REFRESH_MS = 2_000;

export interface DashboardParts {
  engine: EngineClient;
  extensionUri: vscode.Uri;
  log: vscode.LogOutputChannel;
  openSession: (id: string) => void;
  inbox: AlertInbox;
  /** How the page writes times. */
  place: () => Place;
}

/** The dashboard: one panel, which comes back after a reload of the window. */
export interface Dashboard extends vscode.Disposable {
  show(tab?: Tab, more?: { compare?: { a: string; b: string }; query?: string }): void;
}

/** True for a name of a tab, wherever it comes from. */
export const isTab = (tab: unknown): tab is Tab => TABS.some((one) => one === tab);

export function createDashboard(parts: DashboardParts): Dashboard {
  let panel: vscode.WebviewPanel | null = null;
  let outbox: Outbox<ToPage> | null = null;

  function adopt(made: vscode.WebviewPanel, state: PageState): void {
    panel = made;
    const own = createOutbox<ToPage>(made);
    outbox = own;
    const attached = attach(made, state, own, parts);
    made.onDidDispose(() => {
      if (panel === made) panel = null;
      own.dispose();
      attached.dispose();
    });
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(restored, saved: unknown) {
      if (panel !== null) return restored.dispose();
      adopt(restored, PageState.safeParse(saved).data ?? PageState.parse({}));
    },
  });
  return {
    show(tab, more = {}) {
      if (panel !== null) {
        panel.reveal();
        if (tab !== undefined) outbox?.send({ kind: 'show', tab, ...more });
        return;
      }
      void closeUnread();
      const made = vscode.window.createWebviewPanel(
        VIEW_TYPE,
        vscode.l10n.t('Vigil Dashboard'),
        vscode.ViewColumn.Active,
      );
      adopt(made, PageState.parse({ tab, ...more }));
    },
    dispose() {
      serializer.dispose();
      panel?.dispose();
    },
  };
}

/** Closes dashboards of before a reload that were not shown since: VS Code reads them only when somebody looks, and one is enough. */
async function closeUnread(): Promise<void> {
  const unread = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(VIEW_TYPE));
  if (unread.length > 0) await vscode.window.tabGroups.close(unread, true);
}

function attach(
  panel: vscode.WebviewPanel,
  state: PageState,
  outbox: Outbox<ToPage>,
  { engine, extensionUri, log, openSession, inbox, place }: DashboardParts,
): vscode.Disposable {
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(dist, ...name.split('/'))).toString();
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  panel.iconPath = tabIcon(extensionUri, 'dashboard');
  webview.html = pageHtml({
    title: vscode.l10n.t('Vigil Dashboard'),
    cspSource: webview.cspSource,
    script: file('webview/dashboard.js'),
    styles: [file('webview/dashboard-style.css')],
    codicons: file('codicon.css'),
    initialState: state,
    place: place(),
  });
  const post = (message: ToPage): void => void webview.postMessage(message);
  const refreshing = createRefreshing(
    () => panel.visible,
    (tabs) => post({ kind: 'changed', tabs }),
    REFRESH_MS,
  );

  const answer = async (message: FromPage): Promise<void> => {
    switch (message.kind) {
      case 'ready':
        tellDismissed();
        return outbox.ready(outbox.shown());
      case 'ask': {
        const { id, call, args } = message;
        try {
          // The engine checks the arguments of every call.
          const result = await engine.call(call, args as never);
          if (call === 'alerts') inbox.seen((result as Reply<'alerts'>).map((alert) => alert.id));
          post({ kind: 'answer', id, result });
        } catch (error) {
          log.error(error instanceof Error ? error : String(error));
          post({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
        }
        return;
      }
      case 'openSession':
        return openSession(message.id);
      case 'openLine':
        return void (await vscode.commands.executeCommand(
          'vigil.openLog',
          message.id,
          message.at,
          message.file,
        ));
      case 'report': {
        const request = ReportRequest.parse(message.request);
        return openReport(await engine.call('report', request), request.format);
      }
      case 'dismiss':
        return message.ids === null ? inbox.takeBack() : inbox.dismiss(message.ids);
      case 'run':
        return void (await vscode.commands.executeCommand(message.command));
    }
  };

  const tellDismissed = (): void => post({ kind: 'dismissed', ids: inbox.dismissed() });

  return vscode.Disposable.from(
    webview.onDidReceiveMessage((message: unknown) => {
      const checked = FromPage.safeParse(message);
      if (checked.success)
        answer(checked.data).catch((error: unknown) => {
          log.error(error instanceof Error ? error : String(error));
          post({ kind: 'failed', id: null, message: error instanceof Error ? error.message : String(error) });
        });
      else log.warn(`The dashboard sent something it may not: ${checked.error.message}`);
    }),
    engine.onNotice(refreshing.notice),
    refreshing,
    inbox.onChange(tellDismissed),
  );
}
