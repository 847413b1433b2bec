import * as vscode from 'vscode';
import { ReportRequest } from '../questions/report';
import {
  FromPage,
  PageState,
  TABS,
  type Askable,
  type TabId,
  type ToPage,
} from '../pages/dashboard/contract';
import type { AlertInbox } from './alertInbox';
import type { EngineClient } from './engineClient';
import { createPanels, type Page, type PageLink, type PanelParts } from './pagePanel';
import { createRefreshing } from './refreshing';
import { openReport } from './reportCommand';

const VIEW_TYPE = 'vigil.dashboard';
/** There is one dashboard. */
const ONE = '';
/** While sessions are live figures change all the time; the page is told at most this often, in ms. */
const REFRESH_MS = 2_000;

export interface DashboardParts extends PanelParts {
  openSession: (id: string) => void;
  inbox: AlertInbox;
}

/** The dashboard: one panel, which comes back after a reload of the window. */
export interface Dashboard extends vscode.Disposable {
  show(tab?: TabId, more?: { compare?: { a: string; b: string }; query?: string }): void;
}

/** True for a name of a tab, wherever it comes from. */
export const isTab = (tab: unknown): tab is TabId => TABS.some((one) => one === tab);

export function createDashboard(parts: DashboardParts): Dashboard {
  const title = (): string => vscode.l10n.t('Vigil Dashboard');
  const panels = createPanels<PageState, ToPage, Askable, Own>(
    {
      viewType: VIEW_TYPE,
      name: 'dashboard',
      icon: 'dashboard',
      title,
      FromPage,
      keyOf: () => ONE,
      restored: (saved) => PageState.safeParse(saved).data ?? PageState.parse({}),
      make: (link) => dashboardPage(link, parts),
    },
    parts,
  );
  return {
    show(tab, more = {}) {
      const open = panels.reveal(ONE);
      if (open === null) {
        void closeUnread();
        panels.open(PageState.parse({ tab, ...more }), title());
      } else if (tab !== undefined) open.send({ kind: 'show', tab, ...more });
    },
    dispose: panels.dispose,
  };
}

/** Closes dashboards of before a reload that were not shown since: VS Code reads them only when somebody looks, and one is enough. */
async function closeUnread(): Promise<void> {
  const unread = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(VIEW_TYPE));
  if (unread.length > 0) await vscode.window.tabGroups.close(unread, true);
}

type Own = Exclude<FromPage, { kind: 'ready' | 'ask' }>;

function dashboardPage(
  { panel, post }: PageLink<ToPage>,
  { engine, openSession, inbox }: DashboardParts,
): Page<Askable, Own> {
  const refreshing = createRefreshing(
    () => panel.visible,
    (tabs) => post({ kind: 'changed', tabs }),
    REFRESH_MS,
  );
  const tellDismissed = (): void => post({ kind: 'dismissed', ids: inbox.dismissed() });
  const changed = inbox.onChange(tellDismissed);
  return {
    ask: (call, args) => (call === 'alerts' ? alerts(engine, inbox) : engine.relay(call, args)),
    async ready() {
      tellDismissed();
    },
    async take(message) {
      switch (message.kind) {
        case 'openSession':
          return openSession(message.id);
        case 'resume':
          return vscode.commands.executeCommand('vigil.resume', message.id);
        case 'openLine':
          return vscode.commands.executeCommand('vigil.openLog', message.id, message.at, message.file);
        case 'report': {
          const request = ReportRequest.parse(message.request);
          return openReport(await engine.call('report', request), request.format);
        }
        case 'dismiss':
          return message.ids === null ? inbox.takeBack() : inbox.dismiss(message.ids);
        case 'run':
          return vscode.commands.executeCommand(message.command);
      }
    },
    notice: refreshing.notice,
    dispose() {
      refreshing.dispose();
      changed.dispose();
    },
  };
}

/** The alerts; the inbox is told which there still are. */
async function alerts(engine: EngineClient, inbox: AlertInbox): Promise<unknown> {
  const found = await engine.call('alerts', null);
  inbox.seen(found.map(({ id }) => id));
  return found;
}
