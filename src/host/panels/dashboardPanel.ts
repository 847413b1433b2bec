import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { ReportRequest } from '../../questions/report';
import { FromPage, type Askable, type ToPage } from '../../pages/dashboard/contract';
import { ALL, searchingFor, withRestoredSearch } from '../../pages/dashboard/all';
import { PageState } from '../../pages/dashboard/state';
import type { AlertInbox } from '../alerts/alertInbox';
import { closeDashboards, VIEW_TYPE } from '../shared/dashboards';
import { createPanels, type Page, type PageLink, type PanelParts } from './pagePanel';
import { createRefreshing } from './refreshing';
import type { Reports } from '../export/reports';
import type { OpenMessage } from '../sessions/searchConversations';

/** There is one dashboard. */
const ONE = '';
/** While sessions are live figures change all the time; the page is told at most this often, in ms. */
const REFRESH_MS = 2_000;

export interface DashboardParts extends PanelParts {
  openSession: (id: string) => void;
  openMessage: OpenMessage;
  inbox: AlertInbox;
  reports: Reports;
  /** Tells that another day began. */
  onNewDay: vscode.Event<void>;
}

/** The dashboard: one panel, which comes back after a reload of the window. */
export interface Dashboard extends vscode.Disposable {
  /** `place`: the name of one (`pages/dashboard/places.ts`); of none there is, the page stays where it was. */
  show(place?: string, more?: { compare?: { a: string; b: string }; query?: string; search?: string }): void;
}

export function createDashboard(parts: DashboardParts): Dashboard {
  const title = (): string => t('Vigil Dashboard');
  const panels = createPanels<PageState, ToPage, Askable, Own>(
    {
      viewType: VIEW_TYPE,
      name: 'dashboard',
      icon: 'dashboard',
      title,
      FromPage,
      keyOf: () => ONE,
      restored: (saved) => withRestoredSearch(PageState.safeParse(saved).data ?? PageState.parse({})),
      make: (link) => dashboardPage(link, parts),
    },
    parts,
  );
  return {
    show(place, more = {}) {
      const open = panels.reveal(ONE);
      if (open === null) {
        // Dashboards of before a reload are read only when somebody looks, and one is enough.
        void closeDashboards();
        panels.open(
          PageState.parse({
            tab: place,
            ...more,
            ...(more.query === undefined ? {} : ALL),
            ...(more.search === undefined ? {} : { own: searchingFor(more.search) }),
          }),
          title(),
        );
      } else if (place !== undefined) open.send({ kind: 'show', place, ...more });
    },
    dispose: panels.dispose,
  };
}

type Own = Exclude<FromPage, { kind: 'ready' | 'ask' }>;

function dashboardPage(
  { panel, post }: PageLink<ToPage>,
  { engine, openSession, openMessage, inbox, reports, onNewDay }: DashboardParts,
): Page<Askable, Own> {
  const refreshing = createRefreshing(
    () => panel.visible,
    (tabs) => post({ kind: 'changed', tabs }),
    REFRESH_MS,
  );
  const days = onNewDay(refreshing.again);
  return {
    ask: (call, args) => engine.relay(call, args),
    async ready() {},
    async take(message) {
      switch (message.kind) {
        case 'openSession':
          return openSession(message.id);
        case 'openMessage':
          return openMessage(message.id, message.at, message.file);
        case 'resume':
          return vscode.commands.executeCommand('vigil.resume', message.id);
        case 'star':
          return engine.call('markSession', { id: message.id, starred: message.starred });
        case 'openLine':
          return vscode.commands.executeCommand('vigil.openLog', message.id, message.at, message.file);
        case 'report':
          return reports.open(ReportRequest.parse(message.request));
        case 'actOnAlerts':
          return inbox.act(message.act, message.ids, message.until ?? undefined);
        case 'notAProblem': {
          const alert = (await engine.call('alerts', null)).find(({ id }) => id === message.id);
          return vscode.commands.executeCommand('vigil.notAProblem', alert);
        }
        case 'run':
          return vscode.commands.executeCommand(message.command);
      }
    },
    notice: refreshing.notice,
    dispose() {
      days.dispose();
      refreshing.dispose();
    },
  };
}
